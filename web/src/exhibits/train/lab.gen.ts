// Written by scripts/web_types from neurarium.lab.exhibits.train: edit that, then run the script.
import { choiceField, flagField, integerField, integersField, numberField, textField } from
  '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readDenseLines, readDivergedAt, readPhrase, readProblem, readProof, readSmallerRate,
  readVerdict } from '../../lab.gen';
import { array, choice, flag, list, mapOf, nullable, number, type ReadOf, record, text } from
  '../../validate';

/** A run to start. The defaults are those of the preset `classic`. */
export const readTrainSettings = record({
  layers: list(number),
  activation: choice(['relu', 'leaky_relu', 'gelu', 'tanh', 'sigmoid', 'linear']),
  loss: choice(['cross_entropy', 'mse']),
  optimizer: choice(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw']),
  learning_rate: number,
  momentum: number,
  batch_size: number,
  epochs: number,
  l1: number,
  l2: number,
  dropout: number,
  batch_norm: flag,
  init: choice(['auto', 'xavier', 'he', 'normal', 'uniform', 'zeros']),
  schedule: choice(['constant', 'step', 'cosine', 'warm_up', 'one_cycle']),
  augmentation: choice(['none', 'shift', 'affine', 'elastic']),
  early_stopping: number,
  standardize: flag,
  shuffle_labels: flag,
  limit: number,
  validation: number,
  seed: number,
  dataset: text,
});
export type TrainSettings = ReadOf<typeof readTrainSettings>;

/** One layer of the table. */
export const readRow = record({
  /** What it is: `"dense 784 -> 128, relu"`, `"residual 16 -> 16, x + (batch_norm, dense relu)"`. */
  layer: text,
  /**
   * Numbers of parameters: of two dimensions (weights), and of one (biases; batch norm's scale and shift).
   */
  weights: number,
  /**
   * Numbers of parameters: of two dimensions (weights), and of one (biases; batch norm's scale and shift).
   */
  biases: number,
  /** The calculation, as text: `"784 x 128 + 128"`. */
  sum: text,
});
export type Row = ReadOf<typeof readRow>;

/** A planned run: its settings, and how its parameters add up. */
export const readPlan = record({
  settings: readTrainSettings,
  /** the name of the model */
  name: text,
  rows: list(readRow),
  weights: number,
  biases: number,
  parameters: number,
  /** learned from in each epoch */
  images: number,
  held_back: number,
  test_images: number,
  steps_per_epoch: number,
  computed: mapOf(readComputed),
  /** how each dense layer is found in the programs */
  layers: list(readDenseLines),
  /** the whole training */
  program: readPhrase,
});
export type Plan = ReadOf<typeof readPlan>;

/** A preset, as settings to choose. */
export const readPresetView = record({
  name: text,
  about: text,
  settings: readTrainSettings,
});
export type PresetView = ReadOf<typeof readPresetView>;

/** A saved model, in a line. */
export const readModelView = record({
  name: text,
  shape: text,
  parameters: number,
  /** on the test set */
  accuracy: nullable(number),
  /** ISO 8601 */
  created: text,
  bytes: number,
  error: text,
});
export type ModelView = ReadOf<typeof readModelView>;

/** The end of a run. */
export const readOutcome = record({
  /** Of the saved model: the one that was asked for, or the next free one. */
  name: text,
  /** Why it ended; `"stopped"` by the learner. */
  reason: choice(['epochs', 'early_stopping', 'stopped']),
  /** The epoch whose weights the model has. */
  best_epoch: number,
  train_loss: number,
  train_accuracy: nullable(number),
  test_loss: number,
  test_accuracy: nullable(number),
  validation_loss: nullable(number),
  validation_accuracy: nullable(number),
  /** Why the model could not be saved; empty if it was. */
  problem: text,
});
export type Outcome = ReadOf<typeof readOutcome>;

/** Right answers among some images, and the 95 % interval of the share (Wilson's). */
export const readShare = record({
  right: number,
  images: number,
  share: number,
  low: number,
  high: number,
});
export type Share = ReadOf<typeof readShare>;

/** How right the network is, and what follows from it. */
export const readStanding = record({
  /**
   * On images it learns from: those of the last steps before `held` was measured, so that both are of the
   * same moment; without `held`, those of the last steps; of a run that is over, all. null before the first
   * step.
   */
  train: nullable(readShare),
  /** On those held back, at the end of the last epoch; null if there are none yet. */
  held: nullable(readShare),
  /** On the test images; null before the end of the run. */
  test: nullable(readShare),
  /** The intervals of `train` and `held` lie apart, and `held` is the worse. */
  memorises: flag,
});
export type Standing = ReadOf<typeof readStanding>;

/** The running curve: passes through the training set, mean loss and accuracy of the last steps. */
export const readCurveView = record({
  /** (point). */
  passes: array(1),
  /** (point). */
  loss: array(1),
  /** (point). */
  accuracy: array(1),
});
export type CurveView = ReadOf<typeof readCurveView>;

/** The record of the whole epochs; NaN where there is no such number. */
export const readEpochs = record({
  /** (epoch). */
  epoch: array(1),
  /** (epoch). */
  train_loss: array(1),
  /** (epoch). */
  train_accuracy: array(1),
  /** (epoch). */
  validation_loss: array(1),
  /** (epoch). */
  validation_accuracy: array(1),
  /** (epoch). */
  seconds: array(1),
});
export type Epochs = ReadOf<typeof readEpochs>;

/** The inside of the network, reduced to its most important units. */
export const readInside = record({
  /** (image, 784): Weights from the pixels to units of the first layer, and which units these are. */
  images: array(2),
  /** Weights from the pixels to units of the first layer, and which units these are. */
  images_of: list(number),
  /** Of each layer, which units the diagram shows. */
  units: list(list(number)),
  /** (unit): For the shown units of the first layer: the norm of the weights that come in. */
  inflow: array(1),
  /** (unit_in, unit_out): Weights between the shown units of two neighbouring layers. */
  between: list(array(2)),
  /** See `neurarium.training.probe`. */
  gradient_norms: list(number),
  /**
   * How many units of each dense layer are dead, and at which step that was counted: all training rows are
   * read for it, so it is not done anew for each snapshot.
   */
  dead_units: list(number),
  /**
   * How many units of each dense layer are dead, and at which step that was counted: all training rows are
   * read for it, so it is not done anew for each snapshot.
   */
  dead_step: number,
});
export type Inside = ReadOf<typeof readInside>;

/** The answers to some images: how many of how many, the accuracy, and the confusion matrix. */
export const readAnswersView = record({
  part: choice(['training', 'validation', 'test']),
  images: number,
  of: number,
  accuracy: number,
  /** (10, 10): rows are labels, columns answers */
  confusion: array(2),
});
export type AnswersView = ReadOf<typeof readAnswersView>;

/** Ten images and the answers of the network. */
export const readSheetView = record({
  /**
   * Of the data: validation images during a run (training images if none are held back), test images after
   * it.
   */
  part: choice(['training', 'validation', 'test']),
  /** Which sheet of how many. */
  number: number,
  /** Which sheet of how many. */
  of: number,
  /** (image): Places in MNIST's training or test set: ten, or fewer on the last sheet. */
  index: array(1),
  /** (image, 784). */
  images: array(2),
  /** (image). */
  labels: array(1),
  /** (image, 10): The network's outputs, and the logits behind them. */
  outputs: array(2),
  /** (image, 10): The network's outputs, and the logits behind them. */
  logits: array(2),
  /** (image, unit): The shown hidden units' outputs, layer by layer. */
  hidden: list(array(2)),
});
export type SheetView = ReadOf<typeof readSheetView>;

/** The run at one moment. */
export const readLiveView = record({
  /** right answers on the training images of the last steps; null before the first */
  last: nullable(readShare),
  /** their mean loss */
  loss: nullable(number),
  accuracy: nullable(number),
  standing: readStanding,
  curve: readCurveView,
  epochs: readEpochs,
  inside: readInside,
  answers: readAnswersView,
  sheet: readSheetView,
});
export type LiveView = ReadOf<typeof readLiveView>;

/** The current run, which may have ended. */
export const readRunView = record({
  /** identifies the run; text, because it exceeds the integers of a browser */
  number: text,
  name: text,
  state: choice(['preparing', 'running', 'paused', 'finished', 'diverged', 'failed']),
  speed: choice(['slow', 'medium', 'full']),
  /** by which it was begun; the exhibit's own is for the next */
  plan: readPlan,
  /** what the labels stand for; none until the images are loaded */
  classes: list(text),
  progress: number,
  step: number,
  /** through the training set, in fractions */
  passes: number,
  /** of the last step */
  learning_rate: number,
  /** as it was set, before its schedule */
  set_rate: number,
  /** learned from in each epoch */
  images: nullable(number),
  backend: text,
  /** spent on training steps */
  seconds: number,
  steps_per_second: nullable(number),
  images_per_second: nullable(number),
  /** what the last end of an epoch took */
  epoch_end_seconds: number,
  seconds_left: nullable(number),
  diverged: nullable(readDivergedAt),
  outcome: nullable(readOutcome),
  problem: text,
  /** null until images and network are loaded */
  live: nullable(readLiveView),
});
export type RunView = ReadOf<typeof readRunView>;

/** All that the front end draws. */
export const readTrainView = record({
  plan: readPlan,
  /** the learner's own */
  datasets: list(text),
  /** why the data set that was asked for is not the one that is planned with */
  problem: nullable(readProblem),
  presets: list(readPresetView),
  models: list(readModelView),
  run: nullable(readRunView),
  /** whether another lab on this machine has the run */
  elsewhere: flag,
});
export type TrainView = ReadOf<typeof readTrainView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  layers: integersField([128], { min: 1, max: 1024 }, [0, 5]),
  activation: choiceField(['relu', 'leaky_relu', 'gelu', 'tanh', 'sigmoid', 'linear'], 'relu'),
  loss: choiceField(['cross_entropy', 'mse'], 'cross_entropy'),
  optimizer: choiceField(['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'], 'adam'),
  learning_rate: numberField(0.001, { min: 1e-07, max: 1000 }),
  momentum: numberField(0.9, { min: 0, max: 0.999 }),
  batch_size: integerField(128, { min: 1, max: 60000 }),
  epochs: integerField(5, { min: 1, max: 500 }),
  l1: numberField(0, { min: 0, max: 1 }),
  l2: numberField(0, { min: 0, max: 1 }),
  dropout: numberField(0, { min: 0, max: 0.9 }),
  batch_norm: flagField(false),
  init: choiceField(['auto', 'xavier', 'he', 'normal', 'uniform', 'zeros'], 'auto'),
  schedule: choiceField(['constant', 'step', 'cosine', 'warm_up', 'one_cycle'], 'constant'),
  augmentation: choiceField(['none', 'shift', 'affine', 'elastic'], 'none'),
  early_stopping: integerField(0, { min: 0, max: 100 }),
  standardize: flagField(false),
  shuffle_labels: flagField(false),
  limit: integerField(60000, { min: 100, max: 60000 }),
  validation: numberField(0.2, { min: 0, max: 0.5 }),
  seed: integerField(0, { min: 0, max: 2147483647 }),
  dataset: textField('', 100),
};

/** The images behind a cell of the confusion matrix: some of them, if they are many. */
export const readCellView = record({
  part: choice(['training', 'validation', 'test']),
  count: number,
  /** (image). */
  index: array(1),
  /** (image, 784). */
  images: array(2),
  /** (image, 10): of the network */
  outputs: array(2),
  /** (image, 10): behind the outputs */
  logits: array(2),
});
export type CellView = ReadOf<typeof readCellView>;

/** A run in short: which one it is, and what an order changes at once. */
export const readRunSummary = record({
  /** identifies the run; text, because it exceeds the integers of a browser */
  number: text,
  name: text,
  state: choice(['preparing', 'running', 'paused', 'finished', 'diverged', 'failed']),
  speed: choice(['slow', 'medium', 'full']),
});
export type RunSummary = ReadOf<typeof readRunSummary>;

/** The answer to an order: the run just after it, in short; null if it is gone. `status` has the rest. */
export const readOrderReply = record({
  run: nullable(readRunSummary),
});
export type OrderReply = ReadOf<typeof readOrderReply>;

/** The losses of a step's images, the largest first. */
export const readStepLosses = record({
  /** How many images the step learned from; those here are the first of them. */
  of: number,
  /** (image): The loss of each image. */
  rows: array(1),
  /** (image): Of each image its digit, and what the network makes of that digit. */
  labels: array(1),
  /** (image): Of each image its digit, and what the network makes of that digit. */
  outputs: array(1),
  /** (shown, 784): The pixels of the first few. */
  images: array(2),
});
export type StepLosses = ReadOf<typeof readStepLosses>;

/** The answer to `losses`: null before the first step, and after a restart between two epochs. */
export const readLossesReply = record({
  step: nullable(readStepLosses),
});
export type LossesReply = ReadOf<typeof readLossesReply>;

/** The answer to `status`: the run, if there is one. */
export const readRunReply = record({
  run: nullable(readRunView),
});
export type RunReply = ReadOf<typeof readRunReply>;

/** A program that is now one of the learner's own. */
export const readHandedOver = record({
  /** Under which the code lab opens it. */
  name: text,
});
export type HandedOver = ReadOf<typeof readHandedOver>;

/** The first test images, and what the planned network takes them for before it has learned anything. */
export const readUntrainedView = record({
  /** (image, 784). */
  images: array(2),
  /** (image). */
  labels: array(1),
  /** (image). */
  answers: array(1),
});
export type UntrainedView = ReadOf<typeof readUntrainedView>;

/** A run to start. The defaults are those of the preset `classic`. */
export interface TrainSettingsParams {
  readonly layers?: readonly number[];
  readonly activation?: 'relu' | 'leaky_relu' | 'gelu' | 'tanh' | 'sigmoid' | 'linear';
  readonly loss?: 'cross_entropy' | 'mse';
  readonly optimizer?: 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw';
  readonly learning_rate?: number;
  readonly momentum?: number;
  readonly batch_size?: number;
  readonly epochs?: number;
  readonly l1?: number;
  readonly l2?: number;
  readonly dropout?: number;
  readonly batch_norm?: boolean;
  readonly init?: 'auto' | 'xavier' | 'he' | 'normal' | 'uniform' | 'zeros';
  readonly schedule?: 'constant' | 'step' | 'cosine' | 'warm_up' | 'one_cycle';
  readonly augmentation?: 'none' | 'shift' | 'affine' | 'elastic';
  readonly early_stopping?: number;
  readonly standardize?: boolean;
  readonly shuffle_labels?: boolean;
  readonly limit?: number;
  readonly validation?: number;
  readonly seed?: number;
  readonly dataset?: string;
}

/** Parameters of `cell`: a cell of the confusion matrix. */
export interface CellParams {
  readonly label: number;
  readonly answer: number;
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

/** Parameters of `delete`: the model to remove. */
export interface DeleteParams {
  readonly name: string;
}

/** Parameters of operations on the run: the number of the run that is meant, or whichever there is. */
export interface OrderParams {
  readonly run?: string | null;
}

/** Parameters of `start`: what to call the model, and the number of the run that may be discarded for it. */
export interface StartParams {
  readonly name?: string;
  readonly replaces?: string | null;
  readonly paused?: boolean;
}

/** Parameters of `status`: which sheet of images, and whether only misread ones are shown. */
export interface ShownSheetParams {
  readonly sheet?: number;
  readonly only_wrong?: boolean;
}

/** Parameters of `step`. */
export interface StepParams {
  readonly run?: string | null;
  readonly steps?: number;
}

/** Parameters of `to_code_lab`: the run that there is, as its course was, or the planned one. */
export interface WhichParams {
  readonly run?: boolean;
}

/** Parameters of `tune`: what may change in the middle of a run; nothing stays as it is. */
export interface TuneParams {
  readonly run?: string | null;
  readonly learning_rate?: number | null;
  readonly speed?: 'slow' | 'medium' | 'full' | null;
}

const readers = {
  open: readTrainView,
  cell: readCellView,
  check: readVerdict,
  delete: list(readModelView),
  discard: readOrderReply,
  examine: readOrderReply,
  losses: readLossesReply,
  models: list(readModelView),
  pause: readOrderReply,
  play: readOrderReply,
  prove: readProof,
  smaller_rate: readSmallerRate,
  start: readOrderReply,
  status: readRunReply,
  step: readOrderReply,
  stop: readOrderReply,
  to_code_lab: readHandedOver,
  tune: readOrderReply,
  untrained: readUntrainedView,
};

/** The operations of `train`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<TrainSettingsParams, typeof readers.open>;
  /** Return the images behind a cell of the confusion matrix, the most certain answers first. */
  readonly cell: Op<CellParams, typeof readers.cell>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Remove a model for good. */
  readonly delete: Op<DeleteParams, typeof readers.delete>;
  /** Remove the run; its saved model stays. */
  readonly discard: Op<OrderParams, typeof readers.discard>;
  /** Ask the network for all images that are looked at, not only for a sample. */
  readonly examine: Op<OrderParams, typeof readers.examine>;
  /** Return the losses of the images of the last step, with the weights as they are. */
  readonly losses: Op<NoParams, typeof readers.losses>;
  /** Return all models that read digits, newest first; broken files too, so that they can be removed. */
  readonly models: Op<NoParams, typeof readers.models>;
  /** Pause the run. */
  readonly pause: Op<OrderParams, typeof readers.pause>;
  /** Resume the run. */
  readonly play: Op<OrderParams, typeof readers.play>;
  /** Check some slopes of the network of this moment by finite differences, on a few rows. */
  readonly prove: Op<NoParams, typeof readers.prove>;
  /** Return a smaller learning rate, with which the run that diverged would not. */
  readonly smaller_rate: Op<OrderParams, typeof readers.smaller_rate>;
  /** Start a run with the exhibit's settings. */
  readonly start: Op<StartParams, typeof readers.start>;
  /** Return the current state of the run. */
  readonly status: Op<ShownSheetParams, typeof readers.status>;
  /** Take some steps, and pause. */
  readonly step: Op<StepParams, typeof readers.step>;
  /** End the run here, and save what it has learned. */
  readonly stop: Op<OrderParams, typeof readers.stop>;
  /** Put the planned training, or that of the run, among the learner's own programs in the code lab. */
  readonly to_code_lab: Op<WhichParams, typeof readers.to_code_lab>;
  /** Change learning rate or speed. */
  readonly tune: Op<TuneParams, typeof readers.tune>;
  /** Ask the planned network, with its initial weights, about the first ten test images. */
  readonly untrained: Op<NoParams, typeof readers.untrained>;
};
export const lab: Contract<Ops> = { exhibit: 'train', readers };
