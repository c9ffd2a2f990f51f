// Written by scripts/web_types from neurarium.lab.exhibits.forward: edit that, then run the script.
import { choiceField, integerField, integersField, numbersField, textField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readPhrase, readVerdict } from '../../lab.gen';
import { array, choice, flag, list, mapOf, nullable, number, type ReadOf, record, text } from
  '../../validate';

/** The whole state. */
export const readForwardSettings = record({
  /** Two for each row: x1 and x2 of the first row, then of the second, … */
  inputs: list(number),
  /** Units of each hidden layer. */
  hidden: list(number),
  /** Each layer's W, row after row, and then its b; empty: those that the network starts with. */
  parameters: list(number),
  /** What one step of the pass is. */
  step: choice(['layer', 'unit']),
  /** The model of the shelf that is walked through; empty: none, the small network. */
  model: text,
  /** Which of the test images it is shown. */
  image: number,
});
export type ForwardSettings = ReadOf<typeof readForwardSettings>;

/** One layer: what came in, what it did with it, what went out. */
export const readLayerView = record({
  /** (row, input): Of each row: the inputs, the sums, the outputs. */
  x: array(2),
  /** (input, unit): The weights and the biases. */
  W: array(2),
  /** (unit): The weights and the biases. */
  b: array(1),
  /** (row, input, unit): `x[row, input] * W[input, unit]`. */
  terms: array(3),
  /** (row, step, unit): The sum as it grows: after each term, and at last with the bias, which is z. */
  totals: array(3),
  /** (row, unit): Of each row: the inputs, the sums, the outputs. */
  z: array(2),
  /** (row, unit): Of each row: the inputs, the sums, the outputs. */
  a: array(2),
  /** What computes each kind of number. */
  computed: mapOf(readComputed),
});
export type LayerView = ReadOf<typeof readLayerView>;

/** What the pass took, counted from the arrays that took part in it. */
export const readCost = record({
  rows: number,
  /** Of all rows together; an addition for each term but the first of a sum, and one for the bias. */
  multiplications: number,
  /** Of all rows together; an addition for each term but the first of a sum, and one for the bias. */
  additions: number,
  /** Of all rows together; an addition for each term but the first of a sum, and one for the bias. */
  sigmoids: number,
  parameters: number,
  /** Weights and biases: the same for any number of rows. */
  parameter_bytes: number,
  /** Inputs, sums and outputs of all rows. */
  value_bytes: number,
});
export type Cost = ReadOf<typeof readCost>;

/** All that the front end draws. */
export const readForwardView = record({
  settings: readForwardSettings,
  /** All weights and biases, as the setting of this name holds them. */
  parameters: list(number),
  layers: list(readLayerView),
  cost: readCost,
  /** The engine's lines that computed each layer, read from its source: x W, + b, f(z). */
  lines: list(text),
  /** The network as a text that `read` reads. */
  text: text,
  /** The pass as a program: with Keras, with PyTorch, and with nothing but loops. */
  program: readPhrase,
  /** The pass as a program: with Keras, with PyTorch, and with nothing but loops. */
  loops: text,
});
export type ForwardView = ReadOf<typeof readForwardView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  inputs: numbersField([0.5, 0.8], { min: -100, max: 100 }, [2, 64]),
  hidden: integersField([2], { min: 1, max: 8 }, [1, 4]),
  parameters: numbersField([], { min: -100, max: 100 }, [0, 249]),
  step: choiceField(['layer', 'unit'], 'layer'),
  model: textField('', 80),
  image: integerField(0, { min: 0, max: 9999 }),
};

/** Numbers of the lab that are no rule of a setting. */
export const constants = { inputs: 2, most_layers: 4, most_rows: 32, most_units: 8,
  most_file_bytes: 16777216 } as const;

/** The answer to a file: the name under which its model is on the shelf now, or why it is not. */
export const readAdded = record({
  name: nullable(text),
  /** `file`: it is no whole file of ours; `digits`: its network is not one that reads digits. */
  reason: nullable(choice(['file', 'digits'])),
  /** What exactly, in English. */
  detail: text,
});
export type Added = ReadOf<typeof readAdded>;

/** A model to choose. */
export const readModelLine = record({
  name: text,
  shape: text,
  /** on the test set, 0 to 1 */
  accuracy: nullable(number),
});
export type ModelLine = ReadOf<typeof readModelLine>;

/** All models that read digits, newest first. */
export const readModelList = record({
  models: list(readModelLine),
});
export type ModelList = ReadOf<typeof readModelList>;

/** What a text says, as the exhibit's settings hold it. */
export const readNetworkNumbers = record({
  inputs: list(number),
  hidden: list(number),
  parameters: list(number),
});
export type NetworkNumbers = ReadOf<typeof readNetworkNumbers>;

/** Why a text is no network: in which line, counted from 1, what was expected there, what came. */
export const readProblem = record({
  line: number,
  expected: choice(['name', 'equals', 'list', 'number', 'comma', 'line_end', 'range', 'once', 'missing',
    'numbers', 'rows', 'row_count', 'row_length', 'length', 'most_rows', 'units', 'one_output']),
  /** As it was written, or a number of things; empty at the end of the text. */
  got: text,
  /** What the expectation speaks of; "" and 0 where it speaks of none. */
  name: text,
  /** What the expectation speaks of; "" and 0 where it speaks of none. */
  count: number,
});
export type Problem = ReadOf<typeof readProblem>;

/** What a text says: the numbers of a network, or what is wrong with it. */
export const readTextAnswer = record({
  network: nullable(readNetworkNumbers),
  problem: nullable(readProblem),
});
export type TextAnswer = ReadOf<typeof readTextAnswer>;

/** A program that is now one of the learner's own. */
export const readHandedOver = record({
  /** Under which the code lab opens it. */
  name: text,
});
export type HandedOver = ReadOf<typeof readHandedOver>;

/** The weighted sum of one unit: its largest terms first, the others together, the bias. */
export const readUnitSum = record({
  layer: number,
  unit: number,
  /** (term): Which inputs have the largest terms. */
  inputs: array(1),
  /** (term): Of those: value, weight, and their product. */
  x: array(1),
  /** (term): Of those: value, weight, and their product. */
  weights: array(1),
  /** (term): Of those: value, weight, and their product. */
  terms: array(1),
  /** (step): The sum as it grows: after each of these terms, after the others, and at last with the bias. */
  totals: array(1),
  /** How many terms there are beside the largest. */
  others: number,
  /** The sum of those. */
  rest: number,
  bias: number,
  /** Whether batch normalization comes between the sum and the activation. */
  normalised: flag,
  activation: text,
  /** Input and output of the activation; z is the last of `totals` unless `normalised`. */
  z: number,
  /** Input and output of the activation; z is the last of `totals` unless `normalised`. */
  a: number,
  computed: mapOf(readComputed),
});
export type UnitSum = ReadOf<typeof readUnitSum>;

/** One layer for one image. */
export const readWalkLayer = record({
  /** Number of units. */
  size: number,
  /** The name of its activation. */
  activation: text,
  /** (unit): The units that are drawn, of largest activation, in order. */
  shown: array(1),
  /** (unit): The activations of those. */
  values: array(1),
  /**
   * (before, unit): Into those, from the drawn units of the layer before; null into the first, and into a
   * residual block.
   */
  weights: nullable(array(2)),
});
export type WalkLayer = ReadOf<typeof readWalkLayer>;

/** A model and an image on the way through it. */
export const readWalkView = record({
  name: text,
  /** (28, 28): Pixels of the test image, 255 is ink. */
  image: array(2),
  label: number,
  /** The digit of the largest output. */
  answer: number,
  layers: list(readWalkLayer),
  /** Of the dense layers, for this one image. */
  multiplications: number,
});
export type WalkView = ReadOf<typeof readWalkView>;

/** The whole state. */
export interface ForwardSettingsParams {
  /** Two for each row: x1 and x2 of the first row, then of the second, … */
  readonly inputs?: readonly number[];
  /** Units of each hidden layer. */
  readonly hidden?: readonly number[];
  /** Each layer's W, row after row, and then its b; empty: those that the network starts with. */
  readonly parameters?: readonly number[];
  /** What one step of the pass is. */
  readonly step?: 'layer' | 'unit';
  /** The model of the shelf that is walked through; empty: none, the small network. */
  readonly model?: string;
  /** Which of the test images it is shown. */
  readonly image?: number;
}

/** Parameters of `add_model`: a file that Neurarium saved, and the name under which it is to be kept. */
export interface ModelFileParams {
  readonly name: string;
  readonly data: Uint8Array;
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

/** Parameters of `read`: the network as a text. */
export interface NetworkTextParams {
  readonly text: string;
}

/** Parameters of `unit_sum`: one unit of the walk; its layer counts from the first hidden one, 0. */
export interface WalkUnitParams {
  readonly model: string;
  readonly image: number;
  readonly layer: number;
  readonly unit: number;
}

/** Parameters of `walk`: a model, and the number of a test image. */
export interface WalkParams {
  readonly model: string;
  readonly image: number;
}

const readers = {
  open: readForwardView,
  add_model: readAdded,
  check: readVerdict,
  models: readModelList,
  read: readTextAnswer,
  to_code_lab: readHandedOver,
  unit_sum: readUnitSum,
  walk: readWalkView,
};

/** The operations of `forward`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<ForwardSettingsParams, typeof readers.open>;
  /** Put a model from a file on the shelf. */
  readonly add_model: Op<ModelFileParams, typeof readers.add_model>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Return the models of the shelf that read digits, newest first. */
  readonly models: Op<NoParams, typeof readers.models>;
  /** Read a network from a text, or say what is wrong with it. Nothing in it is executed. */
  readonly read: Op<NetworkTextParams, typeof readers.read>;
  /** Put the program of what is shown among the learner's own in the code lab. */
  readonly to_code_lab: Op<NoParams, typeof readers.to_code_lab>;
  /** Return the weighted sum of one unit of the walk. */
  readonly unit_sum: Op<WalkUnitParams, typeof readers.unit_sum>;
  /** Let a test image through a model. */
  readonly walk: Op<WalkParams, typeof readers.walk>;
};
export const lab: Contract<Ops> = { exhibit: 'forward', readers };
