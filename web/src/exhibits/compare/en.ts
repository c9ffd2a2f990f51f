const NAMES: Readonly<Record<string, string>> = {
  hidden: 'hidden neurons',
  width: 'Neurons of each hidden layer',
  depth: 'Number of hidden layers',
  activation: 'activation',
  optimizer: 'optimizer',
  learning_rate: 'learning rate',
  batch_size: 'batch size',
  epochs: 'epochs',
  l2: 'L2',
  dropout: 'dropout',
  limit: 'images',
  augmentation: 'augmentation',
  augment: 'augmentation',
};
/** Settings in which two networks differ. */
const SETTINGS: Readonly<Record<string, string>> = {
  ...NAMES,
  layers: 'layers',
  init: 'initial weights',
  batch_norm: 'batch normalization',
  loss: 'loss',
  momentum: 'momentum',
  schedule: 'schedule of the learning rate',
  seed: 'seed',
  l1: 'L1',
  early_stopping: 'early stopping after epochs without progress',
  standardize: 'standardized pixels',
  shuffle_labels: 'shuffled labels',
  wrong_labels: 'share of wrong labels',
  learned: 'images learned from',
};
const VALUES: Readonly<Record<string, string>> = {
  'leaky-relu': 'leaky ReLU',
  relu: 'ReLU',
  gelu: 'GELU',
  warm_up: 'warm-up',
  one_cycle: 'one cycle',
};

export const en = {
  names: NAMES,
  notYours: (name: string) => `“${name}” was started by somebody else: start a sweep of your own.`,
  settings: SETTINGS,
  values: VALUES,
  pairOf: (name: string, value: string) => `${name} ${value}`,
  list: ', ',
  setup: {
    knob: 'Vary',
    against: 'and',
    nothing: 'nothing else',
    knobs: {
      width: 'neurons',
      depth: 'hidden layers',
      activation: 'activation',
      optimizer: 'optimizer',
      learning_rate: 'learning rate',
      batch_size: 'batch size',
      epochs: 'epochs',
      l2: 'L2',
      dropout: 'dropout',
      limit: 'images',
      augmentation: 'augmentation',
    },
    more: 'What is not varied',
    hidden: 'Hidden layers',
    hiddenHint: 'Sizes with a dash between, such as 32 or 64-32; 0 for none',
    hiddenProblem: (most: number, layers: number) =>
      `Expected up to ${layers} sizes of 1 to ${most}, with a dash between, such as 64-32.`,
    activation: 'Activation',
    optimizer: 'Optimizer',
    learning_rate: 'Learning rate',
    ownRate: 'the optimizer’s own',
    batch_size: 'Batch size',
    epochs: 'Epochs',
    l2: 'L2',
    dropout: 'Dropout',
    limit: 'Images',
    augmentation: 'Augmentation',
    augmentations: { none: 'none', shift: 'shift', affine: 'affine', elastic: 'elastic' },
    seeds: 'Seeds',
  },
  start: 'Start the trainings',
  picture: (names: string) => `Validation accuracy over ${names}, with its band over seeds`,
  accuracy: 'validation accuracy',
  look: 'Look at',
  lookHint: 'Drag along the picture: what is under your hand is trained first.',
  here: (name: string, mean: string, seeds: number, of: number) =>
    `${name}: ${mean} (${seeds} of ${of} seeds)`,
  notYet: (name: string) => `${name}: not trained yet`,
  map: (rows: string, columns: string) => `Validation accuracy: ${rows} down, ${columns} across`,
  cell: (name: string, value: string) => `${name}: ${value}`,
  empty: 'not trained',
  table: {
    title: 'All points, the best mean first',
    point: 'Point',
    mean: 'Mean',
    interval: '95% interval',
    seeds: 'Seeds',
    seconds: 'Seconds',
    parameters: 'Parameters',
    first: 'A',
    second: 'B',
    pickFirst: (name: string) => `Compare ${name} as A`,
    pickSecond: (name: string) => `Compare ${name} as B`,
    diverged: (n: number) => (n === 1 ? '1 training diverged' : `${n} trainings diverged`),
    all: (n: number) => `Show all ${n}`,
    rule: (seeds: number) =>
      `Each point is trained with ${seeds} seeds. The mean is the share of right answers on images held ` +
      'back; its interval over seeds is Student’s t. Choose A and B to see two networks side by side.',
  },
  networks: {
    title: 'Saved networks',
    name: 'Network',
    shape: 'Layers',
    dataset: 'Data set',
    rule:
      'From “Train on digits”, from runs of “Overfitting”, or published by a program. As A or B, a network ' +
      'is compared on the test images, which it has not learned.',
  },
  meanOf: (point: string) => `mean of ${point}`,
  verdict: {
    title: 'What the numbers bear out',
    none: 'Nothing is trained yet. Start the trainings, and drag along the picture meanwhile.',
    waiting: (left: number) =>
      `No verdict yet: ${left} trainings are left, with those that confirm the first two on fresh seeds.`,
    best: (best: string, second: string) =>
      `Best: ${best}. On fresh seeds, which did not choose it, it is above ${second} by`,
    other: (best: string, first: string) =>
      `Best: ${best}. ${first} had the highest mean, but on fresh seeds it differs by`,
    equal: (first: string, second: string) =>
      `No difference that these seeds could show between ${first} and ${second}: on fresh seeds it is`,
    points: (span: string) => `percentage points (95% interval ${span})`,
    leavesOut: '; the interval leaves out 0.',
    holds: '; the interval has 0 in it. More seeds could show a smaller difference.',
    equals: (n: number) =>
      n === 1
        ? 'By the seeds that chose, one point cannot be told from the first place.'
        : `By the seeds that chose, ${n} points cannot be told from the first place.`,
    test: (name: string) => `On the test images, looked at once, at the end, ${name} reads`,
    testEnd: (interval: string) => `(${interval}).`,
    testName: 'mean accuracy on the test images',
    difference: 'mean difference on fresh seeds',
  },
  pair: {
    title: 'Two networks side by side',
    none: 'Choose A and B in the tables, or press two places of the map.',
    training: (share: string) => `training: ${share}`,
    picture: 'Validation accuracy of A and B over the epochs',
    epoch: 'epoch',
    setting: 'They differ in',
    alike: 'Their settings are the same.',
    unknown: (who: string) => `${who} does not say how it was trained.`,
    noCurve: 'Where there is no curve, no images were held back in training.',
    counts: (seed: number) => `Images held back, both trained with seed ${seed}:`,
    onTest: (n: string, seed: number) =>
      `The ${n} test images (a point is trained with seed ${seed}). Who chooses by them has learned from ` +
      'them:',
    both: 'both right',
    onlyFirst: 'only A right',
    onlySecond: 'only B right',
    neither: 'neither right',
    test: 'McNemar’s exact test: p',
    said: (told: boolean) =>
      (told
        ? 'Two equally good networks would part as unequally as this in fewer than one of twenty cases.'
        : 'Two equally good networks part as unequally as this often enough: the images do not tell them ' +
          'apart.') + ' It speaks of these two networks; other seeds make others.',
    apart: {
      held: 'They hold back different images, so they cannot be compared image by image.',
      datasets: 'They learned different data sets, so there are no images that both can be asked about.',
      gone: 'The data set that they learned is not in your folder, so there are no images to ask about.',
      newer:
        'The data set of this name came after a network that learned another one of that name: its test ' +
        'images may be others, so they are not compared.',
    },
    images: 'Images that they disagree on',
    image: (label: string, one: string, other: string) => `A ${label}: A says ${one}, B says ${other}`,
    diverged: (who: string, step: string) => `${who} diverged at step ${step}.`,
    p: 'p of McNemar’s test',
  },
  files: {
    title: 'Sweeps in your folder',
    list: 'Show them',
    own: 'the one of these settings',
    choose: 'Show',
    entry: (name: string, knobs: string, done: number, of: string) => `${name}: ${knobs}, ${done} of ${of}`,
    none: 'There is no other sweep yet.',
    command: 'The same sweep on the command line:',
    foreign: (name: string) => `This is the sweep ${name}; its file says what is trained.`,
    back: 'Back to my settings',
  },
  program: 'The whole comparison with this library:',
  see: {
    none: 'Each point is a real training on MNIST, many times over. Press start.',
    some: (done: string, of: string) =>
      `${done} of ${of} networks are trained. Each point is the mean of several; the band says how sure ` +
      'it is.',
    open: (done: string) => `${done} networks are trained.`,
  },
};

export type Words = typeof en;
