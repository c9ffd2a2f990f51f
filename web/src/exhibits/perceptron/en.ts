const times = (count: number): string => (count === 1 ? '1 mistake' : `${count} mistakes`);

export const en = {
  data: 'Points',
  kinds: { gate: 'Truth table', clouds: 'Two clouds', own: 'Own points' },
  gate: 'Table',
  gates: { and: 'AND', or: 'OR', nand: 'NAND', xor: 'XOR' },
  table: 'The truth table; press an answer to flip it',
  wanted: 'wanted',
  answered: 'answer',
  flip: (x1: number, x2: number, answer: number) => `Wanted for ${x1}, ${x2}: ${answer}. Flip it`,
  gap: 'Gap',
  gapHint: 'Drag the clouds apart, or into each other (below 0).',
  newClouds: 'New clouds',
  tool: 'A press on the square',
  tools: { 1: 'sets a 1', 0: 'sets a 0', erase: 'erases' },
  ownCount: (n: number, most: number) => (n >= most ? `${n} points: that is the most.` : `${n} points.`),
  oneLeft: 'The last point stays: a neuron needs something to learn from.',
  eta: 'Learning rate η',
  start: 'Begin with',
  starts: { zero: 'w = 0, b = 0', other: 'other weights' },
  weights: ['w₁', 'w₂', 'b'],
  sameRate: (eta: string, mistakes: number) =>
    `With η = ${eta} the very same points are corrected (${times(mistakes)}): from w = 0 all weights ` +
    'are proportional to η, and the line stays where it is. η cancels out.',
  otherRate: (eta: string, mistakes: number, same: boolean) =>
    `With η = ${eta} it makes ${times(mistakes)}, ` +
    `${same ? 'on the same points by chance' : 'on other points'}. ` +
    'From weights other than 0, η matters: it says how much the beginning counts.',
  board: 'The points, and the line that the neuron draws',
  boardHint: {
    gate: 'Press a corner to flip its answer.',
    clouds: 'Blue: answered 1. A ring in the colour of mistakes: answered wrongly now.',
    own: 'Press to set a point.',
  },
  legend: { now: 'line now', before: 'line before', best: 'best so far' },
  noLine: (answer: number) => `w = 0: no line. Everything is answered ${answer}.`,
  axis: (k: number) => `x${'₁₂'.charAt(k)}`,
  speeds: { slow: 'slow', usual: 'usual', fast: 'fast' },
  pass: 'One pass',
  toStart: 'To the start',
  correction: 'Correction',
  mistakes: 'mistakes',
  ofAll: (count: number) => `of ${count}`,
  passes: 'pass',
  wrongNow: 'wrong now',
  best: 'best line: wrong',
  bound: 'bound (R/γ)²',
  noBound: 'none: no line',
  boundFromZero: 'only from w = 0',
  radius: 'R',
  gamma: 'margin γ',
  vectors: 'The correction as arrows',
  vectorsLabel: (before: string, change: string, after: string) =>
    `The weights (w₁, w₂): from ${before}, plus ${change}, to ${after}.`,
  arrows: { before: 'w', change: 'η(y − ŷ)x', after: 'new w' },
  tableHead: ['weight', 'before', 'change', 'after'],
  noCorrection: 'Nothing is corrected yet. Play, or take one step.',
  see: {
    begin: (n: number) => `${n} points, and weights that know nothing. `,
    already: 'Every point is answered correctly from the beginning: there is nothing to correct.',
    point: (x1: string, x2: string, predicted: number, wanted: number) =>
      `The neuron answered ${predicted} to (${x1}, ${x2}), but ${wanted} is right. `,
    towards: 'So η times the point is added to the weights: the sum for it grows. ',
    away: 'So η times the point is taken from the weights: the sum for it shrinks. ',
    skipped: (count: number) =>
      count === 0
        ? ''
        : count === 1
          ? 'One point before it was right. '
          : `${count} points before it were right. `,
    wrong: (count: number) =>
      count === 0
        ? 'Now every point is answered correctly.'
        : count === 1
          ? 'Now 1 point is answered wrongly.'
          : `Now ${count} points are answered wrongly.`,
    converged: (passes: number, mistakes: number, bound: string) =>
      ` Pass ${passes} was without a mistake: it has learned, after ${mistakes} ` +
      `${mistakes === 1 ? 'mistake' : 'mistakes'}${bound === '' ? '.' : `; the bound allows ${bound}.`}`,
    cycle: (first: number, second: number) =>
      ` The weights after pass ${second} are exactly those ` +
      `${first === 0 ? 'at the beginning' : `after pass ${first}`}: ` +
      'from here on everything repeats, for ever.',
    cutAnyhow: (most: number) =>
      ` It was watched for ${most} mistakes only. A line exists, so it ends; the bound is for w = 0.`,
    cut: (most: number, bound: string) =>
      bound === ''
        ? ` It was watched for ${most} mistakes. The margin is 0: no line exists, so it never ends.`
        : ` It was watched for ${most} mistakes only; the bound says that it ends after ${bound} at most.`,
  },
  perPass: 'Mistakes in each pass',
  perPassX: 'pass',
  perPassY: 'mistakes',
  proof: {
    title: 'Proof by replay: it never learns this',
    text: (updates: number, passes: number, first: number, second: number) =>
      `After pass ${second} the weights are exactly those ` +
      `${first === 0 ? 'of the beginning' : `after pass ${first}`}. The same points come in the same ` +
      `order, so the same ${updates} corrections follow, for ever: a cycle of ` +
      `${updates} corrections in ${passes} ${passes === 1 ? 'pass' : 'passes'}.`,
    replay: 'Replay the cycle',
    table: 'The weights of the cycle, one correction a row',
    head: ['corrected', 'w₁', 'w₂', 'b'],
    begin: 'beginning',
    more: (rows: number) => `The first ${rows} rows.`,
  },
  why: {
    title: 'Why no line can',
    text: 'Each corner asks one thing of the sum w₁x₁ + w₂x₂ + b:',
    holds: 'holds now',
    fails: 'fails now',
    sum: (less: string, more: string) =>
      `Add the first and the last: ${less}. Add the two in the middle: ${more}. It is the same sum, and it ` +
      'cannot be both. So no weights and no bias do it, whatever the rule.',
    history:
      'Minsky and Papert proved this, and much more about what one layer cannot see, in “Perceptrons” ' +
      '(1969). That a second layer lifts the limit was known; how to train one became widely known in 1986.',
    layer: 'Add one hidden layer',
    noLayer: 'Take the hidden layer away',
  },
  layer: {
    title: 'One hidden layer',
    hand: 'By hand',
    handText: {
      xor: 'Hidden neuron 1 is OR, hidden neuron 2 is NAND, the output is AND: one of them, but not both.',
      opposite: 'Hidden neuron 1 is OR, hidden neuron 2 is NAND, and the output is NAND of both.',
    },
    handTable: 'What every neuron answers, computed by the engine',
    head: ['x₁', 'x₂', 'OR', 'NAND', 'output'],
    handMap: 'Where the network by hand answers 1',
    input: 'Inputs',
    hidden: 'Hidden',
    output: 'Output',
    diagram: 'The network by hand: two inputs, two hidden neurons, one output',
    trained: 'By training',
    trainedText: (seeds: number, steps: number) =>
      `Gradient descent from ${seeds} different beginnings (seeds 0 to ${seeds - 1}): tanh, then sigmoid, ` +
      `η = 1, all four points in each step. “Found” means: all four answers right within ${steps} steps.`,
    units: 'Hidden neurons',
    run: (seeds: number) => `Try ${seeds} seeds`,
    stop: 'Stop',
    goOn: 'Go on',
    progress: (done: number, seeds: number) => `${done} of ${seeds} seeds`,
    result: (found: number, done: number) => `Found by ${found} of ${done}`,
    rest: (failed: number) =>
      failed === 0
        ? 'Every seed found some.'
        : `${failed} found none: stuck in a poor valley, or still where the slope is tiny.`,
    grid: 'Each seed: filled where it found weights, empty where it did not',
    seed: (seed: number, steps: number) =>
      steps > 0 ? `seed ${seed}: found in ${steps} steps` : `seed ${seed}: not found`,
    map: 'What the newest network answers: blue near 1, orange near 0',
  },
};
export type Words = typeof en;
