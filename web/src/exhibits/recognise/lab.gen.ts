// Written by scripts/web_types from neurarium.lab.exhibits.recognise: edit that, then run the script.
import { choicesField, numberField, numbersField, textField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readDenseLines, readPhrase, readProblem, readStepView, readVerdict } from
  '../../lab.gen';
import { array, choice, flag, list, mapOf, type NdArray, type Nested, nothing, nullable, number, type
  ReadOf, record, text, tuple } from '../../validate';

/** How to read: the model (empty: the best), the steps left out, the units silenced. */
export const readSettings = record({
  model: text,
  off: list(choice(['grey', 'polarity', 'background', 'threshold', 'lines', 'specks', 'split', 'crop',
    'thickness', 'resize', 'rescale', 'frame', 'centre'])),
  silenced: list(tuple(number, number)),
});
export type Settings = ReadOf<typeof readSettings>;

/** A model to choose. */
export const readModelLine = record({
  name: text,
  shape: text,
  /** on the test set, 0 to 1 */
  accuracy: nullable(number),
  /** why its answers are not to be trusted */
  doubt: nullable(choice(['shuffled_labels', 'low_accuracy'])),
});
export type ModelLine = ReadOf<typeof readModelLine>;

/** The chosen model. */
export const readModelInfo = record({
  name: text,
  /** 784, hidden units of each layer, 10. */
  layers: list(number),
  /** Of each layer as a learner counts them, the output's last. */
  activations: list(text),
  parameters: number,
  accuracy: nullable(number),
  own_accuracy: nullable(number),
  /** Why its answers are not to be trusted; null if there is no reason. */
  doubt: nullable(choice(['shuffled_labels', 'low_accuracy'])),
  created: text,
  batch_norm: flag,
  residual: flag,
  /** The activation that keeps the network from being piecewise linear; null if it is. */
  curved: nullable(text),
  /** What makes inputs of pixels: `x = (pixel - shift) * scale`. */
  shift: number,
  /** What makes inputs of pixels: `x = (pixel - shift) * scale`. */
  scale: number,
  /** Whether it learned from distorted images, which helps with handwriting unlike MNIST's. */
  distorted: flag,
  /** From an image to the answer. */
  program: readPhrase,
});
export type ModelInfo = ReadOf<typeof readModelInfo>;

/** How many digits the learner has kept, and how many there may be. */
export const readOwnSummary = record({
  count: number,
  most: number,
});
export type OwnSummary = ReadOf<typeof readOwnSummary>;

/** What the network says to one digit. */
export const readAnswer = record({
  /** The most probable one. */
  digit: number,
  /** The most probable one. */
  probability: number,
  /** The next best. */
  second: number,
  /** (10). */
  probabilities: array(1),
  /** (10). */
  logits: array(1),
  /** (unit): The outputs of each hidden layer's units. */
  hidden: list(array(1)),
});
export type Answer = ReadOf<typeof readAnswer>;

/** One digit: its box, its 28x28 image, and the answer of the network. */
export const readDigit = record({
  box: tuple(number, number, number, number),
  /** (28, 28): 255 is ink */
  image: array(2),
  answer: nullable(readAnswer),
});
export type Digit = ReadOf<typeof readDigit>;

/** An answer in short. */
export const readGuess = record({
  digit: number,
  probability: number,
});
export type Guess = ReadOf<typeof readGuess>;

/** What was read. */
export const readReading = record({
  /** Width and height of the image or drawing area, in the unit of the boxes. */
  size: tuple(number, number),
  /** From the left, line by line; none if there is nothing, or a problem. */
  digits: list(readDigit),
  /** What would be read with every step on and no unit silenced; null if that is how it was read. */
  plain: nullable(list(readGuess)),
  /** Why it could not be read. */
  problem: nullable(readProblem),
});
export type Reading = ReadOf<typeof readReading>;

/** The answer to `open` and to each change of the settings. */
export const readRecogniseView = record({
  /** As they are in force: of the silenced units only those that the model has. */
  settings: readSettings,
  models: list(readModelLine),
  /** The model that reads unless another is chosen; null if there is none. */
  best: nullable(text),
  /** null if there is none; `problem` then says why. */
  model: nullable(readModelInfo),
  problem: nullable(readProblem),
  own: readOwnSummary,
  reading: readReading,
  computed: mapOf(readComputed),
  /** How each dense layer is found in the model's program; empty if it is no program. */
  layers: list(readDenseLines),
});
export type RecogniseView = ReadOf<typeof readRecogniseView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  size: numbersField([400, 300], { min: 1, max: 100000 }, [2, 2]),
  brush: numberField(20, { min: 0.1, max: 1000 }),
  model: textField('', 200),
  off: choicesField(['grey', 'polarity', 'background', 'threshold', 'lines', 'specks', 'split', 'crop',
    'thickness', 'resize', 'rescale', 'frame', 'centre'], [], [0, 13]),
};

/** What the lab takes for the settings that have no field. */
export const rules = {
  image: { kind: 'optional', item: { kind: 'bytes', most: 16777216 } },
  strokes: { kind: 'list', item: { kind: 'array', shape: [null, 2], dtype: 'float32', low: -100000,
    high: 100000, longest: 20000 }, at_least: 0, at_most: 500 },
  silenced: { kind: 'list', item: { kind: 'list', item: { kind: 'integer', low: 0, high: 100000 },
    at_least: 2, at_most: 2 }, at_least: 0, at_most: 2000 },
} as const;

/** What share of images was read right, 0 to 1: of MNIST's test set, and of the learner's own digits. */
export const readScore = record({
  mnist: number,
  own: nullable(number),
});
export type Score = ReadOf<typeof readScore>;

/** How far a short training is. */
export const readProgress = record({
  kind: choice(['train', 'tune']),
  /** 0 to 1: of the training, and of the scoring before and after it. */
  share: number,
  epoch: number,
  epochs: number,
  /** Means over the pass so far; null before the first step. */
  loss: nullable(number),
  /** Means over the pass so far; null before the first step. */
  accuracy: nullable(number),
  finished: flag,
  /** What the model is called, once it is saved. */
  name: nullable(text),
  /** Its scores, as soon as they are known; `before` of the model that was tuned. */
  before: nullable(readScore),
  /** Its scores, as soon as they are known; `before` of the model that was tuned. */
  after: nullable(readScore),
  /** How many of the learner's digits are held out: they are scored, and not learned from. */
  own_held: number,
  /** Of which `loss` and `accuracy` are the means. */
  images: number,
  /** What computes `loss` and `accuracy`. */
  computed: mapOf(readComputed),
});
export type Progress = ReadOf<typeof readProgress>;

/** The strongest connections between two layers: what each carries is activation times weight. */
export const readFlow = record({
  /** (connection): Units, strongest connection first. */
  start: array(1),
  /** (connection): Units, strongest connection first. */
  end: array(1),
  /** (connection): `a_i W_ij`. */
  value: array(1),
});
export type Flow = ReadOf<typeof readFlow>;

/** What `detail` answers. */
export const readDetail = record({
  focus: number,
  steps: list(readStepView),
  flows: list(readFlow),
  problem: nullable(readProblem),
});
export type Detail = ReadOf<typeof readDetail>;

/** What `flip` answers: the reading with one step switched. */
export const readFlipped = record({
  step: choice(['grey', 'polarity', 'background', 'threshold', 'lines', 'specks', 'split', 'crop',
    'thickness', 'resize', 'rescale', 'frame', 'centre']),
  off: flag,
  digits: list(readGuess),
  here: nullable(number),
  problem: nullable(readProblem),
});
export type Flipped = ReadOf<typeof readFlipped>;

/** The learner's own digits, and the answer of the chosen model to each (-1: no model). */
export const readOwnSheet = record({
  ids: list(text),
  /** (digit). */
  labels: array(1),
  /** (digit, 28, 28). */
  images: array(3),
  /** (digit). */
  answers: array(1),
  learned: list(flag),
  right: number,
  scored: number,
  most: number,
});
export type OwnSheet = ReadOf<typeof readOwnSheet>;

/** A weighted sum, its largest terms first. */
export const readTerms = record({
  /** (input): Of all inputs: the weights, and weight times input. */
  weights: array(1),
  /** (input): Of all inputs: the weights, and weight times input. */
  shares: array(1),
  /** (top): Which inputs have the largest shares. */
  top: array(1),
  /** (top): The values of those. */
  inputs: array(1),
  /** The sum of all other shares. */
  rest: number,
  /** `total = sum(shares) + bias`. */
  bias: number,
  /** `total = sum(shares) + bias`. */
  total: number,
});
export type Terms = ReadOf<typeof readTerms>;

/** What `unit` answers. */
export const readUnitView = record({
  layer: number,
  unit: number,
  silenced: flag,
  /** The weighted sum; null in a residual block, where several layers work. */
  terms: nullable(readTerms),
  /** Whether batch normalization comes between the sum and the activation. */
  normalised: flag,
  /** Its name. */
  activation: text,
  /** How its inputs (`input`) and its activation (`a`) come about. */
  computed: mapOf(readComputed),
  /** Input and output of the activation; of a silenced unit, as if it were not silenced. */
  z: number,
  /** Input and output of the activation; of a silenced unit, as if it were not silenced. */
  a: number,
  /** (28, 28): dz/dx for each pixel; null if the layers below are not piecewise linear. */
  slopes: nullable(array(2)),
  /** (unit): Its weights to the next layer; null into a residual block. */
  outgoing: nullable(array(1)),
  to_output: flag,
});
export type UnitView = ReadOf<typeof readUnitView>;

/** What each pixel did for the gap between two logits; with the biases they sum to it. */
export const readPixelShares = record({
  /**
   * (28, 28): The slope of the gap at each pixel's ink, which goes from 0 to 1, and the share of the pixel:
   * ink times slope.
   */
  slopes: array(2),
  /**
   * (28, 28): The slope of the gap at each pixel's ink, which goes from 0 to 1, and the share of the pixel:
   * ink times slope.
   */
  shares: array(2),
  /** The sums of the positive and of the negative shares. */
  towards: number,
  /** The sums of the positive and of the negative shares. */
  away: number,
  /** What each layer's biases did, the empty paper's share included in the first. */
  biases: list(number),
  /** The sum of everything. */
  total: number,
});
export type PixelShares = ReadOf<typeof readPixelShares>;

/** What each unit of the last hidden layer did for the gap; with the bias they sum to it. */
export const readUnitShares = record({
  /** (unit): Of each unit: `outputs` times the difference of its weights `to_towards` and `to_away`. */
  units: array(1),
  /** (unit). */
  outputs: array(1),
  /** (unit). */
  to_towards: array(1),
  /** (unit). */
  to_away: array(1),
  /** Of the two outputs, and their difference. */
  biases: tuple(number, number),
  /** Of the two outputs, and their difference. */
  bias: number,
  /** The sum of everything. */
  total: number,
});
export type UnitShares = ReadOf<typeof readUnitShares>;

/** What `why` answers. */
export const readWhy = record({
  /** The two digits. */
  towards: number,
  /** The two digits. */
  away: number,
  /** Of the two. */
  logits: tuple(number, number),
  /** Their difference. */
  gap: number,
  /** null if the network is not piecewise linear; `curved` then names the activation that is not. */
  pixels: nullable(readPixelShares),
  curved: nullable(text),
  /** null if the last layer is not dense, or the first is the last. */
  units: nullable(readUnitShares),
});
export type Why = ReadOf<typeof readWhy>;

/** The whole state: how to read, and what. */
export interface RecogniseSettingsParams {
  /** PNG, JPEG, WebP, BMP, GIF, TIFF or AVIF. */
  readonly image?: Uint8Array | null;
  /** Points (x, y), each stroke `(n, 2)`. */
  readonly strokes?: readonly (NdArray | Nested)[];
  /** Width and height of the drawing area, and the width of the pen, in the points' unit. */
  readonly size?: readonly [number, number];
  /** Width and height of the drawing area, and the width of the pen, in the points' unit. */
  readonly brush?: number;
  readonly model?: string;
  readonly off?: readonly ('grey' | 'polarity' | 'background' | 'threshold' | 'lines' | 'specks' | 'split' |
    'crop' | 'thickness' | 'resize' | 'rescale' | 'frame' | 'centre')[];
  readonly silenced?: readonly (readonly [number, number])[];
}

/** Parameters of every `advance`: do `steps` steps, or as many as fit into `budget_ms`. */
export interface AdvanceParams {
  readonly steps?: number;
  readonly budget_ms?: number | null;
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

/** How to read: the model (empty: the best), the steps left out, the units silenced. */
export interface SettingsParams {
  readonly model?: string;
  readonly off?: readonly ('grey' | 'polarity' | 'background' | 'threshold' | 'lines' | 'specks' | 'split' |
    'crop' | 'thickness' | 'resize' | 'rescale' | 'frame' | 'centre')[];
  readonly silenced?: readonly (readonly [number, number])[];
}

/** Parameters of `correct`: what the digit really is. */
export interface CorrectParams {
  readonly focus?: number;
  readonly label?: number;
}

/** The digit that an operation is about, counted from the left. */
export interface FocusParams {
  readonly focus?: number;
}

/** Parameters of `flip`: the step to switch. */
export interface FlipParams {
  readonly focus?: number;
  readonly step?: 'grey' | 'polarity' | 'background' | 'threshold' | 'lines' | 'specks' | 'split' | 'crop' |
    'thickness' | 'resize' | 'rescale' | 'frame' | 'centre';
}

/** Parameters of `forget`: which of the learner's own digits; all of them if `all` is set. */
export interface ForgetParams {
  readonly ids?: readonly string[];
  readonly all?: boolean;
}

/** What to read: an image file, or strokes. */
export interface WritingParams {
  /** PNG, JPEG, WebP, BMP, GIF, TIFF or AVIF. */
  readonly image?: Uint8Array | null;
  /** Points (x, y), each stroke `(n, 2)`. */
  readonly strokes?: readonly (NdArray | Nested)[];
  /** Width and height of the drawing area, and the width of the pen, in the points' unit. */
  readonly size?: readonly [number, number];
  /** Width and height of the drawing area, and the width of the pen, in the points' unit. */
  readonly brush?: number;
}

/** Parameters of `train`: passes through the training images, and whether they are distorted each time. */
export interface TrainParams {
  readonly epochs?: number;
  readonly distorted?: boolean;
}

/** Parameters of `tune`: passes through the mixture, and what the result is called (empty: by itself). */
export interface TuneParams {
  readonly epochs?: number;
  readonly name?: string;
}

/** Parameters of `unit`: a hidden layer and a unit in it, from 0. */
export interface UnitOfParams {
  readonly focus?: number;
  readonly layer?: number;
  readonly unit?: number;
}

/** Parameters of `why`: the two digits to compare; left out, the answer and the second best. */
export interface VersusParams {
  readonly focus?: number;
  readonly towards?: number | null;
  readonly away?: number | null;
}

const readers = {
  open: readRecogniseView,
  advance: readProgress,
  check: readVerdict,
  configure: readRecogniseView,
  correct: readOwnSummary,
  detail: readDetail,
  flip: readFlipped,
  forget: readOwnSheet,
  own: readOwnSheet,
  read: readReading,
  stop: nothing,
  train: readProgress,
  tune: readProgress,
  unit: readUnitView,
  why: readWhy,
};

/** The operations of `recognise`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<RecogniseSettingsParams, typeof readers.open>;
  /** Continue the short training; at its end the model is saved. */
  readonly advance: Op<AdvanceParams, typeof readers.advance>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Read the same writing in another way: another model, other steps, other units silenced. */
  readonly configure: Op<SettingsParams, typeof readers.configure>;
  /** Keep a digit with what it really is. */
  readonly correct: Op<CorrectParams, typeof readers.correct>;
  /** Return every step of one digit's preparation, and the strongest ways through the network. */
  readonly detail: Op<FocusParams, typeof readers.detail>;
  /** Read with one step switched, to see its effect. */
  readonly flip: Op<FlipParams, typeof readers.flip>;
  /** Delete some of them, or all. */
  readonly forget: Op<ForgetParams, typeof readers.forget>;
  /** Return the learner's own digits, each read by the model on stage. */
  readonly own: Op<NoParams, typeof readers.own>;
  /** Read something else. Called while a pen moves. */
  readonly read: Op<WritingParams, typeof readers.read>;
  /** Cancel the short training; nothing is saved. */
  readonly stop: Op<NoParams, typeof readers.stop>;
  /** Start to train the classic network; `advance` continues. */
  readonly train: Op<TrainParams, typeof readers.train>;
  /** Start to fine-tune the model on the learner's own digits; `advance` continues. */
  readonly tune: Op<TuneParams, typeof readers.tune>;
  /** Return the weights, the sum and the outgoing weights of one hidden unit. */
  readonly unit: Op<UnitOfParams, typeof readers.unit>;
  /** Return what made the difference between two digits: by default the answer and the second best. */
  readonly why: Op<VersusParams, typeof readers.why>;
};
export const lab: Contract<Ops> = { exhibit: 'recognise', readers };
