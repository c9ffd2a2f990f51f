import { aDigit } from '../../i18n/article';
import { activations, optimizers } from '../../i18n/terms.en';

export const en = {
  presets: 'Preset',
  presetNames: { classic: 'Classic', 'three-blue': '784-16-16-10', 'numpy-sgd': 'Plain SGD', best: 'Best' },
  presetAbout: {
    classic: 'The tutorial network: 128 hidden neurons, ReLU, Adam, five epochs.',
    'three-blue': 'Two layers of 16 sigmoids, squared error, plain SGD: 13,002 parameters to look at.',
    'numpy-sgd': 'Standardised pixels and plain SGD at 0.01, for 50 epochs.',
    best: 'Two layers of 800 on distorted images: the strongest, in about ten minutes.',
  },
  setUp: 'Set up a training',
  nextRun: 'Set up the next training',
  layers: 'Hidden layers',
  notYours: (name: string) => `“${name}” was started by somebody else: start a training of your own.`,
  noLayer: (part: string, min: number, max: number) =>
    `“${part}” is no layer: each is a whole number of neurons from ${min} to ${max}, such as 128 or 16, 16.`,
  tooManyLayers: (count: number, most: number) => `${count} layers are too many: type ${most} at most.`,
  layersHint: 'neurons of each, such as 128 or 16, 16',
  activation: 'Activation',
  loss: 'Loss',
  optimizer: 'Optimizer',
  rate: 'Learning rate',
  momentum: 'Momentum',
  batch: 'Batch size',
  epochs: 'Epochs',
  more: 'More settings',
  regularization: 'Against overfitting',
  data: 'Data',
  dataset: 'Data set',
  start: 'Start',
  init: 'Initial weights',
  schedule: 'Schedule',
  dropout: 'Dropout',
  l1: 'L1 rate',
  l2: 'L2 rate',
  batchNorm: 'Batch normalization',
  augmentation: 'Data augmentation',
  earlyStopping: 'Stop early after epochs without progress (0: never)',
  standardize: 'Standardise the pixels',
  classes: (all: readonly string[]) => `The numbers on this page stand for classes: ${all.join(', ')}.`,
  shuffle: 'Random labels',
  limit: 'Training images',
  validation: 'Share held back for validation',
  seed: 'Seed',
  activations,
  losses: { cross_entropy: 'cross-entropy', mse: 'squared error' },
  optimizers,
  inits: {
    auto: 'automatic',
    xavier: 'Xavier',
    he: 'He',
    normal: 'normal',
    uniform: 'uniform',
    zeros: 'all zero',
  },
  schedules: {
    constant: 'constant',
    step: 'in steps',
    cosine: 'cosine',
    warm_up: 'warm-up',
    one_cycle: 'one cycle',
  },
  augmentations: { none: 'none', shift: 'shift', affine: 'shift, turn, slant', elastic: 'and distort' },
  sum: (weights: string, biases: string) => `${weights} weights + ${biases} biases =`,
  parameters: 'parameters',
  parameterCount: 'parameters',
  sumTable: 'How the parameters add up',
  sumHow: 'Weights + biases',
  imagesName: 'images an epoch',
  heldBackName: 'images held back',
  each: { before: '', after: ' images an epoch; steps:' },
  stepsName: 'steps an epoch',
  heldBack: { before: '', after: ' held back' },
  name: 'Name of the model',
  train: 'Train',
  replaceTitle: 'A training is still going on',
  replaceText: (name: string) =>
    `“${name}” is not finished. The lab trains one network at a time, for all its pages: starting another ` +
    `one discards what this one has learned so far.`,
  replaceYes: 'Discard it and start',
  replaceNo: 'Let it go on',
  startedElsewhere: (name: string) => `Another page of this lab has started “${name}”.`,
  runGone: 'This training has made way for another one: nothing was changed.',
  states: {
    preparing: 'preparing',
    running: 'training',
    paused: 'paused',
    finished: 'finished',
    diverged: 'diverged',
    failed: 'failed',
  },
  preparing:
    'Fetching the images and warming up. The first time on a computer, the fast kernels are compiled: a ' +
    'few seconds.',
  progress: 'Progress',
  stepName: 'step',
  leftName: 'time left',
  spentName: 'time spent',
  speedName: 'images a second',
  answersName: {
    training: 'accuracy on training images',
    validation: 'validation accuracy',
    test: 'test accuracy',
  },
  speeds: { slow: 'Slow motion', medium: 'Medium', full: 'Full speed' },
  liveRate: 'Learning rate, now',
  finishNow: 'Stop and save',
  discard: 'Clear away',
  batchLoss: 'training loss',
  batchAccuracy: 'training accuracy',
  lossOf: (images: string) => `mean loss of the last ${images} training images`,
  lossOfAll: (images: string) => `mean loss of all ${images} training images, at the end`,
  stepLosses: (images: string, all: string) =>
    images === all
      ? `The ${all} images of the last step`
      : `The first ${images} of the ${all} images of the last step`,
  stepLossesNote:
    'Read again, with the weights that the step left and without dropout: the largest losses, and the mean ' +
    'of all. The number above is a mean over what was learned from, each time with the weights before it.',
  stepLossesEnd:
    'Read with the final weights and without dropout: the largest losses, and their mean. The ' +
    'number above is the mean over all training images.',
  stepImage: 'image',
  stepImageOf: (label: number) => `A training image of ${aDigit(label)}`,
  stepOutput: 'its digit, and p',
  otherImages: (count: string) => `the other ${count} images`,
  accuracyOf: (images: string) => `right answers among the last ${images} training images`,
  accuracyOfAll: (images: string) => `right answers among all ${images} training images, at the end`,
  gradientName: (layer: number) => `gradient of layer ${layer}`,
  deadName: (layer: number) => `dead neurons of layer ${layer}`,
  curves: { loss: 'Loss', accuracy: 'Accuracy', train: 'training', validation: 'validation', x: 'epoch' },
  lossLabel: (loss: string) => `Loss over the epochs; now ${loss} on the training images.`,
  accuracyLabel: (accuracy: string) =>
    `Share of right answers over the epochs; now ${accuracy} on the training images.`,
  logLoss: 'Log scale',
  ten: { training: 'Ten training images', validation: 'Ten validation images', test: 'Ten test images' },
  /** Which images are looked at, and why these. */
  looked: {
    training:
      'Nothing is held back, so these are images that it learns from: they do not tell how it reads ' +
      'others. The test images are looked at once, at the end.',
    validation:
      'Images held back from training, by their number in MNIST’s training set. The test images are looked ' +
      'at once, at the end.',
    test: 'The training is over, so the test images are looked at: it has never learned from them.',
  },
  imageName: {
    training: (index: number) => `training image ${index}`,
    validation: (index: number) => `validation image ${index}`,
    test: (index: number) => `test image ${index}`,
  },
  tenAll: 'in order',
  tenWrong: 'misread ones',
  another: 'Ten others',
  before: 'Ten before',
  none: 'None is misread.',
  sheetOf: (now: number, all: number) => `${now}/${all}`,
  sample: (image: string, label: number, answer: number, share: string) =>
    `${image}: label ${label}, read as ${answer} with ${share}${label === answer ? '' : ', which is wrong'}`,
  probabilityName: (image: string, digit: number) => `${image}, probability of ${digit}`,
  outputName: (image: string, digit: number) => `${image}, output for ${digit}`,
  isLabel: (label: number) => `label ${label}`,
  diagram: (label: number, answer: number, share: string) =>
    `The network with the picked image: label ${label}, read as ${answer} with ${share}. The strongest ` +
    `connections of the most important neurons.`,
  diagramNote: (drawn: number, all: string) =>
    `${drawn} of ${all} connections: the strongest, between the neurons that matter most`,
  inputLayer: 'image',
  hiddenLayer: (i: number, shown: number, all: number) =>
    shown === all ? `hidden ${i}: ${all}` : `hidden ${i}: ${shown} of ${all}`,
  outputLayer: 'answer',
  weights: 'What the first layer looks for',
  weightsNote: (shown: number, all: number) =>
    shown === all
      ? `The weights of all ${all} neurons, each laid out as its 28 × 28 pixels. ` +
        `Blue: ink here speaks for; orange: against.`
      : `The weights of the ${shown} most important of ${all} neurons, each laid out as 28 × 28 pixels. ` +
        `Blue: ink here speaks for; orange: against.`,
  unit: (i: number) => `weights of neuron ${i}`,
  health: 'Layer by layer',
  healthLayer: 'Layer',
  healthGradient: 'Gradient (root mean square)',
  proveSome: 'Are these slopes right? A few of every layer, for the network of this moment and a few digits:',
  healthDead: 'Dead neurons',
  dead: (dead: number, all: number) => `${dead} of ${all}`,
  confusion: 'Which digits are mixed up',
  confusionOf: {
    training: (images: string) => `Right answers on ${images} training images:`,
    validation: (images: string) => `Right answers on ${images} validation images:`,
    test: (images: string) => `Right answers on ${images} test images:`,
  },
  confusionHint: 'Press a number to see the images behind it.',
  examine: (images: string) => `Ask all ${images}`,
  cellName: (label: number, answer: number) =>
    label === answer ? `${label} read correctly` : `${label} read as ${answer}`,
  cellImages: 'The images behind it',
  cellShown: (shown: number) => `The ${shown} most certain ones.`,
  cellEmpty: 'There is none.',
  cellImage: (image: string, share: string) => `${image}, ${share}`,
  models: 'Trained models',
  noModels: 'No model yet. Train one: it takes seconds.',
  modelName: 'Name',
  modelShape: 'Layers',
  modelParameters: 'Parameters',
  modelAccuracy: 'Test accuracy',
  modelDate: 'Trained',
  delete: 'Delete',
  compare: 'Compare',
  compareName: (name: string) => `Compare ${name} with other networks`,
  deleteName: (name: string) => `Delete ${name}`,
  deleteTitle: 'Delete this model?',
  deleteText: (name: string) => `“${name}” will be gone for good.`,
  deleteNo: 'Keep it',
  broken: 'The file is broken.',
  saved: (name: string) => `Saved as “${name}”.`,
  notSaved: (why: string) => `It could not be saved: ${why}`,
  backend: (why: string, seconds: string) => `Computed by: ${why}; ${seconds} s.`,
  failed: (why: string) => `The training broke off: ${why}`,
  seconds: (n: string) => `${n} s`,
  minutes: (m: string, s: string) => `${m} min ${s} s`,
  summary: {
    gap: ' ',
    idle: (parameters: string) =>
      `Nothing is being trained. The network on the drawing board has ${parameters} numbers to learn, and ` +
      `has learned none of them yet.`,
    preparing: 'The lab is getting ready: it unpacks the images and sets the initial weights.',
    start: 'No step is taken yet: the network guesses, and one in ten guesses is right by chance.',
    running: (images: string, right: string) =>
      `The network is in the middle of learning. It has looked at ${images} images so far; of the last ` +
      `ones it read ${right} correctly.`,
    paused: (step: string) =>
      `The training rests after step ${step}. One step at a time shows how little a single step changes.`,
    share: (share: string, low: string, high: string) => `${share} (95% interval: ${low} to ${high})`,
    apart: (train: string, held: string) =>
      `On training images it is right in ${train}, on images held back in ${held}. The intervals lie ` +
      `apart: the difference is learned by heart.`,
    level: (train: string, held: string) =>
      `On training images it is right in ${train}, on images held back in ${held}. The intervals do not ` +
      `lie apart: what it learns holds for images that it has not seen.`,
    noise: (train: string, learned: boolean) =>
      `The labels are random, so there is no rule to find. ` +
      (learned
        ? `By heart it has learned ${train} of the training images.`
        : `Of the training images it has ${train} right, as by guessing.`),
    noiseHeld: (held: string) =>
      `Of the validation images, whose labels are random too, it has ${held} right; guessing gets 10%.`,
    noiseTest: (test: string) => `Of the test images it reads ${test} correctly; guessing gets 10%.`,
    dead: (dead: number) =>
      dead === 1
        ? 'One neuron answers 0 to every training image: no gradient reaches it.'
        : `${dead} neurons answer 0 to every training image: no gradient reaches them.`,
    finished: (images: string, accuracy: string) =>
      `Done: of ${images} test images that it has never learned from, it reads ${accuracy} correctly.`,
    diverged: (step: string) =>
      `At step ${step} the loss stopped being a number: the steps were too large, and each made things ` +
      `worse than the one before.`,
    failed: 'The training broke off.',
  },
};
export type Words = typeof en;
