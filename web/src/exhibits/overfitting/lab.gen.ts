// Written by scripts/web_types from neurarium.lab.exhibits.overfitting: edit that, then run the script.
import { flagField, integerField, numberField, numbersField, textField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readListProgress, readPhrase, readProblem, readVerdict } from '../../lab.gen';
import { array, flag, list, mapOf, nullable, number, type ReadOf, record, text } from '../../validate';

/** The whole state. */
export const readOverfittingSettings = record({
  /** How many images it learns from, drawn at random from those not held back. */
  images: number,
  /** The share of them that get a wrong label. */
  noise: number,
  /** Whether all labels are shuffled instead, so that they can only be learned by heart. */
  random_labels: flag,
  /** Units of the hidden layer. */
  width: number,
  /** Passes through the images. */
  epochs: number,
  /** The cures; see `TrainConfig` and `MLP`. */
  l1: number,
  /** The cures; see `TrainConfig` and `MLP`. */
  l2: number,
  /** The cures; see `TrainConfig` and `MLP`. */
  dropout: number,
  /** The cures; see `TrainConfig` and `MLP`. */
  batch_norm: flag,
  /** The cures; see `TrainConfig` and `MLP`. */
  augmentation: flag,
  /** The patience in epochs; 0 for no early stopping. */
  early_stopping: number,
  /** The name of one of the learner's own data sets; empty for MNIST. */
  dataset: text,
  /** Which points the game is played with. */
  points: number,
  /** The corners of the learner's boundary: x and y, one after the other. */
  boundary: list(number),
  /** Whether the unseen points have fallen. */
  fallen: flag,
  /** The id of the kept run that the others are compared with; empty: the first. */
  reference: text,
});
export type OverfittingSettings = ReadOf<typeof readOverfittingSettings>;

/** The data set that is learned from. */
export const readSetView = record({
  /** How many images it has to learn from, and to test with. */
  train: number,
  /** How many images it has to learn from, and to test with. */
  test: number,
  /** So many of the former are held back, fewer if more than the rest are learned from. */
  most_held_back: number,
  /** What the labels stand for. */
  classes: list(text),
});
export type SetView = ReadOf<typeof readSetView>;

/** One of the learner's own data sets, to be chosen. */
export const readOwnSet = record({
  /** Its name. */
  name: text,
  /** So many images can be learned from without touching those held back. */
  most_learned: number,
});
export type OwnSet = ReadOf<typeof readOwnSet>;

/** Right answers among the points that were seen, and among the unseen ones. */
export const readScore = record({
  seen: number,
  unseen: number,
});
export type Score = ReadOf<typeof readScore>;

/** The game as it is. */
export const readGameView = record({
  /** (point, 2): The points that are seen: x and y, and 1 for those that belong inside. */
  points: array(2),
  /** (point): The points that are seen: x and y, and 1 for those that belong inside. */
  kinds: array(1),
  /** The part of the network's training that is done, 0 to 1. */
  done: number,
  /** (fallen, 2): The others; null until they fall. */
  unseen: nullable(array(2)),
  /** (fallen): The others; null until they fall. */
  unseen_kinds: nullable(array(1)),
  /** The scores; null until the points fall. */
  yours: nullable(readScore),
  /** The scores; null until the points fall. */
  network: nullable(readScore),
  /**
   * So many of the unseen points even somebody who knew how the points were made would get right, on average;
   * null until they fall.
   */
  best: nullable(number),
  /**
   * (120, 120): The network's answers over the plane, from 0 to 1, rows from top to bottom; null until they
   * fall.
   */
  map: nullable(array(2)),
});
export type GameView = ReadOf<typeof readGameView>;

/** The curves of one training; NaN where there is no such number. */
export const readCurves = record({
  /** (epoch). */
  epoch: array(1),
  /** (epoch). */
  train_loss: array(1),
  /** (epoch). */
  train_accuracy: array(1),
  /** (epoch). */
  held_loss: array(1),
  /** (epoch). */
  held_accuracy: array(1),
});
export type Curves = ReadOf<typeof readCurves>;

/** Right answers among some images, and the 95 % interval of the share (Wilson's). */
export const readShare = record({
  right: number,
  images: number,
  share: number,
  low: number,
  high: number,
});
export type Share = ReadOf<typeof readShare>;

/** The training that is seen live, at one moment. */
export const readLiveView = record({
  /** Of its setup. */
  id: text,
  /** The part that is done, 0 to 1. */
  done: number,
  /** Whole epochs so far. */
  epochs_done: number,
  /** How many images it learns from, how many of them have a wrong label, and how many are held back. */
  images: number,
  /** How many images it learns from, how many of them have a wrong label, and how many are held back. */
  wrong: number,
  /** How many images it learns from, how many of them have a wrong label, and how many are held back. */
  held_back: number,
  curves: readCurves,
  /** Right answers of the network as it is; null if nothing is held back. */
  train: readShare,
  /** Right answers of the network as it is; null if nothing is held back. */
  held: nullable(readShare),
  /** The intervals of the two lie apart, and `held` is the worse. */
  memorises: flag,
  /** Of the network. */
  parameters: number,
  /** The epoch whose weights the network has. */
  best_epoch: number,
});
export type LiveView = ReadOf<typeof readLiveView>;

/** Some of the images that are learned from, with the labels that they are given, and the true ones. */
export const readExamples = record({
  /** (example, 784). */
  images: array(2),
  given: list(number),
  true: list(number),
});
export type Examples = ReadOf<typeof readExamples>;

/** What is trained: a network with one hidden layer, by Adam. */
export const readSetup = record({
  /** How many images it learns from, drawn at random from those not held back. */
  images: number,
  /** The share of them that get a wrong label. */
  noise: number,
  /** Whether all labels are shuffled instead, so that they can only be learned by heart. */
  random_labels: flag,
  /** Units of the hidden layer. */
  width: number,
  /** Passes through the images. */
  epochs: number,
  /** The cures; see `TrainConfig` and `MLP`. */
  l1: number,
  /** The cures; see `TrainConfig` and `MLP`. */
  l2: number,
  /** The cures; see `TrainConfig` and `MLP`. */
  dropout: number,
  /** The cures; see `TrainConfig` and `MLP`. */
  batch_norm: flag,
  /** The cures; see `TrainConfig` and `MLP`. */
  augmentation: flag,
  /** The patience in epochs; 0 for no early stopping. */
  early_stopping: number,
  /** The name of one of the learner's own data sets; empty for MNIST. */
  dataset: text,
});
export type Setup = ReadOf<typeof readSetup>;

/** The mean over the seeds, and its 95 % interval (Student's t); NaN for an interval of one seed. */
export const readBand = record({
  /** (epoch). */
  mean: array(1),
  /** (epoch). */
  low: array(1),
  /** (epoch). */
  high: array(1),
});
export type Band = ReadOf<typeof readBand>;

/** The curves of several seeds together, as far as all of them go. */
export const readBands = record({
  /** (epoch). */
  epoch: array(1),
  train_loss: readBand,
  train_accuracy: readBand,
  held_loss: readBand,
  held_accuracy: readBand,
});
export type Bands = ReadOf<typeof readBands>;

/** Scores of several seeds: their mean, and its 95 % interval (Student's t). */
export const readEstimate = record({
  mean: number,
  low: number,
  high: number,
  values: list(number),
});
export type Estimate = ReadOf<typeof readEstimate>;

/** By how much one mean is above another: the estimate, and its 95 % interval. */
export const readDifference = record({
  mean: number,
  low: number,
  high: number,
});
export type Difference = ReadOf<typeof readDifference>;

/** A run that was kept: one setup, trained with several seeds. */
export const readKeptRun = record({
  /** Of the setup. */
  id: text,
  setup: readSetup,
  /** Seeds that are trained. */
  done: number,
  /** The curves; before the first seed is trained, those of the one in training. */
  bands: readBands,
  /** Shares of right answers; null before two seeds are trained. */
  train: nullable(readEstimate),
  /** Shares of right answers; null before two seeds are trained. */
  held: nullable(readEstimate),
  /** By how much `held` is above that of the reference, seed by seed; null where there is no such number. */
  difference: nullable(readDifference),
  /** Whether the interval of the difference leaves out 0. */
  is_shown: flag,
  /** The share of right test images; null as long as it is covered. */
  test: nullable(readEstimate),
  /** On average; for early stopping. */
  best_epoch: nullable(number),
});
export type KeptRun = ReadOf<typeof readKeptRun>;

/** The equal runs. */
export const readLuck = record({
  /** Runs that are trained, and all. */
  done: number,
  /** Runs that are trained, and all. */
  of: number,
  /**
   * (run): The lead of each: by how much its share of right answers, in the test by which one chooses, is
   * above the mean of all runs in it.
   */
  by_test: array(1),
  /** (run): Its lead on all other images held back. */
  fresh: array(1),
  /** Which one is chosen; null until all are trained. */
  best: nullable(number),
  /**
   * (choice): For each tenth taken as the test: how much of the lead of the run that is chosen is gone on the
   * rest. (A tenth may be harder than the rest, for all runs alike: so leads are compared, not shares.)
   */
  costs: array(1),
  /** Their mean; null until all are trained. */
  mean_cost: nullable(number),
});
export type Luck = ReadOf<typeof readLuck>;

/** The kept runs. */
export const readRunsView = record({
  runs: list(readKeptRun),
  /** The id of the run that the others are compared with; empty if there is none. */
  reference: text,
  progress: readListProgress,
  /** How often the test set was uncovered. */
  uncovered: number,
  luck: readLuck,
});
export type RunsView = ReadOf<typeof readRunsView>;

/** All that the front end draws; `problem` says why the data set of the settings could not be used. */
export const readOverfittingView = record({
  settings: readOverfittingSettings,
  set: readSetView,
  datasets: list(readOwnSet),
  problem: nullable(readProblem),
  game: readGameView,
  live: readLiveView,
  examples: readExamples,
  runs: readRunsView,
  computed: mapOf(readComputed),
  program: readPhrase,
});
export type OverfittingView = ReadOf<typeof readOverfittingView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  images: integerField(1000, { min: 2, max: 60000 }),
  noise: numberField(0, { min: 0, max: 0.5 }),
  random_labels: flagField(false),
  width: integerField(128, { min: 4, max: 2048 }),
  epochs: integerField(20, { min: 1, max: 200 }),
  l1: numberField(0, { min: 0, max: 0.1 }),
  l2: numberField(0, { min: 0, max: 0.1 }),
  dropout: numberField(0, { min: 0, max: 0.9 }),
  batch_norm: flagField(false),
  augmentation: flagField(false),
  early_stopping: integerField(0, { min: 0, max: 50 }),
  dataset: textField('', 100),
  points: integerField(0, { min: 0, max: 999 }),
  boundary: numbersField([], { min: -6, max: 6 }, [0, 240]),
  fallen: flagField(false),
  reference: textField('', 12),
};

/** Numbers of the lab that are no rule of a setting. */
export const constants = { seen: 40, unseen: 400, images: 60000, curve_images: 2000, batch: 64, rate: 0.001,
  seeds: 5, most_runs: 24, equal_runs: 20, small_test: 1000, tiny: 0.001, reach: 0.3 } as const;

/** The network of a run: the name of its model, and how much of its training is done, 0 to 1. */
export const readNetworkView = record({
  name: text,
  done: number,
});
export type NetworkView = ReadOf<typeof readNetworkView>;

/** A program that is now one of the learner's own. */
export const readHandedOver = record({
  /** Under which the code lab opens it. */
  name: text,
});
export type HandedOver = ReadOf<typeof readHandedOver>;

/** The first layer's weights. */
export const readWeights = record({
  /** (61): Of the histogram. */
  counts: array(1),
  /** How many weights there are, and how many are smaller than `TINY`. */
  total: number,
  /** How many weights there are, and how many are smaller than `TINY`. */
  tiny: number,
  /** The root of the mean of their squares. */
  deviation: number,
  /** (image, 784): From the pixels to the units with the largest weights, one image a unit. */
  images: array(2),
  /** The share of right answers among the images held back that the curves ask; null if there are none. */
  held: nullable(number),
});
export type Weights = ReadOf<typeof readWeights>;

/** The same training twice. */
export const readWeightsView = record({
  /** The part of both trainings that is done, 0 to 1. */
  done: number,
  /** Without L1 and L2, and with them as they are set; null until trained, and if none is set. */
  without: nullable(readWeights),
  /** Without L1 and L2, and with them as they are set; null until trained, and if none is set. */
  penalised: nullable(readWeights),
});
export type WeightsView = ReadOf<typeof readWeightsView>;

/** The whole state. */
export interface OverfittingSettingsParams {
  /** How many images it learns from, drawn at random from those not held back. */
  readonly images?: number;
  /** The share of them that get a wrong label. */
  readonly noise?: number;
  /** Whether all labels are shuffled instead, so that they can only be learned by heart. */
  readonly random_labels?: boolean;
  /** Units of the hidden layer. */
  readonly width?: number;
  /** Passes through the images. */
  readonly epochs?: number;
  /** The cures; see `TrainConfig` and `MLP`. */
  readonly l1?: number;
  /** The cures; see `TrainConfig` and `MLP`. */
  readonly l2?: number;
  /** The cures; see `TrainConfig` and `MLP`. */
  readonly dropout?: number;
  /** The cures; see `TrainConfig` and `MLP`. */
  readonly batch_norm?: boolean;
  /** The cures; see `TrainConfig` and `MLP`. */
  readonly augmentation?: boolean;
  /** The patience in epochs; 0 for no early stopping. */
  readonly early_stopping?: number;
  /** The name of one of the learner's own data sets; empty for MNIST. */
  readonly dataset?: string;
  /** Which points the game is played with. */
  readonly points?: number;
  /** The corners of the learner's boundary: x and y, one after the other. */
  readonly boundary?: readonly number[];
  /** Whether the unseen points have fallen. */
  readonly fallen?: boolean;
  /** The id of the kept run that the others are compared with; empty: the first. */
  readonly reference?: string;
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

/** Parameters of operations on a kept run: its id. */
export interface WhichParams {
  readonly run: string;
}

const readers = {
  open: readOverfittingView,
  advance: readLiveView,
  check: readVerdict,
  configure: readOverfittingView,
  forget: readRunsView,
  go_on: readRunsView,
  keep: readRunsView,
  luck: readRunsView,
  network: readNetworkView,
  play: readGameView,
  runs: readRunsView,
  stop: readRunsView,
  to_code_lab: readHandedOver,
  uncover: readRunsView,
  weights: readWeightsView,
};

/** The operations of `overfitting`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<OverfittingSettingsParams, typeof readers.open>;
  /** Train the network that is seen live. */
  readonly advance: Op<AdvanceParams, typeof readers.advance>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Change the settings; what is trained stays, unless it becomes something else. */
  readonly configure: Op<OverfittingSettingsParams, typeof readers.configure>;
  /** Remove a kept run. That its test score was seen is not forgotten. */
  readonly forget: Op<WhichParams, typeof readers.forget>;
  /** Train on. */
  readonly go_on: Op<NoParams, typeof readers.go_on>;
  /** Keep the setup as a run: train it with several seeds. */
  readonly keep: Op<NoParams, typeof readers.keep>;
  /** Train the runs that differ in nothing but the seed. */
  readonly luck: Op<NoParams, typeof readers.luck>;
  /** Train a run's first seed again, within the budget, and put its network on the shelf. */
  readonly network: Op<WhichParams, typeof readers.network>;
  /** Train the network of the game, by `steps` epochs or as many as the budget allows. */
  readonly play: Op<AdvanceParams, typeof readers.play>;
  /** Return the kept runs as they are. */
  readonly runs: Op<NoParams, typeof readers.runs>;
  /** Train no further; what is trained stays. */
  readonly stop: Op<NoParams, typeof readers.stop>;
  /** Put the training that is seen live among the learner's own programs in the code lab. */
  readonly to_code_lab: Op<NoParams, typeof readers.to_code_lab>;
  /** Commit to a run: look at its score on the test images. */
  readonly uncover: Op<WhichParams, typeof readers.uncover>;
  /** Train the network that is seen live, with penalties and without, and return its weights. */
  readonly weights: Op<AdvanceParams, typeof readers.weights>;
};
export const lab: Contract<Ops> = { exhibit: 'overfitting', readers };
