import { aDigit } from '../../i18n/article';
import type { Doubt } from './models';

export const en = {
  pad: {
    area: (strokes: number) =>
      `Drawing area, ${strokes} ${strokes === 1 ? 'stroke' : 'strokes'}. Write with mouse, pen or finger; ` +
      `or with the arrow keys, where the space bar puts the pen down and lifts it.`,
    drawn: (strokes: number) => `What is written: ${strokes} ${strokes === 1 ? 'stroke' : 'strokes'}`,
    pen: (down: boolean, x: number, y: number) => `Pen ${down ? 'down' : 'up'} at ${x}, ${y}`,
    boxes: (count: number) => `${count} ${count === 1 ? 'digit' : 'digits'} marked in the picture`,
    picture: 'The picture that is being read',
    hint: 'Write a digit here',
    hintPicture: 'or several. Or drop, paste or open a picture of some.',
    undo: 'Undo stroke',
    clear: 'Clear',
    open: 'Open picture',
  },
  answer: {
    bars: 'How sure the network is of each digit',
    sure: 'sure',
    second: (digit: string) => `next: ${digit},`,
    waiting: 'The answer appears while you write.',
    found: (count: number) => `${count} digits found; choose one`,
    place: (i: number, digit: number | undefined) =>
      `Digit ${i}${digit === undefined ? '' : `, read as ${digit}`}`,
    plain: (digit: string, share: string, changed: boolean) =>
      changed
        ? `With nothing switched off it reads ${digit} (${share}).`
        : `With nothing switched off it reads ${digit} too (${share}).`,
    plainNothing: 'With nothing switched off it cannot be read at all.',
    wrong: 'It is wrong …',
    itIs: 'What is it really?',
    kept: 'It is kept with your own digits, on this computer only.',
    thanks: (label: number, count: number) =>
      `Kept as ${aDigit(label)}. You now have ${count} ${count === 1 ? 'digit' : 'digits'} of your own.`,
  },
  panels: {
    label: 'A closer look',
    steps: 'Preprocessing',
    network: 'Through the network',
    why: 'Why this digit?',
    whyPair: (a: string, b: string) => `Why ${a} and not ${b}?`,
    own: 'My digits',
  },
  altered: (steps: readonly string[], units: number) => {
    const parts = [
      ...(steps.length > 0 ? [`without ${steps.join(', ')}`] : []),
      ...(units > 0 ? [`with ${units} ${units === 1 ? 'neuron' : 'neurons'} silenced`] : []),
    ];
    return `It reads ${parts.join(' and ')}.`;
  },
  allOn: 'Switch all on',
  needModel: 'For this a trained network is needed.',
  model: {
    label: 'Read by',
    best: (name: string) => `the best: ${name}`,
    doubts: { shuffled_labels: 'random labels', low_accuracy: 'reads badly' },
    warning: (name: string, doubt: Doubt, accuracy: string | null) =>
      doubt === 'shuffled_labels'
        ? `“${name}” was trained with random labels: it has not learned to read digits, and its answers ` +
          `mean nothing.`
        : `“${name}” reads only ${accuracy ?? ''} of the test digits right: many of its answers are wrong.`,
    switch: (name: string) => `Read with “${name}”`,
    info: (shape: string, parameters: string, accuracy: string | null) =>
      `${shape}, ${parameters} ` +
      `parameters${accuracy === null ? '' : `, ${accuracy} of the test digits right`}`,
    plain:
      'It knows MNIST’s digits only as they are. One that learns from turned, slanted and stretched ' +
      'copies is ready for more hands.',
    better: 'Train one with distorted digits',
    distorted:
      'It learned from turned, slanted and stretched digits: it is ready for more hands than MNIST’s.',
  },
  train: {
    title: 'No network is trained yet',
    text:
      'Train one right here: 784 pixels, 128 hidden neurons, 10 digits, on 48,000 handwritten digits. ' +
      'It takes seconds.',
    start: 'Train a network',
  },
  lesson: {
    progress: 'Progress of the training',
    beginning: 'Getting the digits ready …',
    at: (epoch: number, epochs: number) => `Epoch ${epoch} of ${epochs}; its training images so far:`,
    loss: 'loss',
    right: 'right',
    lossOf: (images: string) => `mean loss of the ${images} training images of this epoch so far`,
    accuracyOf: (images: string) => `right answers among the ${images} training images of this epoch so far`,
    stop: 'Stop',
  },
  steps: {
    now: (digit: string, sure: string) => `Read as ${digit}, ${sure} sure`,
    nothing: 'Had nothing to do here.',
    without: 'Without it:',
    with: 'With it:',
    unreadable: 'nothing can be read',
    ofSeveral: (count: number) => `, ${count} digits`,
    empty: 'Write something, and see every step from your strokes to 28 × 28 pixels.',
  },
  network: {
    picture: (shape: string) => `The network ${shape}: arrow keys choose a neuron`,
    empty: 'Write a digit, then press play.',
    choose: 'Press a neuron to look inside it.',
    unit: (layer: number, unit: number, layers: number) =>
      layers > 1 ? `Layer ${layer}, neuron ${unit}` : `Neuron ${unit}`,
    silent: ': switched off',
    strongest: (layer: number, layers: number) =>
      layers > 1 ? `Strongest in layer ${layer}` : 'Strongest neurons',
    phase: (phase: number, layers: readonly number[], activations: readonly string[]) => {
      const hidden = layers.length - 2;
      if (phase <= 1) return '28 × 28 pixels are 784 numbers from 0 (paper) to 1 (ink).';
      if (phase <= hidden + 1) {
        const layer = phase - 1;
        const name = hidden > 1 ? `Hidden layer ${layer}` : 'The hidden layer';
        return (
          `${name}: each of ${layers[layer] ?? 0} neurons adds up ${layers[layer - 1] ?? 0} numbers ` +
          `times weights; ${activations[layer - 1] ?? ''} shapes the sum.`
        );
      }
      if (phase === hidden + 2)
        return 'Ten neurons each add up a score. Blue speaks for the digit, orange against.';
      return activations.at(-1) === 'softmax'
        ? 'Softmax turns the ten scores into probabilities that sum to 100%.'
        : 'The ten outputs, each divided by their sum: so they sum to 100%.';
    },
  },
  unit: {
    title: (layer: number, unit: number, layers: number) =>
      layers > 1 ? `Layer ${layer}, neuron ${unit}` : `Hidden neuron ${unit}`,
    on: 'On',
    off: 'Switched off',
    close: 'Close the neuron',
    weights: 'its weights: what it looks for',
    ink: 'your ink',
    shares: 'what each pixel adds',
    slopes: 'what it looks for in your digit: how each pixel moves its sum',
    noImage:
      'The layers before are not linear, so there is no one picture of what it looks for. ' +
      'Its largest inputs tell more.',
    sum: 'Sum',
    would: 'It is switched off: the next layer gets 0 instead.',
    normalised: 'Batch normalization stands between the sum below and the activation.',
    from: 'from',
    value: 'value',
    weight: '× weight',
    share: (sign: string) => `${sign} share`,
    pixel: (row: number, column: number) => `pixel (${row}, ${column})`,
    input: (layer: number, unit: number) => `layer ${layer}, neuron ${unit}`,
    rest: 'all others',
    bias: 'bias',
    total: (sign: string): string => (sign === '=' ? 'weighted sum' : 'weighted sum, rounded'),
    residual: 'This neuron belongs to a residual block: what came in plus what several layers made of it.',
    outgoing: 'Whom it tells: its weight to each digit',
  },
  why: {
    whyThis: 'Why',
    notThat: 'and not',
    gap: (a: number, b: number) => `The score of ${a} is ahead of the score of ${b} by`,
    ink: 'your ink, 0 to 1',
    slopes: 'what the network weighs each pixel with, here',
    shares: (a: number, b: number) => `what each pixel did: blue for ${a}, orange for ${b}`,
    sharesLabel: (a: number, b: number) => `What each pixel did for ${a} against ${b}`,
    adds: 'It adds up',
    towards: (digit: number) => `ink for ${digit}`,
    bias: (layer: number, layers: number) => (layers > 1 ? `biases, layer ${layer}` : 'hidden biases'),
    outputBias: 'output biases',
    sum: (sign: string): string => (sign === '=' ? 'sum of all' : 'sum of all, rounded'),
    equals: (za: string, zb: string, sign: string, gap: string, a: number, b: number) =>
      `The scores say the same: ${za} (for ${a}) − ${zb} (for ${b}) ${sign} ${gap}.`,
    topPixels: 'The pixels that did most',
    place: 'row, column',
    at: (row: number, column: number) => `${row}, ${column}`,
    inkValue: 'ink',
    weighed: '× weighed',
    share: (sign: string) => `${sign} share`,
    curved: (activation: string) =>
      `Its activation (${activation}) is not piecewise linear, so no shares of pixels sum exactly to the ` +
      `gap: any such picture would be an approximation. What is exact for every network are the shares of ` +
      `the last hidden layer’s neurons.`,
    units: 'The neurons that did most',
    unit: (unit: number) => `neuron ${unit}`,
    unitsSum: (shown: number, all: number): readonly [string, string, string] => [
      `${shown} of ${all} neurons. All of them and the output biases (`,
      ') sum to ',
      '.',
    ],
    toUnit: 'Press the name of a neuron to look inside it.',
    empty: 'Write a digit, and see which strokes decided.',
  },
  own: {
    none:
      'No digits of your own yet. Write one that is read wrong, press “It is wrong …” and say what it ' +
      'is.',
    count: (count: number, most: number) => `${count} of at most ${most} digits of your own.`,
    score: (model: string, right: number, all: number, share: string) =>
      `${model} reads ${right} of ${all} right (${share}).`,
    one: (label: number, answer: number) =>
      `A ${label}${answer >= 0 && answer !== label ? `, read as ${answer}` : ''}; press to select`,
    remove: (count: number) => (count === 0 ? 'Delete selected' : `Delete ${count}`),
    removeAll: 'Delete all',
    really: 'Really delete all',
    keep: 'Keep them',
    tuneTitle: 'Teach it your hand',
    tuneText: (model: string) =>
      `${model} goes on learning for some seconds: from your digits, mixed with 4,000 of MNIST so that it ` +
      `forgets nothing. One in five of your digits is held out to score it. The result is a new model; the ` +
      `old one stays.`,
    tune: 'Fine-tune',
    learned: (count: number) =>
      `It learned from ${count} of yours: these are not counted, for they would prove nothing.`,
    tuned: (name: string, before: string, after: string) =>
      `Saved as ${name}. MNIST’s test digits: ${before} → ${after}.`,
    held: (count: number, before: string, after: string) =>
      count === 1
        ? `One of your digits was held out, so that it can be scored: ${before} → ${after}.`
        : `${count} of your digits were held out, so that they can be scored: ${before} → ${after}.`,
    noneHeld: 'None of your digits could be held out, so there is no score on them: write some more.',
  },
  summary: {
    lead: (digit: number) => `The network reads ${aDigit(digit)} and is `,
    second: (digit: string) => ` sure. The next best is ${digit} with `,
    end: '. ',
    sure: 'It has hardly a doubt.',
    leaning: 'It leans, but it is not certain.',
    torn: 'It is torn: look at what speaks for either.',
    nothing: 'Nothing is written yet. The network waits for 784 numbers.',
    latency: (ms: string) => `From your last stroke to the bars: ${ms} ms.`,
  },
  numbers: {
    probability: (k: number) => `probability of ${k}`,
    logit: (k: number) => `score of ${k}`,
    gap: (a: number, b: number) => `gap between ${a} and ${b}`,
    total: 'sum of all shares',
    weightTo: (k: number) => `weight to ${k}`,
    z: (unit: number) => `sum of neuron ${unit}`,
    a: (unit: number) => `answer of neuron ${unit}`,
    input: (place: string) => `value of ${place}`,
    shareOf: (place: string) => `share of ${place}`,
    shown: 'shown',
  },
};
export type Words = typeof en;
