// Written by scripts/web_types from neurarium.lab.exhibits.perceptron: edit that, then run the script.
import { choiceField, flagField, integerField, integersField, numberField, numbersField } from
  '../../frame/codec';
import { type Contract, type Op } from '../../frame/contract';
import { readComputed, readVerdict } from '../../lab.gen';
import { array, choice, flag, list, mapOf, nullable, number, type ReadOf, record, text } from
  '../../validate';

/** The whole state. */
export const readPerceptronSettings = record({
  data: choice(['gate', 'clouds', 'own']),
  truth: list(number),
  gap: number,
  seed: number,
  own: list(number),
  eta: number,
  start: list(number),
  step: number,
  layer: flag,
  units: number,
});
export type PerceptronSettings = ReadOf<typeof readPerceptronSettings>;

/** The margin of these points, and the bound on the mistakes that follows from it. */
export const readMarginView = record({
  radius: number,
  farthest: number,
  gamma: number,
  nearest: list(number),
  /** the samples that hold the margin */
  supports: list(number),
  bound: number,
});
export type MarginView = ReadOf<typeof readMarginView>;

/** Weights that came back: what lies between them repeats for ever. */
export const readCycle = record({
  /** The two passes after which the weights were the same (0: the beginning). */
  first: number,
  /** The two passes after which the weights were the same (0: the beginning). */
  second: number,
  /** The same, counted in corrections. */
  first_step: number,
  /** The same, counted in corrections. */
  second_step: number,
});
export type Cycle = ReadOf<typeof readCycle>;

/** What repeats for ever: the weights after each correction, and the sample that it was made for. */
export const readCycleRows = record({
  passes: readCycle,
  /** (row, 3). */
  weights: array(2),
  /** (row). */
  samples: array(1),
});
export type CycleRows = ReadOf<typeof readCycleRows>;

/** The same run at another learning rate. */
export const readOtherRate = record({
  eta: number,
  mistakes: number,
  /** the same samples were corrected, in the same order */
  same: flag,
});
export type OtherRate = ReadOf<typeof readOtherRate>;

/** The whole run. */
export const readRunView = record({
  mistakes: number,
  passes: number,
  converged: flag,
  /** (pass). */
  per_pass: array(1),
  cycle: nullable(readCycleRows),
  other: readOtherRate,
});
export type RunView = ReadOf<typeof readRunView>;

/** One mistake, and what the rule changed for it; weights are w1, w2 and b. */
export const readCorrection = record({
  sample: number,
  epoch: number,
  z: number,
  predicted: number,
  true: number,
  before: list(number),
  /** eta (y - ŷ) (x, 1) */
  change: list(number),
  after: list(number),
  /** samples answered rightly since the correction before */
  skipped: number,
});
export type Correction = ReadOf<typeof readCorrection>;

/** The best line so far: the pocket. */
export const readBest = record({
  step: number,
  weights: list(number),
  wrong: number,
});
export type Best = ReadOf<typeof readBest>;

/** The neuron after `step` corrections. */
export const readFrame = record({
  step: number,
  epoch: number,
  /** the one that led here */
  correction: nullable(readCorrection),
  weights: list(number),
  /** (sample). */
  z: array(1),
  /** (sample). */
  answers: array(1),
  wrong: number,
  best: readBest,
  /** the step at the end of the pass that comes */
  pass_end: number,
});
export type Frame = ReadOf<typeof readFrame>;

/** The hidden layer by hand: what every neuron answers at every corner. */
export const readHandView = record({
  /** (2, 2). */
  hidden_weights: array(2),
  /** (2). */
  hidden_bias: array(1),
  /** (2, 1). */
  output_weights: array(2),
  output_bias: number,
  /** (corner, 2). */
  hidden: array(2),
  /** (corner). */
  output: array(1),
  /** (cell). */
  map: array(1),
});
export type HandView = ReadOf<typeof readHandView>;

/** The same run in Keras, PyTorch and scikit-learn. */
export const readTwins = record({
  keras: text,
  torch: text,
  /** empty where it refuses the points: all of one class */
  sklearn: text,
});
export type Twins = ReadOf<typeof readTwins>;

/** All that the front end draws. */
export const readPerceptronView = record({
  settings: readPerceptronSettings,
  /** (sample, 2). */
  samples: array(2),
  /** (sample). */
  labels: array(1),
  separable: flag,
  /** null where no line separates the classes */
  margin: nullable(readMarginView),
  run: readRunView,
  frame: readFrame,
  /** for XOR and its opposite */
  hand: nullable(readHandView),
  computed: mapOf(readComputed),
  program: readTwins,
});
export type PerceptronView = ReadOf<typeof readPerceptronView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  data: choiceField(['gate', 'clouds', 'own'], 'gate'),
  truth: integersField([0, 0, 0, 1], { min: 0, max: 1 }, [4, 4]),
  gap: numberField(1, { min: -2, max: 4 }),
  seed: integerField(0, { min: 0, max: 2147483647 }),
  own: numbersField([-3, -2, 0, -1, 1.5, 0, -4, 2.5, 0, 2, -1, 1, 3.5, 2, 1, 0.5, 4, 1], { min: -6, max: 6
    }, [3, 600]),
  eta: numberField(1, { min: 0.001, max: 1000 }),
  start: numbersField([0, 0, 0], { min: -10, max: 10 }, [3, 3]),
  step: integerField(0, { min: 0, max: 200 }),
  layer: flagField(false),
  units: integerField(2, { min: 2, max: 8 }),
};

/** Numbers of the lab that are no rule of a setting. */
export const constants = { most_mistakes: 200, most_points: 200, seeds: 100, most_steps: 1000, side: 40
  } as const;

/** How far the trainings with other first weights have come. */
export const readTrialsView = record({
  found: number,
  /** (seed): that each training took; 0 where it found nothing */
  steps: array(1),
  done: flag,
  /** (cell): what the network in training answers */
  newest: array(1),
});
export type TrialsView = ReadOf<typeof readTrialsView>;

/** The whole state. */
export interface PerceptronSettingsParams {
  readonly data?: 'gate' | 'clouds' | 'own';
  readonly truth?: readonly number[];
  readonly gap?: number;
  readonly seed?: number;
  readonly own?: readonly number[];
  readonly eta?: number;
  readonly start?: readonly number[];
  readonly step?: number;
  readonly layer?: boolean;
  readonly units?: number;
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

/** Parameters of `show`: after how many corrections (at most all there are). */
export interface ShowParams {
  readonly step: number;
}

/** Parameters of `try_seeds`: whether to begin anew with the first seed. */
export interface TryParams {
  readonly anew?: boolean;
}

const readers = {
  open: readPerceptronView,
  check: readVerdict,
  show: readFrame,
  try_seeds: readTrialsView,
};

/** The operations of `perceptron`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<PerceptronSettingsParams, typeof readers.open>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Return the neuron after some corrections. */
  readonly show: Op<ShowParams, typeof readers.show>;
  /** Train a hidden layer on the truth table, from the first weights of one seed after the other. */
  readonly try_seeds: Op<TryParams, typeof readers.try_seeds>;
};
export const lab: Contract<Ops> = { exhibit: 'perceptron', readers };
