import {
  array,
  choice,
  flag,
  list,
  mapOf,
  nullable,
  number,
  readComputed,
  readPhrase,
  record,
  text,
  type ReadOf,
} from '../../validate';

const readProblem = record({ code: text, message: text, hint: text, data: (value: unknown) => value });
export type Problem = ReadOf<typeof readProblem>;

const readGuess = record({ digit: number, probability: number });

const readDigit = record({
  /** x, y, width, height in the measure of `size`. */
  box: list(number),
  /** What the network sees, (28, 28), 255 is ink. */
  image: array(2),
  /** null without a model. */
  answer: nullable(
    record({
      digit: number,
      probability: number,
      second: number,
      probabilities: array(1),
      logits: array(1),
      /** Of each hidden layer, what its units say. */
      hidden: list(array(1)),
    }),
  ),
});
export type DigitView = ReadOf<typeof readDigit>;

export const readReading = record({
  size: list(number),
  digits: list(readDigit),
  /** What would be read with nothing switched off; null if nothing is. */
  plain: nullable(list(readGuess)),
  problem: nullable(readProblem),
});
export type ReadingView = ReadOf<typeof readReading>;

export const readPicture = record({
  settings: record({ model: text, off: list(text), silenced: list(list(number)) }),
  models: list(record({ name: text, shape: text, accuracy: nullable(number) })),
  model: nullable(
    record({
      name: text,
      layers: list(number),
      activations: list(text),
      parameters: number,
      accuracy: nullable(number),
      own_accuracy: nullable(number),
      created: text,
      batch_norm: flag,
      residual: flag,
      curved: nullable(text),
      /** x = (pixel - shift) * scale */
      shift: number,
      scale: number,
      /** Whether it was trained on distorted digits. */
      distorted: flag,
      /** From an image to the answer. */
      program: readPhrase,
    }),
  ),
  problem: nullable(readProblem),
  steps: list(text),
  own: record({ count: number, most: number }),
  reading: readReading,
  computed: mapOf(readComputed),
});
export type PictureView = ReadOf<typeof readPicture>;

export const readDetail = record({
  focus: number,
  steps: list(
    record({ name: text, image: array(2), size: list(number), on: flag, off: flag, values: mapOf(number) }),
  ),
  /** The strongest connections into each layer: from, to, and activation times weight. */
  flows: list(record({ start: array(1), end: array(1), value: array(1) })),
  problem: nullable(readProblem),
});
export type DetailView = ReadOf<typeof readDetail>;
export type StepView = DetailView['steps'][number];

export const readFlipped = record({
  step: text,
  off: flag,
  digits: list(readGuess),
  here: nullable(number),
  problem: nullable(readProblem),
});
export type FlippedView = ReadOf<typeof readFlipped>;

export const readWhy = record({
  towards: number,
  away: number,
  logits: list(number),
  gap: number,
  pixels: nullable(
    record({
      slopes: array(2),
      shares: array(2),
      towards: number,
      away: number,
      biases: list(number),
      total: number,
    }),
  ),
  curved: nullable(text),
  units: nullable(record({ units: array(1), bias: number, total: number })),
});
export type WhyView = ReadOf<typeof readWhy>;

export const readUnit = record({
  layer: number,
  unit: number,
  silenced: flag,
  terms: nullable(
    record({
      weights: array(1),
      shares: array(1),
      top: array(1),
      inputs: array(1),
      rest: number,
      bias: number,
      total: number,
    }),
  ),
  normalised: flag,
  activation: text,
  /** How its inputs and its activation come about. */
  computed: mapOf(readComputed),
  z: number,
  a: number,
  slopes: nullable(array(2)),
  outgoing: nullable(array(1)),
  to_output: flag,
});
export type UnitView = ReadOf<typeof readUnit>;

export const readOwn = record({
  ids: list(text),
  labels: array(1),
  images: array(3),
  answers: array(1),
  accuracy: nullable(number),
  most: number,
});
export type OwnView = ReadOf<typeof readOwn>;

export const readOwnSummary = record({ count: number, most: number });

const readScore = record({ mnist: number, own: nullable(number) });
export const readProgress = record({
  kind: choice(['train', 'tune']),
  share: number,
  epoch: number,
  epochs: number,
  loss: nullable(number),
  accuracy: nullable(number),
  finished: flag,
  name: nullable(text),
  before: nullable(readScore),
  after: nullable(readScore),
});
export type ProgressView = ReadOf<typeof readProgress>;

export const readVerdict = record({
  done: flag,
  right: text,
  digits: list(number),
  probabilities: list(number),
});
