// Written by scripts/web_types from neurarium.lab: edit that, then run the script.
import { type Contract, type NoParams, type Op } from './frame/contract';
import { anything, array, choice, flag, list, mapOf, nullable, number, type Read, type ReadOf, record, text,
  tuple, variant } from './validate';

/** The version of the protocol; the lab refuses another one at `hello`. */
export const PROTOCOL_VERSION = 2;

/** The plane of points goes from -EDGE to EDGE on both sides. */
export const EDGE = 6;

/** The same in Keras 3 and in PyTorch: one expression each, or a few lines. */
export const readPhrase = record({
  keras: text,
  torch: text,
});
export type Phrase = ReadOf<typeof readPhrase>;

/** What stands behind one number (or behind many of one kind, told apart by their places). */
export const readComputed = record({
  /** The function that computed it, dotted below the package, for `lab.source`. */
  symbol: text,
  /** As LaTeX; empty where the exhibit writes it with the number's own places. */
  formula: text,
  /** The same in both libraries; `{i}`, `{j}`, … are places to be filled in. */
  keras: text,
  /** The same in both libraries; `{i}`, `{j}`, … are places to be filled in. */
  torch: text,
});
export type Computed = ReadOf<typeof readComputed>;

/** Lines that take a dense layer out of the `model` of a program, and its numbers for the rows `x`. */
export const readDenseLines = record({
  /** Calls the layer `layer`. */
  layer: readPhrase,
  /** Calls what enters it `inputs`, `(n, n_in)`. */
  inputs: readPhrase,
  /** Calls the activations of its units `a`, `(n, n_out)`. */
  outputs: readPhrase,
});
export type DenseLines = ReadOf<typeof readDenseLines>;

/** One parameter, checked. */
export const readChecked = record({
  /** `W`, of the second layer that has one, at `(0, 3)`; a bias has one place. */
  name: text,
  /** `W`, of the second layer that has one, at `(0, 3)`; a bias has one place. */
  layer: number,
  /** `W`, of the second layer that has one, at `(0, 3)`; a bias has one place. */
  index: list(number),
  /** dL/d(parameter) by backpropagation and by finite differences. */
  analytic: number,
  /** dL/d(parameter) by backpropagation and by finite differences. */
  numeric: number,
  /** Of the differences. */
  step: number,
  /** `|analytic - numeric| / max(|analytic| + |numeric|, floor)`. */
  error: number,
  /**
   * The two gradients differ because a ReLU (or an L1 penalty) has its corner between the two points: a
   * difference across a corner says nothing about the slope.
   */
  bent: flag,
});
export type Checked = ReadOf<typeof readChecked>;

/** Some parameters, checked. */
export const readProof = record({
  /** In the order asked for; fewer than `asked` if the time was used up. */
  checks: list(readChecked),
  /** How many were to be checked, and how many the network has. */
  asked: number,
  /** How many were to be checked, and how many the network has. */
  parameters: number,
  /** Of how many samples the loss is the mean. */
  rows: number,
  /** The largest relative error of those that are not bent. */
  worst: number,
  /** The rule: every relative error is below `tolerance`, but for the bent ones. */
  agree: flag,
  /** The rule's two numbers. */
  tolerance: number,
  /** The rule's two numbers. */
  floor: number,
});
export type Proof = ReadOf<typeof readProof>;

/** Why something could not be done; as an error of the lab, but it comes with what could be done. */
export const readProblem = record({
  code: choice(['bad_frame', 'bad_request', 'version_mismatch', 'unknown_exhibit', 'unknown_op', 'not_open',
    'bad_param', 'bad_settings', 'bad_image', 'no_ink', 'too_large', 'not_found', 'no_model', 'no_mnist',
    'bad_model', 'not_saved', 'covered', 'bad_data', 'bad_program', 'kernel', 'diverged', 'busy', 'elsewhere',
    'internal']),
  message: text,
  hint: text,
  data: mapOf(anything),
});
export type Problem = ReadOf<typeof readProblem>;

/** Where the loss became NaN or infinite; step and epoch are counted from 1. */
export const readDivergedAt = record({
  step: number,
  epoch: number,
  learning_rate: number,
});
export type DivergedAt = ReadOf<typeof readDivergedAt>;

/** The answer to `smaller_rate`: a learning rate with which the same training does not diverge. */
export const readSmallerRate = record({
  learning_rate: number,
});
export type SmallerRate = ReadOf<typeof readSmallerRate>;

/** Whether a task is done, or an answer right. */
export const readVerdict = record({
  /** The task is done; the answer is right. */
  done: flag,
  /** The right answer to a question. */
  right: text,
  /** What the lesson's words about it are filled in with. */
  values: mapOf(number),
  /** What a task still lacks, by the name under which the lesson has words for it. */
  missing: text,
});
export type Verdict = ReadOf<typeof readVerdict>;

/** How far a list is. */
export const readListProgress = record({
  state: choice(['running', 'stopped', 'finished', 'failed', 'elsewhere']),
  /** Trainings with a result, and all. */
  done: number,
  /** Trainings with a result, and all. */
  of: number,
  /** Of the work that is done, 0 to 1; a long training counts for more. */
  share: number,
  /** About so long it takes from here to the end; null before the first training has got anywhere. */
  seconds_left: nullable(number),
  /** Why it failed, or why results are not on the disk; empty if all is well. */
  problem: text,
});
export type ListProgress = ReadOf<typeof readListProgress>;

/** One step of the preparation. */
export const readStepView = record({
  /** Of the step. */
  name: choice(['grey', 'polarity', 'background', 'threshold', 'lines', 'specks', 'split', 'crop',
    'thickness', 'resize', 'rescale', 'frame', 'centre']),
  /** (row, column): The picture after it, scaled down. */
  image: array(2),
  /** Width and height that the picture really has. */
  size: tuple(number, number),
  /** Whether the step did anything. */
  on: flag,
  /** Whether the learner switched it off. */
  off: flag,
  /** What was found or done, in numbers. */
  values: mapOf(number),
});
export type StepView = ReadOf<typeof readStepView>;

/** Whether there is a trained model; shown in the top bar at all times. */
export const readModelStatus = record({
  status: choice(['not_trained', 'training', 'trained']),
  name: nullable(text),
  /** on the test set, 0 to 1 */
  accuracy: nullable(number),
  /** of the training, 0 to 1 */
  progress: nullable(number),
});
export type ModelStatus = ReadOf<typeof readModelStatus>;

/** The answer to `hello`. */
export const readWelcome = record({
  protocol: number,
  version: text,
  /** in menu order */
  exhibits: list(text),
  model: readModelStatus,
});
export type Welcome = ReadOf<typeof readWelcome>;

/** The text of a module, class or function of the package. */
export const readSource = record({
  symbol: text,
  /** below the package's folder, with forward slashes */
  file: text,
  /** of the first line of `code` in that file, counted from 1 */
  line: number,
  code: text,
});
export type Source = ReadOf<typeof readSource>;

/** Parameters of `hello`: the version of the protocol that the front end speaks. */
export interface HelloParams {
  readonly protocol: number;
}

/** Parameters of `source`: dotted names below the package. */
export interface SymbolsParams {
  readonly symbols: readonly string[];
}

const readers = {
  hello: readWelcome,
  model: readModelStatus,
  source: list(readSource),
};

/** The operations of `lab`. */
export type Ops = {
  /** Check that both sides speak the same protocol. */
  readonly hello: Op<HelloParams, typeof readers.hello>;
  /** Return whether a model is trained, in training, or missing. */
  readonly model: Op<NoParams, typeof readers.model>;
  /** Return the source of each named symbol, in the order of the names. */
  readonly source: Op<SymbolsParams, typeof readers.source>;
};
export const lab: Contract<Ops> = { exhibit: 'lab', readers };

/** What a parameter must be: `expected` in the data of the error `bad_param`. */
export type Rule =
  | { readonly kind: 'number'; readonly low: number; readonly high: number }
  | { readonly kind: 'integer'; readonly low: number; readonly high: number }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'flag' }
  | { readonly kind: 'text'; readonly longest: number }
  | { readonly kind: 'bytes'; readonly most: number }
  | { readonly kind: 'array'; readonly shape: readonly (number | null)[]; readonly dtype: string;
    readonly low: number | null; readonly high: number | null; readonly longest: number }
  | { readonly kind: 'list'; readonly item: Rule; readonly at_least: number; readonly at_most: number }
  | { readonly kind: 'optional'; readonly item: Rule }
  | { readonly kind: 'map' }
  | { readonly kind: 'distinct' }
  | { readonly kind: 'length'; readonly count: number; readonly or_empty: boolean }
  | { readonly kind: 'at_least'; readonly count: number }
  | { readonly kind: 'file_name' };

export const readRule: Read<Rule> = variant({
  number: { low: number, high: number },
  integer: { low: number, high: number },
  choice: { options: list(text) },
  flag: {  },
  text: { longest: number },
  bytes: { most: number },
  array: { shape: list(nullable(number)), dtype: text, low: nullable(number), high: nullable(number),
    longest: number },
  list: { item: (value, path) => readRule(value, path), at_least: number, at_most: number },
  optional: { item: (value, path) => readRule(value, path) },
  map: {  },
  distinct: {  },
  length: { count: number, or_empty: flag },
  at_least: { count: number },
  file_name: {  },
});

/** What a refusal speaks of: the reader of its `data`, by its code. */
export const readErrorData = {
  bad_frame: record({ reason: text }),
  bad_request: record({ param: text, expected: anything, got: text }),
  version_mismatch: record({ expected: number, got: number }),
  unknown_exhibit: record({ expected: text, got: text }),
  unknown_op: record({ expected: text, got: text }),
  not_open: record({ exhibit: text }),
  bad_param: record({ param: text, expected: anything, got: text }),
  bad_settings: record({ reason: text }),
  bad_image: record({ reason: text }),
  no_ink: record({}),
  too_large: record({ got: nullable(number), limit: nullable(number), unit: choice(['bytes', 'datasets',
    'digits', 'pixels', 'points', 'programs', 'runs', 'votes']) }),
  not_found: record({ what: choice(['attempt', 'dataset', 'digits', 'model', 'package', 'run', 'source',
    'sweep', 'training', 'unit']), name: text }),
  no_model: record({}),
  no_mnist: record({}),
  bad_model: record({ name: text, reason: text }),
  not_saved: record({ reason: text }),
  covered: record({}),
  bad_data: record({ reason: choice(['nothing', 'too_large', 'many_files', 'many_images', 'many_training',
    'unknown', 'mixed', 'damaged', 'empty', 'objects', 'large_array', 'unpacked', 'packing', 'outside',
    'arrays', 'shape', 'values', 'labels', 'label_kind', 'classes', 'few', 'unlabelled', 'picture']),
    file: text, got: text, limit: text }),
  bad_program: record({ reason: choice(['not_text', 'not_json', 'not_notebook', 'version', 'language',
    'too_long']), what: text }),
  kernel: record({ reason: choice(['not_local', 'not_installed', 'system', 'no_processes', 'too_many',
    'running', 'failed']), what: text }),
  diverged: record({ step: number, epoch: number, learning_rate: number }),
  busy: record({ name: text, run: text }),
  elsewhere: record({}),
  internal: record({}),
};
export type ErrorCode = keyof typeof readErrorData;
export type ErrorData = { readonly [K in ErrorCode]: ReadOf<(typeof readErrorData)[K]> };
