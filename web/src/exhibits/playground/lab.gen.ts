// Written by scripts/web_types from neurarium.lab.exhibits.playground: edit that, then run the script.
import { choiceField, choicesField, flagField, integerField, integersField, numberField, numbersField,
  textsField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readDenseLines, readDivergedAt, readPhrase, readProof, readSmallerRate, readVerdict }
  from '../../lab.gen';
import { array, choice, flag, list, mapOf, type NdArray, type Nested, nullable, number, type ReadOf, record,
  text, tuple } from '../../validate';

/** An experiment. The defaults are those of the simple view: two hidden layers of four. */
export const readExperimentSettings = record({
  learning_rate: number,
  optimizer: choice(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw']),
  momentum: number,
  batch_size: number,
  regularization: choice(['none', 'l1', 'l2']),
  regularization_rate: number,
  problem: choice(['classification', 'regression']),
  dataset: choice(['circle', 'xor', 'gauss', 'spiral', 'iris', 'own']),
  reg_dataset: choice(['reg-plane', 'reg-gauss']),
  iris: list(number),
  own: nullable(array(2)),
  own_classes: list(text),
  own_columns: list(text),
  own_scale: list(number),
  noise: number,
  train_percent: number,
  inputs: list(choice(['x', 'y', 'xSquared', 'ySquared', 'xTimesY', 'sinX', 'sinY'])),
  network_shape: list(number),
  activation: choice(['relu', 'tanh', 'sigmoid', 'linear', 'leaky_relu', 'gelu']),
  activations: list(choice(['relu', 'tanh', 'sigmoid', 'linear', 'leaky_relu', 'gelu'])),
  dropout: number,
  init: choice(['uniform', 'normal', 'xavier', 'he', 'zeros']),
  init_zero: flag,
  seed: number,
  start: number,
});
export type ExperimentSettings = ReadOf<typeof readExperimentSettings>;

/** Points of the square and their targets. */
export const readPointsView = record({
  /** (point, 2). */
  xy: array(2),
  /** (point). */
  target: array(1),
});
export type PointsView = ReadOf<typeof readPointsView>;

/** What one side of the square [-6, 6]² stands for: value = centre + spread * coordinate. */
export const readAxis = record({
  name: text,
  centre: number,
  spread: number,
  unit: text,
});
export type Axis = ReadOf<typeof readAxis>;

/** What stays while the network learns. */
export const readSetup = record({
  train: readPointsView,
  test: readPointsView,
  axes: tuple(readAxis, readAxis),
  classes: list(text),
  /** what the column of the classes is called; empty if it has no name */
  class_column: text,
  /** (input, 20, 20): each input that may be chosen */
  input_maps: array(3),
  /** units of each layer, inputs first */
  layers: list(number),
  /** of each layer after the inputs */
  activations: list(text),
  parameters: number,
  /** what computes, and why */
  backend: text,
});
export type Setup = ReadOf<typeof readSetup>;

/** How sure the scores of a network are, and what follows from them. */
export const readStanding = record({
  /**
   * The 95 % interval of the accuracy (Wilson's), or of the mean loss where there are no classes; null if
   * there are too few points to say.
   */
  train: nullable(tuple(number, number)),
  /**
   * The 95 % interval of the accuracy (Wilson's), or of the mean loss where there are no classes; null if
   * there are too few points to say.
   */
  test: nullable(tuple(number, number)),
  /** The share of the most frequent class among the test points; null where there are no classes. */
  guessing: nullable(number),
  /** The two intervals lie apart, and the test's is the worse. */
  memorises: flag,
});
export type Standing = ReadOf<typeof readStanding>;

/** The network at one epoch. */
export const readFrame = record({
  epoch: number,
  step: number,
  /** the newest epoch; more than `epoch` when an earlier moment is shown */
  latest: number,
  /** where the run ran away just now; the newest moment is the last before it */
  diverged: nullable(readDivergedAt),
  train_loss: number,
  test_loss: number,
  train_accuracy: nullable(number),
  test_accuracy: nullable(number),
  /** how sure these are */
  standing: readStanding,
  /**
   * (100, 100) or (class, 100, 100): Over the square, a map for each of several classes; rows from y = 6 down
   * to -6.
   */
  output: array(2, 3),
  /** (unit, 20, 20): of each hidden layer */
  units: list(array(3)),
  /** (input, unit): of each layer with weights */
  weights: list(array(2)),
  /** (unit). */
  biases: list(array(1)),
  /** (label, answer): counts, on the test points */
  confusion: nullable(array(2)),
  /** (parameter): `open` takes it back */
  theta: array(1),
});
export type Frame = ReadOf<typeof readFrame>;

/** The losses so far, at each moment that is kept; NaN where there is no such number. */
export const readCurves = record({
  /** (moment). */
  epoch: array(1),
  /** (moment). */
  train_loss: array(1),
  /** (moment). */
  test_loss: array(1),
  /** (moment). */
  train_accuracy: array(1),
  /** (moment). */
  test_accuracy: array(1),
});
export type Curves = ReadOf<typeof readCurves>;

/** A dense layer: how its activations are computed, and the lines that find it in the programs. */
export const readLayerLines = record({
  activation: readComputed,
  lines: readDenseLines,
});
export type LayerLines = ReadOf<typeof readLayerLines>;

/** The answer to `open`. */
export const readPlaygroundView = record({
  settings: readExperimentSettings,
  setup: readSetup,
  frame: readFrame,
  curves: readCurves,
  computed: mapOf(readComputed),
  /** dense layer by dense layer */
  layers: list(readLayerLines),
  /** the whole training */
  program: readPhrase,
});
export type PlaygroundView = ReadOf<typeof readPlaygroundView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  learning_rate: numberField(0.1, { min: 0, max: 1000 }),
  optimizer: choiceField(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'], 'sgd'),
  momentum: numberField(0.9, { min: 0, max: 0.999 }),
  batch_size: integerField(10, { min: 1, max: 1000 }),
  regularization: choiceField(['none', 'l1', 'l2'], 'none'),
  regularization_rate: numberField(0, { min: 0, max: 10 }),
  problem: choiceField(['classification', 'regression'], 'classification'),
  dataset: choiceField(['circle', 'xor', 'gauss', 'spiral', 'iris', 'own'], 'circle'),
  reg_dataset: choiceField(['reg-plane', 'reg-gauss'], 'reg-plane'),
  iris: integersField([2, 3], { min: 0, max: 3 }, [2, 2]),
  own_classes: textsField([], 40, [0, 5]),
  own_columns: textsField([], 40, [0, 3]),
  own_scale: numbersField([], { min: -1e+30, max: 1e+30 }, [0, 4]),
  noise: integerField(0, { min: 0, max: 50 }),
  train_percent: integerField(50, { min: 10, max: 90 }),
  inputs: choicesField(['x', 'y', 'xSquared', 'ySquared', 'xTimesY', 'sinX', 'sinY'], ['x', 'y'], [1, 7]),
  network_shape: integersField([4, 4], { min: 1, max: 8 }, [0, 6]),
  activation: choiceField(['relu', 'tanh', 'sigmoid', 'linear', 'leaky_relu', 'gelu'], 'tanh'),
  activations: choicesField(['relu', 'tanh', 'sigmoid', 'linear', 'leaky_relu', 'gelu'], [], [0, 6]),
  dropout: numberField(0, { min: 0, max: 0.9 }),
  init: choiceField(['uniform', 'normal', 'xavier', 'he', 'zeros'], 'uniform'),
  init_zero: flagField(false),
  seed: integerField(0, { min: 0, max: 2147483647 }),
  start: integerField(0, { min: 0, max: 2147483647 }),
  epoch: integerField(0, { min: 0, max: 1000000000 }),
};

/** What the lab takes for the settings that have no field. */
export const rules = {
  own: { kind: 'optional', item: { kind: 'array', shape: [null, 3], dtype: 'float32', low: -6, high: 6,
    longest: 2000 } },
  theta: { kind: 'optional', item: { kind: 'array', shape: [null], dtype: 'float32', low: null, high: null,
    longest: 10000 } },
} as const;

/** Numbers of the lab that are no rule of a setting. */
export const constants = { least_points: 4, most_classes: 5, largest_weight: 1000 } as const;

/** The answer to `advance`. */
export const readUpdate = record({
  frame: readFrame,
  curves: readCurves,
});
export type Update = ReadOf<typeof readUpdate>;

/** The answer to what changes the network or the epoch shown in another way than by training. */
export const readMove = record({
  frame: readFrame,
  curves: readCurves,
  /** the whole training, which may be another now */
  program: readPhrase,
});
export type Move = ReadOf<typeof readMove>;

/** One layer's numbers for one point. */
export const readLayerNumbers = record({
  /** (input, unit): each input times its weight */
  terms: array(2),
  /** (unit): the terms of a column and the bias, summed */
  z: array(1),
  /** (unit): f(z) */
  a: array(1),
});
export type LayerNumbers = ReadOf<typeof readLayerNumbers>;

/** What the network computes for one point: its inputs, then layer by layer. */
export const readInspection = record({
  /** (feature): each input that may be chosen */
  features: array(1),
  /** (input). */
  inputs: array(1),
  layers: list(readLayerNumbers),
});
export type Inspection = ReadOf<typeof readInspection>;

/** The loss of each point, in the order of the points: their mean is the loss. */
export const readLosses = record({
  /** (point). */
  rows: array(1),
});
export type Losses = ReadOf<typeof readLosses>;

/** One input or unit over the square. */
export const readMagnified = record({
  /** (100, 100). */
  map: array(2),
});
export type Magnified = ReadOf<typeof readMagnified>;

/** How fast the training loss (and the penalty) rises with what enters one unit. */
export const readSlopes = record({
  /** (input). */
  weights: array(1),
  bias: number,
});
export type Slopes = ReadOf<typeof readSlopes>;

/** A small example of a data set. */
export const readThumbnail = record({
  points: readPointsView,
  /** what they are called; empty for regression */
  classes: list(text),
});
export type Thumbnail = ReadOf<typeof readThumbnail>;

/** A program that is now one of the learner's own. */
export const readHandedOver = record({
  /** Under which the code lab opens it. */
  name: text,
});
export type HandedOver = ReadOf<typeof readHandedOver>;

/** An experiment, and weights to begin with. */
export interface PlaygroundSettingsParams {
  readonly learning_rate?: number;
  readonly optimizer?: 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw';
  readonly momentum?: number;
  readonly batch_size?: number;
  readonly regularization?: 'none' | 'l1' | 'l2';
  readonly regularization_rate?: number;
  readonly problem?: 'classification' | 'regression';
  readonly dataset?: 'circle' | 'xor' | 'gauss' | 'spiral' | 'iris' | 'own';
  readonly reg_dataset?: 'reg-plane' | 'reg-gauss';
  readonly iris?: readonly number[];
  readonly own?: NdArray | Nested | null;
  readonly own_classes?: readonly string[];
  readonly own_columns?: readonly string[];
  readonly own_scale?: readonly number[];
  readonly noise?: number;
  readonly train_percent?: number;
  readonly inputs?: readonly ('x' | 'y' | 'xSquared' | 'ySquared' | 'xTimesY' | 'sinX' | 'sinY')[];
  readonly network_shape?: readonly number[];
  readonly activation?: 'relu' | 'tanh' | 'sigmoid' | 'linear' | 'leaky_relu' | 'gelu';
  readonly activations?: readonly ('relu' | 'tanh' | 'sigmoid' | 'linear' | 'leaky_relu' | 'gelu')[];
  readonly dropout?: number;
  readonly init?: 'uniform' | 'normal' | 'xavier' | 'he' | 'zeros';
  readonly init_zero?: boolean;
  readonly seed?: number;
  readonly start?: number;
  readonly theta?: NdArray | Nested | null;
  readonly epoch?: number;
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

/** Parameters of `edit`: one weight (from `row` to unit `unit`) or bias of a layer. */
export interface EditParams {
  readonly layer: number;
  readonly kind: 'weight' | 'bias';
  readonly unit: number;
  readonly value: number;
  readonly row?: number;
}

/** Parameters of `inspect`: a point of the square. */
export interface InspectParams {
  readonly x: number;
  readonly y: number;
}

/** Parameters of `losses`: of which points. */
export interface PartParams {
  readonly part: 'train' | 'test';
}

/** Parameters of `magnify`: an input that may be chosen (layer 0), or a hidden layer's unit (1, 2, …). */
export interface MagnifyParams {
  readonly layer: number;
  readonly unit: number;
}

/** Parameters of `prove`: one weight, all that enters a unit, or all there is, from number `start` on. */
export interface ProveParams {
  readonly kind?: 'weight' | 'unit' | 'all';
  readonly layer?: number;
  readonly unit?: number;
  readonly row?: number;
  readonly start?: number;
}

/** Parameters of `seek`: the epoch to show, and whether to continue from there. */
export interface SeekParams {
  readonly epoch: number;
  readonly go_on?: boolean;
}

/** Parameters of `slopes`: a unit of a layer with weights. */
export interface IncomingParams {
  readonly layer: number;
  readonly unit: number;
}

/** How the network learns: what may change in the middle of a run. */
export interface TuningParams {
  readonly learning_rate?: number;
  readonly optimizer?: 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw';
  readonly momentum?: number;
  readonly batch_size?: number;
  readonly regularization?: 'none' | 'l1' | 'l2';
  readonly regularization_rate?: number;
}

const readers = {
  open: readPlaygroundView,
  advance: readUpdate,
  check: readVerdict,
  edit: readMove,
  inspect: readInspection,
  losses: readLosses,
  magnify: readMagnified,
  prove: readProof,
  seek: readMove,
  slopes: readSlopes,
  smaller_rate: readSmallerRate,
  thumbnails: mapOf(readThumbnail),
  to_code_lab: readHandedOver,
  tune: readPlaygroundView,
};

/** The operations of `playground`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<PlaygroundSettingsParams, typeof readers.open>;
  /** Train for some epochs (a step is an epoch here), as many as the budget allows. */
  readonly advance: Op<AdvanceParams, typeof readers.advance>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Set one weight or bias by hand. */
  readonly edit: Op<EditParams, typeof readers.edit>;
  /** Return every number that the shown network computes for one point. */
  readonly inspect: Op<InspectParams, typeof readers.inspect>;
  /** Return the shown network's loss of each training or test point. */
  readonly losses: Op<PartParams, typeof readers.losses>;
  /** Return an input or a hidden unit of the shown network over the fine grid. */
  readonly magnify: Op<MagnifyParams, typeof readers.magnify>;
  /** Check slopes of the shown network by finite differences. */
  readonly prove: Op<ProveParams, typeof readers.prove>;
  /** Show an earlier moment of the run; `go_on` continues from there, and forgets later moments. */
  readonly seek: Op<SeekParams, typeof readers.seek>;
  /** Return how the shown network's loss, over all training points, rises with one unit's parameters. */
  readonly slopes: Op<IncomingParams, typeof readers.slopes>;
  /** Return a smaller learning rate that works from the first weights: it is tried. */
  readonly smaller_rate: Op<NoParams, typeof readers.smaller_rate>;
  /** Return a small example of each data set that can be chosen. */
  readonly thumbnails: Op<NoParams, typeof readers.thumbnails>;
  /** Put the experiment, up to the moment that is shown, among the learner's own programs. */
  readonly to_code_lab: Op<NoParams, typeof readers.to_code_lab>;
  /** Continue with another learning rate, optimizer, batch size or regularization. */
  readonly tune: Op<TuningParams, typeof readers.tune>;
};
export const lab: Contract<Ops> = { exhibit: 'playground', readers };
