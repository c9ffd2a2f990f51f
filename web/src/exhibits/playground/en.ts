import { activations, optimizers } from '../../i18n/terms.en';
import type { CsvProblem } from './userPoints';

export const en = {
  data: 'Data',
  problem: 'Problem',
  problems: { classification: 'Classify', regression: 'Regress' },
  dataset: 'Data set',
  datasets: {
    circle: 'Circle',
    xor: 'XOR',
    gauss: 'Two clouds',
    spiral: 'Spiral',
    iris: 'Iris',
    own: 'Your own',
    'reg-plane': 'Slope',
    'reg-gauss': 'Hills',
  },
  irisColumns: ['sepal length', 'sepal width', 'petal length', 'petal width'],
  axis: ['Across', 'Upwards'],
  axisName: (name: string) => name,
  newPoints: 'New',
  newPointsHint: 'Draw new points from the same recipe',
  ratio: 'Training share',
  noise: 'Noise',
  batch_size: 'Batch size',
  own: {
    tool: 'What a press on the map does',
    set: (name: string) => `Set points of ${name}`,
    erase: 'Erase',
    look: 'Look',
    missing: (count: number) => `Press on the map to set points: ${count} more, then the network can learn.`,
    count: (count: number) => `${count} points`,
    empty: 'Press here to set your first points',
    paste: 'Paste a table',
    pasteHint:
      'One point a line: x, y and its class. Commas, semicolons, tabs or spaces; a heading names them.',
    take: 'Use these points',
    clear: 'Clear all',
    taken: (count: number, names: string) => `${count} points taken; classes ${names}.`,
    scaled: (x: string, y: string) => `They were stretched to fill the square: x ran over ${x}, y over ${y}.`,
    problem: (problem: CsvProblem): string => {
      switch (problem.kind) {
        case 'empty':
          return 'There are no points in this text.';
        case 'columns':
          return `Line ${problem.line} has ${problem.got} values; it needs three: x, y, class.`;
        case 'number':
          return problem.got === ''
            ? `Line ${problem.line}: a number is missing.`
            : `Line ${problem.line}: “${problem.got}” is not a number.`;
        case 'few':
          return `These are ${problem.got} points; at least 4 are needed.`;
        case 'many':
          return `These are ${problem.got} points; at most 2,000 are taken.`;
        case 'classes':
          return `There are ${problem.got} classes; at most 5 are told apart. Is the third column the class?`;
      }
    },
  },
  speeds: {
    slow: '2 epochs a second',
    one: '1 epoch a picture',
    ten: '10 epochs a picture',
    full: 'full speed',
  },
  rewind: 'Rewind',
  rewindHint: 'Back to the same initial weights',
  epoch: 'Epoch',
  epochRule: '\\text{one epoch} = \\left\\lceil \\tfrac{n}{\\text{batch}} \\right\\rceil \\text{ steps}',
  epochNow: (steps: string, all: string) => `${steps} \\text{ steps; } ${all} \\text{ so far}`,
  trainLoss: 'Training loss',
  testLoss: 'Test loss',
  accuracy: 'Test accuracy',
  lossPoints: {
    train: (points: number) => `The mean over all ${points} training points`,
    test: (points: number) => `The mean over all ${points} test points`,
  },
  point: 'point',
  target: 'target',
  otherPoints: (count: number) => `the other ${count} points`,
  preparing: 'The engine is getting ready; one moment …',
  learning_rate: 'Learning rate',
  activation: 'Activation',
  activations,
  mixed: 'mixed',
  regularization: 'Regularization',
  regularizations: { none: 'none', l1: 'L1', l2: 'L2' },
  regularization_rate: 'Regularization rate',
  network: 'Network',
  networkLabel: (shape: string) => `The network, ${shape}. The arrow keys move between its neurons.`,
  inputs: 'Inputs',
  networkHint:
    'Blue weights are positive, orange ones negative; the wider the line, the larger the weight. Press a ' +
    'line or a neuron to read and to change it.',
  inputLabel: (name: string) => `Input ${name}`,
  output: 'Output',
  outputFor: (name: string) => `Output for ${name}`,
  hiddenLayers: (count: number) =>
    count === 0 ? 'no hidden layer' : `${count} hidden ${count === 1 ? 'layer' : 'layers'}`,
  addLayer: 'Add a hidden layer',
  removeLayer: 'Take the last hidden layer away',
  layer: (layer: number) => `Hidden layer ${layer}`,
  neurons: (count: number) => `${count} ${count === 1 ? 'neuron' : 'neurons'}`,
  addNeuron: (layer: number) => `Add a neuron to layer ${layer}`,
  removeNeuron: (layer: number) => `Take a neuron from layer ${layer}`,
  layerActivation: (layer: number) => `Activation of layer ${layer}`,
  unit: (layer: number, unit: number) => `Neuron ${unit} of layer ${layer}`,
  short: (unit: number) => `neuron ${unit}`,
  weight: (from: string, to: string) => `weight from ${lower(from)} to ${lower(to)}`,
  value: 'Weight',
  bias: 'bias',
  slopeAt: (of: string) => `slope of the loss at ${of}`,
  biasOf: (name: string) => `the bias of ${lower(name)}`,
  slope: 'slope ∂L/∂w',
  slopeTells: (slope: number): string =>
    slope > 0
      ? 'Raising it would raise the loss: training lowers it.'
      : slope < 0
        ? 'Raising it would lower the loss: training raises it.'
        : 'Moving it a little changes nothing.',
  proveAll: 'The update needs the slope of the loss at every parameter. Is each of them right?',
  putBack: (value: string) => `Put ${value} back`,
  editPast: 'This is an earlier moment. Go on from here, then weights can be set.',
  unitHint: 'Type a weight or the bias to change it.',
  forPoint: (x: string, y: string) => `For the point (${x}, ${y}):`,
  from: 'from',
  fed: 'value',
  times: '× weight',
  gives: (sign: string) => `${sign} term`,
  sum: (sign: string): string => (sign === '=' ? 'the sum' : 'the sum, rounded'),
  term: (from: string) => `term from ${lower(from)}`,
  outputOf: (name: string) => `output of ${lower(name)}`,
  at: (x: string, y: string) => `At (${x}, ${y}):`,
  mapLabel: 'What the network says over the square. The arrow keys follow a point through the network.',
  mapHint: 'Press on the map to follow a point through the network, number by number.',
  unpin: 'Stop following the point',
  className: (name: string) => (/^\d$/.test(name) ? `class ${Number(name) + 1}` : name.replace('-', '−')),
  /** A class whose target is +1 or -1. */
  sided: (name: string, target: string) => `${name} (${target})`,
  columnIs: (letter: string, column: string, sign: string, centre: string, spread: string) =>
    `${letter} is (${column} ${sign} ${centre}) / ${spread}.`,
  outside: (count: number) =>
    `${count} ${count === 1 ? 'point lies' : 'points lie'} outside the map, drawn at its edge.`,
  beyond: (value: string) => `The output reaches ±${value}; beyond the scale the colour stays.`,
  hollow: 'hollow: test points',
  showTestData: 'Show test data',
  discretize: 'Discretize output',
  lossChart: 'How loss and accuracy changed over the epochs',
  loss: 'Loss',
  shownCurve: 'Curves',
  scale: 'Scale of the loss',
  linear: 'linear',
  log: 'log',
  train: 'train',
  test: 'test',
  past: 'Look back',
  epochOf: (epoch: string, latest: string) => `epoch ${epoch} of ${latest}`,
  goOn: 'Go on from here',
  toNow: 'Back to now',
  results: 'Results',
  confusion: (column: string) => `Test points, by ${column || 'class'}`,
  cellName: (actual: string, taken: string) =>
    actual === taken ? `${actual}, told correctly` : `${actual}, taken for ${taken}`,
  noClasses: 'A number is predicted, so there are no right and wrong answers to count: the loss says it all.',
  compare: 'Side by side',
  keep: 'Keep this run',
  compareHint:
    'Keep a run, change something, run again: the two stand side by side, and both curves are in the chart.',
  now: 'Now',
  bringBack: 'Bring back',
  drop: (name: string) => `Remove ${name}`,
  mapOf: (name: string) => `What the network of run ${name} says`,
  same: 'The same settings as now.',
  differences: {
    and: ', ',
    comma: ', ',
    inputs: (names: string) => `inputs ${names}`,
    shape: (shape: string) => `layers ${shape}`,
    rate: (rate: number) => `learning rate ${rate}`,
    batch: (size: number) => `batch size ${size}`,
    plain: 'no regularization',
    noise: (noise: number) => `noise ${noise}`,
    ratio: (ratio: number) => `${ratio}% training`,
    dropout: (dropout: number) => `dropout ${dropout}`,
    seed: 'another seed',
  },
  more: 'More settings',
  optimizer: 'Optimizer',
  optimizers,
  momentum: 'Momentum',
  dropout: 'Dropout',
  init: 'Initial weights',
  inits: {
    uniform: 'uniform, −0.5 to 0.5',
    normal: 'normal, standard deviation 0.01',
    xavier: 'Xavier',
    he: 'He',
    zeros: 'all zero',
  },
  init_zero: 'Start with all zero',
  seed: 'Seed',
  newWeights: 'New initial weights',
  newWeightsHint: 'Other initial weights on the same points',
  parameterCount: 'weights and biases',
  engine: { before: '', after: (backend: string) => ` weights and biases. Trained by: ${backend}.` },
  files: {
    title: 'Files and teaching',
    saveHint: 'A saved experiment holds all settings and the weights as they are now.',
    save: 'Save experiment',
    load: 'Load experiment',
    csv: 'Losses as CSV',
    loaded: (name: string) => `${name} is back on stage.`,
    unreadable: (name: string) => `${name} is not a saved playground experiment.`,
    teachers: 'For teachers',
    teachersHint:
      'What you switch off here is hidden from whoever opens the link. Share it when it is right.',
  },
  controls: {
    playButton: 'Play',
    stepButton: 'One step',
    resetButton: 'Rewind',
    problem: 'Problem',
    dataset: 'Data set',
    percTrainData: 'Training share',
    noise: 'Noise',
    batchSize: 'Batch size',
    showTestData: 'Show test data',
    discretize: 'Discretize output',
    learningRate: 'Learning rate',
    activation: 'Activation',
    regularization: 'Regularization',
    regularizationRate: 'Regularization rate',
    numHiddenLayers: 'Layers and neurons',
    inputs: 'Choice of inputs',
    more: 'More settings',
    losses: 'Loss chart',
    confusion: 'Results',
    compare: 'Side by side',
    lesson: 'The lesson',
  },
  colours: {
    two: ([minus = '', plus = '']: readonly string[]) =>
      `On the large map, blue is where it says ${plus}, orange where it says ${minus}; the paler, the less ` +
      `decided.`,
    several: () => 'On the large map, each place has the colour of the class that is likeliest there.',
    numbers: () => 'On the large map, blue is a positive number and orange a negative one.',
  },
  targets: {
    two: ([minus = '', plus = '']: readonly string[]) =>
      `There are two classes: the targets are ${minus} and ${plus}, and the loss is the squared error.`,
    several: (classes: readonly string[]) =>
      `There are ${classes.length} classes and as many outputs: the target is 1 for a point’s own class ` +
      `and 0 for the others, and the loss is the cross-entropy.`,
    numbers: () =>
      'A number is to be learned for each point: that is its target. The loss is the squared error.',
  },
  summary: {
    gap: ' ',
    past: (epoch: string) => `You are looking back at epoch ${epoch}.`,
    untrained: (count: number) =>
      `Nothing has been learned yet: the ${count} weights and biases are those from the start.`,
    start: 'Press play and watch the colours follow the points.',
    interval: (low: string, high: string) => ` (95% interval: ${low} to ${high})`,
    classification: (epochs: string, points: number, share: string, interval: string) =>
      `After ${epochs} epochs the network gets ${share} of the ${points} test points right${interval}.`,
    regression: (epochs: string, points: number, loss: string, interval: string) =>
      `After ${epochs} epochs the loss on the ${points} test points is ${loss}${interval}.`,
    overfits: (share: string, interval: string) =>
      `Of the points it was trained on it gets ${share} right${interval}. The two intervals lie apart, so ` +
      `this is no chance: it memorises instead of learning.`,
    overfitsNumbers: (loss: string, interval: string) =>
      `On the points it was trained on the loss is ${loss}${interval}. The two intervals lie apart, so ` +
      `this is no chance: it memorises instead of learning.`,
    diverged: (epoch: string) =>
      `In epoch ${epoch} the training diverged: each step overshot the valley and landed higher up the ` +
      `other side. The pictures are from just before.`,
    zero: 'All weights began at zero, so the neurons of a layer do the same as each other and stay that way.',
    straight: {
      two: 'Without a hidden layer the boundary is a straight line, however long it learns.',
      several: 'Without a hidden layer all boundaries between classes are straight, however long it learns.',
      numbers: 'Without a hidden layer and with a linear output, all it can draw is an even slope.',
    },
    good: 'The boundary is where it should be. Look into the neurons: each draws one part of it.',
    onTheWay:
      'The neurons in the first layer draw lines; the layers after them put these together to shapes.',
    stuck: (guessing: string) =>
      `The interval reaches down to ${guessing}, which the most frequent class alone would get: that may ` +
      `be mere guessing. More neurons, other inputs or another learning rate may help.`,
  },
};

export type Words = typeof en;

/** In the middle of a sentence. */
function lower(name: string): string {
  return /^(Neuron|Output|Input)\b/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
