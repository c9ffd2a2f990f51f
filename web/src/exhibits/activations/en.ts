import { activations } from '../../i18n/terms.en';

export const en = {
  names: activations as Readonly<Record<string, string>>,
  shown: 'On the chart',
  followed: 'Follow',
  z: 'Point z',
  f: 'f(z)',
  slope: 'f′(z)',
  tangent: 'tangent',
  function: 'function',
  curve: (name: string, z: string, value: string) =>
    `Activation functions; the point on ${name} at z = ${z} has the value ${value}.`,
  slopes: (name: string, z: string, value: string) =>
    `Their slopes; that of ${name} at z = ${z} is ${value}.`,
  noSlope: 'none',
  drag: 'Drag in the picture, or move the slider.',
  softmaxNote: 'The curve of softmax is the probability of one of ten scores: z, against nine zeros.',
  outputOf: (name: string) => `${name}: f(z)`,
  slopeOf: (name: string) => `${name}: f′(z)`,
  card: { range: 'Range', used: 'Used', trouble: 'Trouble' },
  cards: {
    step: {
      used: 'Rosenblatt’s perceptron. An answer of yes or no, and nothing between.',
      trouble: 'Not differentiable at 0 and flat elsewhere: backpropagation has nothing to go by.',
    },
    sigmoid: {
      used: 'The output for yes or no, as a probability; gates in recurrent networks.',
      trouble: 'The slope is 0.25 at most and vanishes on both sides; outputs are never negative.',
    },
    tanh: {
      used: 'Hidden layers of small and of recurrent networks: outputs are centred on 0.',
      trouble: 'The slope is 1 at 0 only, and vanishes on both sides.',
    },
    relu: {
      used: 'Hidden layers of most networks: cheap, and a slope of 1 where it is on.',
      trouble: 'Dying: a neuron whose sum is never positive has a slope of 0 for good.',
    },
    leaky_relu: {
      used: 'Instead of ReLU where neurons die.',
      trouble: 'The slope of 0.01 on the left lets a gradient pass, but a small one.',
    },
    gelu: {
      used: 'Transformers such as GPT and BERT: a ReLU without a kink.',
      trouble: 'Costs more to compute; it falls a little left of 0 and is nearly flat far left.',
    },
    softmax: {
      used: 'The output for one of several classes: probabilities that sum to 1.',
      trouble: 'Each output depends on all scores; one very large score makes it flat.',
    },
    linear: {
      used: 'The output where a number is predicted.',
      trouble: 'No bend: however many layers of it are no more than one.',
    },
  },
  panel: 'At work',
  panels: {
    sums: 'Where real sums lie',
    collapse: 'Two layers into one',
    depth: 'Through many layers',
    softmax: 'Softmax',
  },
  sums: {
    network: 'Hidden layers',
    scale: 'Initial weights ×',
    rate: 'Learning rate',
    model: 'Network',
    own: 'trained here: 784-32-16-10',
    layer: 'Layer',
    layerName: (i: number, units: number, name: string) => `${i}: ${units} × ${name}`,
    moment: 'When',
    untrained: 'untrained',
    after: (epoch: number) => `epoch ${epoch}`,
    trained: 'trained',
    training: (share: string) => `training: ${share}`,
    picture: (name: string, layer: number) =>
      `Histogram of the sums of layer ${layer}, below the curve of ${name}. Orange: where the slope is flat.`,
    x: 'sum z',
    y: 'sums',
    curve: 'f, f′',
    flat: (limit: string) => `|f′| < ${limit}`,
    share: 'sums on flat ground',
    dead: 'dead neurons',
    silent: 'silent neurons',
    of: (units: number) => `of ${units}`,
    accuracy: 'read correctly',
    beyond: (share: string) => `${share} of the sums lie outside the picture.`,
    rule: (images: string, limit: string) =>
      `All sums of the layer for ${images} test images. Flat: |f′(z)| < ${limit}.`,
    silentRule: 'Silent: a ReLU neuron whose sum is 0 or less for every one of them.',
    deadRule: (images: string) =>
      `Dead: one whose sum is 0 or less for each of the ${images} images that are learned from, so that no ` +
      'gradient reaches it.',
    noSlope: 'This activation has no slope.',
  },
  collapse: {
    bend: 'A ReLU between the layers',
    another: 'Other weights',
    picture: (same: boolean): string =>
      same
        ? 'The first output by both ways: the two curves lie on each other.'
        : 'The first output by both ways: the curves part.',
    x: 'input x₁ (x₂ = 0)',
    y: 'first output',
    two: 'two layers',
    one: 'one matrix',
    difference: 'largest difference',
    same: 'Below 0.000001: both ways are the same function, up to rounding.',
    parted: 'Above 0.000001: with the ReLU between them, no single matrix does what the two layers do.',
    rule: (rows: string) => `Over both outputs of ${rows} random inputs.`,
    entry: (row: number, column: number) => `W in row ${row}, column ${column}`,
    biasEntry: (column: number) => `b in column ${column}`,
  },
  depth: {
    layers: 'Layers',
    picture: (n: number) => `What chains of 1 to ${n} layers leave of a gradient, on a logarithmic scale.`,
    x: 'layers of the chain',
    y: 'size of the product',
    bound: '0.25ⁿ',
    product: (name: string) => `product for ${name}`,
    gone: (name: string) => `${name}: 0. The gradient is gone.`,
    none: (name: string) => `${name} cannot stand in this chain: choose another function to follow.`,
    rule: (n: number) =>
      `Chains of 1 to ${n} layers: one neuron a layer, weight 1, no bias; z goes into the first. ` +
      'The engine’s backward pass multiplies the slopes, from the last layer to the first.',
  },
  softmax: {
    score: (k: number) => `Score ${k}`,
    constant: 'Added to all',
    temperature: 'Temperature',
    bars: 'Probabilities of the ten classes',
    probability: (k: number) => `probability of ${k}`,
    ratio: (a: number, b: number) => `probability of ${a} over ${b}`,
    change: 'largest change by what is added',
  },
  see: {
    gap: ' ',
    at: (name: string) => `At this point ${name} is `,
    andSlope: ' and its slope is ',
    stop: '.',
    noSlope: ': it jumps at 0 and is flat elsewhere, so that no gradient can train it.',
    steep: 'A small change of z comes through nearly whole.',
    middling: 'A part of a small change of z comes through.',
    flat: 'It is flat here: hardly anything of a small change of z comes through, and learning is slow.',
    down: 'It goes downhill here: more input, less output.',
  },
  count: 'count',
};
export type Words = typeof en;
