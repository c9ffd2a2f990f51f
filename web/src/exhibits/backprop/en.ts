import { activations } from '../../i18n/terms.en';

/** By which a sum counts as the gradient. */
const sumRule = (rule: string): string =>
  `The rule: at most ${rule}, or ${rule} of the largest share if that is above 1.`;

export const en = {
  setup: 'Network and samples',
  preset: 'Example',
  presets: {
    own: 'my own',
    first: '2-2-1, the first pass',
    vanishing: 'the blame vanishes',
    dead: 'a dead ReLU',
    cancel: 'cross-entropy cancels the slope',
    largest: '3-4-4-2, a batch of 8',
  },
  inputs: 'Inputs',
  hidden: 'Hidden neurons',
  outputs: 'Outputs',
  activation: 'Activation',
  activations,
  /** What each layer goes through: the loss may ask for another output than was chosen. */
  bends: (hidden: string, output: string, asked: boolean) =>
    `Hidden layers: ${hidden}; output: ${output}${asked ? ', which cross-entropy asks for' : ''}.`,
  loss: 'Loss',
  losses: { mse: 'MSE', cross_entropy: 'cross-entropy' },
  rate: 'Learning rate η',
  batch: 'Samples in the batch',
  sample: 'Sample',
  wrongSign: 'The wrong sign: add the gradient',
  redraw: 'Draw new weights',
  inputOf: (i: number) => `Input x${i} of this sample`,
  target: 'Target of this sample',
  phases: { forward: 'Forward', loss: 'Loss', backward: 'Backward', update: 'Update' },
  phaseOf: (name: string, now: number, all: number) => `${name}, ${now} of ${all}`,
  taken: (count: number) => (count === 0 ? 'no update yet' : `updates: ${count}`),
  network: (sizes: string) =>
    `The network ${sizes}: colour is the activation, width the weight, the small numbers below are ` +
    'the deltas.',
  layers: { inputs: 'inputs', hidden: (i: number) => `hidden ${i}`, output: 'output' },
  note: 'Press a connection to look at its weight; press a number to see how it was computed.',
  apply: 'Apply the update',
  chosen: (name: string) => `Parameter ${name}`,
  choose: 'Which parameter',
  value: 'Value',
  slopeOf: (of: string) => `slope f′(${of})`,
  lossOf: (sample: number) => `loss of sample ${sample}`,
  gradientOf: (name: string) => `gradient of ${name}, this sample`,
  changeOf: (name: string) => `change of ${name}`,
  newOf: (name: string) => `new value of ${name}`,
  meanLoss: (count: number) => `mean loss of the ${count} samples`,
  meanGradientOf: (name: string, count: number) => `gradient of ${name}, mean of ${count} samples`,
  ofSample: (sample: number, count: number) =>
    `a, δ and the paths are those of sample ${sample} and its own loss; the step takes the mean of ${count}.`,
  gradient: (name: string) => `∂L/∂${name}, this sample`,
  meanGradient: (name: string) => `∂L/∂${name}, mean`,
  change: 'change',
  after: 'new value',
  paths: (count: number) => (count === 1 ? 'One path to the loss' : `${count} paths to the loss`),
  path: 'Path',
  shareHead: 'Share',
  share: (k: number) => `share of path ${k}`,
  shareTex: '\\text{share}',
  pathsTex: 'paths',
  total: 'sum of the shares',
  agrees: (difference: string, rule: string) =>
    `The shares sum to the gradient: they differ by ${difference}. ${sumRule(rule)}`,
  disagrees: (difference: string, rule: string) =>
    `The shares do not sum to the gradient: they differ by ${difference}. ${sumRule(rule)}`,
  predict: 'Predict the sign first',
  predictAsk: (name: string) => `What will the update do to ${name}?`,
  up: 'raise it',
  down: 'lower it',
  stay: 'leave it',
  rightSign: 'Right.',
  wrongAnswer: 'Not quite.',
  score: (right: number, wrong: number) => `${right} right, ${wrong} wrong`,
  hiddenNow: 'Predict first.',
  batchTitle: 'What each sample proposes, and what the step does',
  proposal: (name: string) => `proposes for ${name}`,
  lossBefore: 'loss before',
  lossAfter: 'loss after',
  average: 'average',
  sampleOf: (name: string, sample: number) => `${name}, sample ${sample}`,
  averageOf: (name: string) => `${name}, average`,
  better: 'better',
  worse: 'worse',
  same: 'same',
  verdict: (worse: number, falls: boolean) =>
    falls
      ? worse === 0
        ? 'The step makes the mean loss smaller, and no sample is worse off.'
        : 'The step makes the mean loss smaller, and yet ' +
          `${worse === 1 ? 'one sample is' : `${worse} samples are`} worse off.`
      : 'The step does not make the mean loss smaller.',
  findWorse: 'Find a step that makes a sample worse',
  noneFound: 'None was found this time. Try a larger learning rate or more samples.',
  changes: 'Every change, before it is applied',
  ahead: 'Thirty such steps from here',
  aheadLabel: 'The loss of the batch over thirty steps, with minus and with plus.',
  steps: 'steps from here',
  minus: 'w − η g',
  plus: 'w + η g',
  ranAway: 'With plus the loss diverged: the curve ends where the loss stopped being a number.',
  print: 'Print worksheet and answers',
  big: 'Big screen',
  bigEnd: 'Escape ends it.',
  sheet: {
    title: (sizes: string) => `Backpropagation by hand: a ${sizes} network`,
    answers: 'Answers',
    name: 'Name',
    given: 'Given',
    task:
      'Fill in every blank, from the left to the right and back again. Four significant digits will do; ' +
      'the answers leave out zeros at the end.',
    indices:
      'wᵢⱼ leads from unit i of the layer before to unit j; the number in brackets is the layer. ' +
      'All count from 1.',
    one: 'one sample: n = 1',
    forward: '1 Forward and 3 backward',
    unit: 'neuron',
    lossTitle: '2 Loss',
    update: '4 Update',
    new: 'new',
  },
  says: {
    forward: (layer: number, z: string, zValue: string, a: string, aValue: string, last: boolean) =>
      `Forward, layer ${layer}: each neuron sums its inputs times its weights, adds its bias, and ` +
      `applies the activation function. ` +
      `${z} ${zValue} becomes ${a} ${aValue}${last ? ': the answer' : ''}.`,
    loss: (answer: string, target: string, loss: string) =>
      `Loss: the answer is ${answer}, the target ${target}. How wrong that is, as one number: ${loss}.`,
    noBlame: (layer: number) =>
      `Backward, layer ${layer}: no blame arrives here. Every delta is 0, so this sample moves none of ` +
      `its parameters.`,
    outputBlame: (delta: string, value: string, high: boolean, cancels: boolean) =>
      `Backward, output: ${delta} ${value}. The output is too ${high ? 'high' : 'low'}` +
      `${cancels ? '; with cross-entropy its slope has cancelled, and the error itself is the blame' : ''}.`,
    hiddenBlame: (layer: number, delta: string, value: string, slope: string) =>
      `Backward, layer ${layer}: each neuron gathers the blame of those it feeds, by weight, and passes ` +
      `on the part that its slope lets through. ${delta} ${value}, with the slope ${slope}.`,
    /** Without a name: it is still to be predicted. */
    update: (
      name: string,
      change: string,
      before: string,
      after: string,
      batch: number,
      sign: number,
      wrong: boolean,
    ) =>
      `Update: every parameter moves ${wrong ? 'with' : 'against'} its gradient, ` +
      (name === ''
        ? 'by how much is covered until you predict it. '
        : `and ${name} most of all: by ${change}. `) +
      `The ${batch === 1 ? 'loss' : 'mean loss'} ` +
      `${sign < 0 ? 'falls' : sign > 0 ? 'climbs' : 'stays'}: ${before} → ${after}.`,
  },
};
export type Words = typeof en;
