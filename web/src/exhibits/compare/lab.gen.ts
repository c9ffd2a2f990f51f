// Written by scripts/web_types from neurarium.lab.exhibits.compare: edit that, then run the script.
import { choiceField, integerField, integersField, numberField, textField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readPhrase, readProblem, readVerdict } from '../../lab.gen';
import { array, choice, list, mapOf, nullable, number, type ReadOf, record, text, tuple } from
  '../../validate';

/** The whole state. */
export const readCompareSettings = record({
  /** What is varied: one knob, or two; `against` may be empty. */
  knob: choice(['width', 'depth', 'activation', 'optimizer', 'learning_rate', 'batch_size', 'epochs', 'l2',
    'dropout', 'limit', 'augmentation']),
  /** What is varied: one knob, or two; `against` may be empty. */
  against: choice(['', 'width', 'depth', 'activation', 'optimizer', 'learning_rate', 'batch_size', 'epochs',
    'l2', 'dropout', 'limit', 'augmentation']),
  /** Sizes of the hidden layers. */
  hidden: list(number),
  activation: choice(['relu', 'leaky_relu', 'gelu', 'tanh', 'sigmoid']),
  optimizer: choice(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw']),
  /** 0 for the optimizer's own. */
  learning_rate: number,
  batch_size: number,
  epochs: number,
  l2: number,
  dropout: number,
  /** How many of MNIST's training images are used; a fifth of them is held back. */
  limit: number,
  /** A name. */
  augmentation: choice(['none', 'shift', 'affine', 'elastic']),
  /** Seeds that choose; as many fresh ones confirm. */
  seeds: number,
  /**
   * The name of a sweep that was begun elsewhere, such as by `neurarium tune`; then it says everything else.
   * Empty for the sweep of these settings.
   */
  sweep: text,
  /** Two points of the sweep that are looked at side by side, by their number; -1 for none. */
  first: number,
  /** Two points of the sweep that are looked at side by side, by their number; -1 for none. */
  second: number,
  /** Names of saved networks that are looked at in their place; empty for none. */
  first_network: text,
  /** Names of saved networks that are looked at in their place; empty for none. */
  second_network: text,
});
export type CompareSettings = ReadOf<typeof readCompareSettings>;

/** A knob of the sweep. */
export const readKnobView = record({
  /** Of the setting; `"hidden"` for the sizes of the hidden layers. */
  name: text,
  /** Its values as they are written, in order. */
  texts: list(text),
  /** The same as numbers, for an axis: units of all hidden layers, for `"hidden"`; empty for names. */
  numbers: list(number),
});
export type KnobView = ReadOf<typeof readKnobView>;

/** A point of the sweep, and what its trainings came to. */
export const readPointView = record({
  /** Its place in the list of all points. */
  number: number,
  /** For each knob, which of its values it has. */
  places: list(number),
  /** Its values, as they are written on a command line. */
  text: text,
  /** On the images held back, seed by seed; of the seeds that are trained. */
  accuracies: list(number),
  /** Their mean, and its 95 % interval; null before one, or two, are trained. */
  mean: nullable(number),
  /** Their mean, and its 95 % interval; null before one, or two, are trained. */
  low: nullable(number),
  /** Their mean, and its 95 % interval; null before one, or two, are trained. */
  high: nullable(number),
  /** How many of the trainings diverged. */
  diverged: number,
  /** Mean seconds of a training on one thread, and the size of the network; null before one is trained. */
  seconds: nullable(number),
  /** Mean seconds of a training on one thread, and the size of the network; null before one is trained. */
  parameters: nullable(number),
  /** Accuracies with the fresh seeds, if it came that far. */
  confirmed: list(number),
});
export type PointView = ReadOf<typeof readPointView>;

/** By how much one mean is above another: the estimate, and its 95 % interval. */
export const readDifference = record({
  mean: number,
  low: number,
  high: number,
});
export type Difference = ReadOf<typeof readDifference>;

/** A finalist on the test images, over the fresh seeds: looked at once, after the choice. */
export const readTested = record({
  /** Test accuracy with each fresh seed. */
  accuracies: list(number),
  /** Their mean, and its 95 % interval over seeds. */
  mean: number,
  /** Their mean, and its 95 % interval over seeds. */
  low: number,
  /** Their mean, and its 95 % interval over seeds. */
  high: number,
});
export type Tested = ReadOf<typeof readTested>;

/** What the numbers bear out; see `Conclusion`. Points are given by their number, -1 for none. */
export const readConclusionView = record({
  verdict: choice(['best', 'other', 'no_difference', 'too_few']),
  first: number,
  second: number,
  best: number,
  difference: nullable(readDifference),
  equals: list(number),
  test: nullable(readTested),
  only_first: number,
  only_second: number,
  p: nullable(number),
});
export type ConclusionView = ReadOf<typeof readConclusionView>;

/** The sweep on stage. */
export const readSweepView = record({
  /** Of its file; `neurarium tune --resume --out FILE` goes on with it. */
  name: text,
  /** That file. */
  file: text,
  state: choice(['running', 'stopped', 'finished', 'failed', 'elsewhere']),
  /** Trainings with a result, and all; `of` is null while points are drawn as long as there is time. */
  done: number,
  /** Trainings with a result, and all; `of` is null while points are drawn as long as there is time. */
  of: nullable(number),
  seconds_left: nullable(number),
  /** Why it failed, or why results are not on the disk; empty if all is well. */
  problem: text,
  seeds: number,
  knobs: list(readKnobView),
  points: list(readPointView),
  /** The number of the point that is in training; -1 for none. */
  training: number,
  conclusion: readConclusionView,
});
export type SweepView = ReadOf<typeof readSweepView>;

/** A saved network. */
export const readNetworkView = record({
  name: text,
  /** Inputs, units of each layer, outputs. */
  shape: text,
  /** The name of the learner's own data set that it learned; empty for MNIST. */
  dataset: text,
});
export type NetworkView = ReadOf<typeof readNetworkView>;

/** The epochs of one training: mean losses, and shares of right answers, 0 to 1; NaN where unknown. */
export const readCurve = record({
  /** (epoch): Their numbers. */
  epoch: array(1),
  /** (epoch). */
  train_loss: array(1),
  /** (epoch). */
  held_loss: array(1),
  /** (epoch). */
  train_accuracy: array(1),
  /** (epoch). */
  held_accuracy: array(1),
  /** The step at which the loss was no number any more; null if it came to its end. */
  diverged: nullable(number),
});
export type Curve = ReadOf<typeof readCurve>;

/** What the two say of the same images. */
export const readBetween = record({
  /** How many images both get right, only the first, only the second, and neither. */
  both: number,
  /** How many images both get right, only the first, only the second, and neither. */
  only_first: number,
  /** How many images both get right, only the first, only the second, and neither. */
  only_second: number,
  /** How many images both get right, only the first, only the second, and neither. */
  neither: number,
  /** McNemar's exact test. */
  p: number,
  /** (image, 784): The first images that only one of them gets right, and the names of their classes. */
  images: array(2),
  /** The first images that only one of them gets right, and the names of their classes. */
  labels: list(text),
  /** What the two say of them. */
  says_first: list(text),
  /** What the two say of them. */
  says_second: list(text),
});
export type Between = ReadOf<typeof readBetween>;

/** Two networks side by side. */
export const readPair = record({
  /** The numbers of two points; -1 for a saved network. */
  first: number,
  /** The numbers of two points; -1 for a saved network. */
  second: number,
  /** The names of saved networks; empty for points. */
  names: tuple(text, text),
  /** Of the trainings of points. */
  seed: number,
  /**
   * The settings in which they differ: name, value of the first, value of the second; empty if it has none.
   */
  differences: list(tuple(text, text, text)),
  /** Which of the two do not say how they were trained: 0, 1. */
  unknown: list(number),
  /** The part of their trainings that is done, 0 to 1. */
  done: number,
  curves: tuple(readCurve, readCurve),
  /** Which images they are asked about: those that both hold back, or the test images. */
  on: choice(['held', 'test']),
  /** Why they cannot be compared image by image. */
  apart: choice(['', 'held', 'datasets', 'gone', 'newer']),
  between: nullable(readBetween),
});
export type Pair = ReadOf<typeof readPair>;

/** All that the front end draws. */
export const readCompareView = record({
  settings: readCompareSettings,
  sweep: readSweepView,
  /** The saved networks that can be looked at in place of points. */
  networks: list(readNetworkView),
  pair: nullable(readPair),
  /** Why the sweep of the settings could not be shown. */
  problem: nullable(readProblem),
  computed: mapOf(readComputed),
  /** The same sweep with our own library, and on the command line. */
  program: text,
  /** One of the trainings in Keras and in PyTorch. */
  twins: readPhrase,
  /** The same sweep with our own library, and on the command line. */
  command: text,
});
export type CompareView = ReadOf<typeof readCompareView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  knob: choiceField(['width', 'depth', 'activation', 'optimizer', 'learning_rate', 'batch_size', 'epochs',
    'l2', 'dropout', 'limit', 'augmentation'], 'width'),
  against: choiceField(['', 'width', 'depth', 'activation', 'optimizer', 'learning_rate', 'batch_size',
    'epochs', 'l2', 'dropout', 'limit', 'augmentation'], ''),
  hidden: integersField([32], { min: 1, max: 1024 }, [0, 4]),
  activation: choiceField(['relu', 'leaky_relu', 'gelu', 'tanh', 'sigmoid'], 'relu'),
  optimizer: choiceField(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'], 'adam'),
  learning_rate: numberField(0, { min: 0, max: 10 }),
  batch_size: integerField(64, { min: 1, max: 1024 }),
  epochs: integerField(3, { min: 1, max: 50 }),
  l2: numberField(0, { min: 0, max: 0.1 }),
  dropout: numberField(0, { min: 0, max: 0.9 }),
  limit: integerField(6000, { min: 100, max: 60000 }),
  augmentation: choiceField(['none', 'shift', 'affine', 'elastic'], 'none'),
  seeds: integerField(5, { min: 2, max: 10 }),
  sweep: textField('', 120),
  first: integerField(-1, { min: -1, max: 9999 }),
  second: integerField(-1, { min: -1, max: 9999 }),
  first_network: textField('', 100),
  second_network: textField('', 100),
};

/** Numbers of the lab that are no rule of a setting. */
export const constants = { most_width: 1024, most_layers: 4, told: 0.05 } as const;

/** A sweep in the folder. */
export const readStoredSweep = record({
  name: text,
  /** What it varies, with spaces between. */
  text: text,
  /** Trainings with a result, and all; `of` is null while points are drawn as long as there is time. */
  done: number,
  /** Trainings with a result, and all; `of` is null while points are drawn as long as there is time. */
  of: nullable(number),
});
export type StoredSweep = ReadOf<typeof readStoredSweep>;

/** The whole state. */
export interface CompareSettingsParams {
  /** What is varied: one knob, or two; `against` may be empty. */
  readonly knob?: 'width' | 'depth' | 'activation' | 'optimizer' | 'learning_rate' | 'batch_size' | 'epochs'
    | 'l2' | 'dropout' | 'limit' | 'augmentation';
  /** What is varied: one knob, or two; `against` may be empty. */
  readonly against?: '' | 'width' | 'depth' | 'activation' | 'optimizer' | 'learning_rate' | 'batch_size' |
    'epochs' | 'l2' | 'dropout' | 'limit' | 'augmentation';
  /** Sizes of the hidden layers. */
  readonly hidden?: readonly number[];
  readonly activation?: 'relu' | 'leaky_relu' | 'gelu' | 'tanh' | 'sigmoid';
  readonly optimizer?: 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw';
  /** 0 for the optimizer's own. */
  readonly learning_rate?: number;
  readonly batch_size?: number;
  readonly epochs?: number;
  readonly l2?: number;
  readonly dropout?: number;
  /** How many of MNIST's training images are used; a fifth of them is held back. */
  readonly limit?: number;
  /** A name. */
  readonly augmentation?: 'none' | 'shift' | 'affine' | 'elastic';
  /** Seeds that choose; as many fresh ones confirm. */
  readonly seeds?: number;
  /**
   * The name of a sweep that was begun elsewhere, such as by `neurarium tune`; then it says everything else.
   * Empty for the sweep of these settings.
   */
  readonly sweep?: string;
  /** Two points of the sweep that are looked at side by side, by their number; -1 for none. */
  readonly first?: number;
  /** Two points of the sweep that are looked at side by side, by their number; -1 for none. */
  readonly second?: number;
  /** Names of saved networks that are looked at in their place; empty for none. */
  readonly first_network?: string;
  /** Names of saved networks that are looked at in their place; empty for none. */
  readonly second_network?: string;
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

/** Parameters of `look`: the number of a point; -1 for none. */
export interface LookParams {
  readonly point: number;
}

const readers = {
  open: readCompareView,
  check: readVerdict,
  configure: readCompareView,
  look: readSweepView,
  look_on: readSweepView,
  start: readSweepView,
  stop: readSweepView,
  sweeps: list(readStoredSweep),
  train_pair: nullable(readPair),
};

/** The operations of `compare`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<CompareSettingsParams, typeof readers.open>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Change the settings; another comparison is another sweep, and the one before it stops. */
  readonly configure: Op<CompareSettingsParams, typeof readers.configure>;
  /** Train a point before the others: the one that the learner looks at. */
  readonly look: Op<LookParams, typeof readers.look>;
  /** Return the sweep as it is. */
  readonly look_on: Op<NoParams, typeof readers.look_on>;
  /** Train on. */
  readonly start: Op<NoParams, typeof readers.start>;
  /** Train no further; all results stay. */
  readonly stop: Op<NoParams, typeof readers.stop>;
  /** Return the sweeps in the folder, the newest first; those of `neurarium tune` among them. */
  readonly sweeps: Op<NoParams, typeof readers.sweeps>;
  /** Train the two points that are looked at side by side, within the budget. */
  readonly train_pair: Op<NoParams, typeof readers.train_pair>;
};
export const lab: Contract<Ops> = { exhibit: 'compare', readers };
