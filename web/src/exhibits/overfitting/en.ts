const epochs = (n: number): string => (n === 1 ? '1 epoch' : `${n} epochs`);

export const en = {
  panel: 'Part',
  notYours: 'What is kept here was kept by somebody else: do it yourself.',
  panels: { game: 'A game', digits: 'Real images', test: 'The test set', weights: 'The weights' },
  list: ', ',
  epoch: 'epoch',
  accuracyAxis: 'right answers',
  lossAxis: 'loss',
  measure: 'What is drawn',
  measures: { accuracy: 'Accuracy', loss: 'Loss' },
  game: {
    board: 'The plane with the points: draw a boundary round the discs',
    keys:
      'Draw with mouse or finger. With keys: arrows move (finely with Shift), Enter sets a corner, ' +
      'Backspace takes the last one away.',
    at: (x: string, y: string) => `At ${x}, ${y}.`,
    corners: (n: number) => `The boundary has ${n} corners.`,
    task:
      'One minute: draw a boundary round the blue discs. Orange squares belong outside. Some points ' +
      'lie where they should not: that is noise.',
    after: 'The hollow points are new: they come from the same source, and nobody has learned from them.',
    fall: 'Let unseen points fall',
    again: 'Draw again',
    other: 'Other points',
    learning: (share: string) => `The network learns from the same points: ${share}`,
    ready: 'The network has drawn its boundary too; you see it when the points fall.',
    yours: 'You',
    network: 'The network',
    seen: 'on the points that were seen',
    unseen: 'on unseen points',
    scoreOf: (who: string, which: string) => `${who}, ${which}`,
    best: (share: string) =>
      `Someone who knew how the points are made would get about ${share} of the unseen ones right: the ` +
      'rest is noise.',
  },
  setup: {
    dataset: 'Data set',
    images: 'Images',
    noise: 'Wrong labels',
    width: 'Hidden neurons',
    epochs: 'Epochs',
    random_labels: 'Shuffle all labels',
    l1: 'L1',
    l2: 'L2',
    dropout: 'Dropout',
    early_stopping: (patience: number) => `Early stopping (patience: ${epochs(patience)})`,
    augmentation: 'Data augmentation',
    batch_norm: 'Batch normalization',
  },
  cures: 'Cures',
  moreData: 'Ten times the images',
  smallerNetwork: 'An eighth of the neurons',
  noneHeld: (n: string) =>
    `All ${n} images are learned from: none is held back, so nothing tells when it overfits. The curve ` +
    'is of images that are learned from.',
  fewHeld: (n: string) => `Only ${n} images are left to be held back.`,
  short: {
    images: (n: string) => `${n} images`,
    noise: (share: string) => `${share} wrong labels`,
    random: 'random labels',
    width: (n: number) => `${n} neurons`,
    epochs,
    l1: (rate: number) => `L1 ${rate}`,
    l2: (rate: number) => `L2 ${rate}`,
    dropout: (p: string) => `dropout ${p}`,
    early_stopping: (patience: number) => `early stopping (patience: ${epochs(patience)})`,
    augmentation: 'data augmentation',
    batch_norm: 'batch normalization',
  },
  digits: {
    examples: (wrong: string, all: string) =>
      `The first of ${all} images, with their labels. Wrong labels in all: ${wrong}.`,
    example: (label: string, wrong: boolean) =>
      wrong ? `An image with the wrong label ${label}` : `An image with the label ${label}`,
    training: (share: string) => `training: ${share}`,
    trained: 'trained, with the first seed',
    picture:
      'Right answers, or loss, over the epochs: on images that are learned from, and on images held back.',
    trainCurve: 'learned from',
    heldCurve: 'held back',
    train: 'right of those learned from',
    held: 'right of those held back',
    parameters: 'parameters',
    keep: 'Keep this run (five seeds)',
    kept: 'Kept',
    rule: (learned: string, held: string) =>
      `Each point of the curves asks ${learned} images that are learned from (with the labels they ` +
      `have there) and the first ${held} held back (with their true labels). Adam, learning rate ` +
      '0.001, batches of 64.',
    ruleNoneHeld: (learned: string) =>
      `Each point of the curve asks ${learned} images that are learned from, with the labels they have ` +
      'there. Adam, learning rate 0.001, batches of 64.',
  },
  runs: {
    title: 'Kept runs',
    none: (seeds: number) =>
      `Nothing is kept yet. A run that you keep is trained with ${seeds} seeds, in the background.`,
    picture:
      'The kept runs: for images held back the mean with its band, for images learned from a dashed line.',
    legend: (seeds: number) =>
      `Solid: held back, mean of ${seeds} seeds, the band is its 95% interval (Student’s t). ` +
      'Dashed: learned from.',
    run: 'Run',
    what: 'What',
    parts: { train: 'Learned from', held: 'Held back', test: 'Test' },
    difference: 'Difference in points',
    reference: 'Compare with',
    compareWith: (n: number) => `Compare with run ${n}`,
    show: (n: number) => `Show run ${n}`,
    remove: 'Remove',
    removeOne: (n: number) => `Remove run ${n}`,
    meanOf: (part: string, n: number) => `${part}, run ${n}`,
    differenceOf: (n: number) => `difference of run ${n}`,
    rule: (held: string, learned: string, seeds: number) =>
      `Held back: all ${held} images (fewer if more than ${learned} are learned from). The same ` +
      `${seeds} seeds are compared in pairs; a difference is shown if its 95% interval leaves out ` +
      '0.',
  },
  stopsByHeld:
    'With early stopping, the digits held back chose the epoch: the score on them is a little too high. ' +
    'The test score is not.',
  verdict: {
    better: 'better: the interval lies above 0',
    worse: 'worse: the interval lies below 0',
    none: 'no difference that these seeds could show',
  },
  test: {
    title: 'The covered test set',
    none: (n: string) => `Keep some runs first: here one of them meets the ${n} test images.`,
    cover: 'covered',
    compare: 'Compare its network',
    compareName: (n: number) => `Compare its network with others: run ${n}`,
    again: (share: string) => `trained again: ${share}`,
    commit: (n: number) => `Commit to run ${n}, and uncover its test score`,
    ask: 'Commit to this run?',
    askText:
      'The test images tell how good a network is only as long as nobody has chosen by them. ' +
      'Uncover one run: the one that you have chosen by the images held back.',
    no: 'Not yet',
    yes: 'Uncover',
    covered: 'The test set is covered. Choose a run by what is held back, then look once.',
    once: 'The test set was uncovered once: its score is honest, because nothing was chosen by it.',
    often: (n: number) =>
      `The test set was uncovered ${n} times. Whoever chooses the best of these scores chooses ` +
      'luck too: no images are left that could tell how good it really is.',
    rule: (n: string) =>
      `Each score is the mean of five seeds on all ${n} test images, with its 95% interval ` +
      '(Student’s t). That a run was uncovered is remembered, even if it is removed.',
  },
  luck: {
    title: 'What choosing by the test costs',
    what: (runs: number, images: string) =>
      `${runs} runs on MNIST that differ in nothing but the seed. Suppose you chose the best of them ` +
      `by a test of ${images} digits. (These are digits held back, so that your test set stays ` +
      'covered.)',
    start: (runs: number) => `Train ${runs} equal runs`,
    picture:
      'The equal runs, sorted by the small test: their leads in it rise, those on fresh digits hardly do.',
    y: 'points above the average run',
    x: 'runs, the worst by the test first',
    byTest: 'by the test',
    fresh: 'fresh',
    cost: 'looks better than it is, on average of ten such tests',
    points: 'points',
    said: (test: string, fresh: string) =>
      `In this test the best one leads the average run by ${test} points, on the 9,000 other digits by ` +
      `${fresh}. The difference was luck.`,
  },
  weights: {
    without: 'without',
    penalised: 'with',
    both: 'The same training twice: without a penalty, and with L1 and L2 as they are set.',
    switchOn: 'Switch on L1 or L2: then the same training runs a second time, with the penalty.',
    picture:
      'Histogram of the first layer’s weights, with and without a penalty; the counts on a ' +
      'logarithmic scale.',
    x: 'weight',
    y: 'weights in the bin',
    tiny: (limit: string) => `|w| < ${limit}`,
    tinyOf: (which: string) => `weights near 0, ${which}`,
    deviation: 'root mean square',
    image: (i: number) => `Weights of neuron ${i}`,
    rule: (n: string) =>
      `${n} weights from the pixels; what lies beyond the picture is counted at its edge. The ` +
      'images are the neurons with the largest weights, all on one scale.',
  },
  see: {
    learned: 'The network gets ',
    learnedOnly: ' right of the images it learns from',
    held: ' right of the images it learns from, and of those held back ',
    stop: '.',
    training: 'It is still learning.',
    noneHeld: 'Nothing is held back, so nobody can say what that is worth.',
    random: 'The labels are random: there is no rule in them, and what it gets right it knows by heart.',
    memorises: 'The 95% intervals (Wilson’s) lie apart: a part of that is learned by heart.',
    together: 'The 95% intervals (Wilson’s) overlap: nothing shows that it has learned by heart.',
    game: {
      before: 'Learning means to find a boundary that will be right for points that come later.',
      after:
        'A boundary that winds round every single point is perfect on these points only. A smooth ' +
        'one makes mistakes on them, and fewer later.',
    },
  },
};
export type Words = typeof en;
