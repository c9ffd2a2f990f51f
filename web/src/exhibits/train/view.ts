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
  type Read,
  type ReadOf,
} from '../../validate';
import {
  ACTIVATIONS,
  AUGMENTATIONS,
  INITS,
  LOSSES,
  OPTIMIZERS,
  SCHEDULES,
  type TrainSettings,
} from './settings';

const readSettings: Read<TrainSettings> = record({
  layers: list(number),
  activation: choice(ACTIVATIONS),
  loss: choice(LOSSES),
  optimizer: choice(OPTIMIZERS),
  learning_rate: number,
  momentum: number,
  batch_size: number,
  epochs: number,
  l1: number,
  l2: number,
  dropout: number,
  batch_norm: flag,
  init: choice(INITS),
  schedule: choice(SCHEDULES),
  augmentation: choice(AUGMENTATIONS),
  early_stopping: number,
  standardize: flag,
  shuffle_labels: flag,
  limit: number,
  validation: number,
  seed: number,
});

export const STATES = ['preparing', 'running', 'paused', 'finished', 'diverged', 'failed'] as const;
export const SPEEDS = ['slow', 'medium', 'full'] as const;

const readOutcome = record({
  name: text,
  reason: choice(['epochs', 'early_stopping', 'stopped']),
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

const readLive = record({
  /** Of the last steps. */
  loss: nullable(number),
  accuracy: nullable(number),
  curve: record({ passes: array(1), loss: array(1), accuracy: array(1) }),
  epochs: record({
    epoch: array(1),
    train_loss: array(1),
    train_accuracy: array(1),
    validation_loss: array(1),
    validation_accuracy: array(1),
    test_accuracy: array(1),
    seconds: array(1),
  }),
  inside: record({
    /** (k, 784): weights from the pixels to a few units, and which units these are. */
    images: array(2),
    images_of: list(number),
    /** Which units of each layer the diagram shows. */
    units: list(list(number)),
    inflow: array(1),
    between: list(array(2)),
    gradient_norms: list(number),
    dead_units: list(number),
  }),
  /** Rows are labels, columns answers. */
  test: record({ images: number, accuracy: number, confusion: array(2) }),
  sheet: record({
    number,
    of: number,
    index: array(1),
    images: array(2),
    labels: array(1),
    outputs: array(2),
    /** The weighted sums that the outputs are made of. */
    logits: array(2),
    hidden: list(array(2)),
  }),
});
export type LiveView = ReadOf<typeof readLive>;

const readPlan = record({
  settings: readSettings,
  /** What the model would be called. */
  name: text,
  rows: list(record({ layer: text, weights: number, biases: number, sum: text })),
  weights: number,
  biases: number,
  parameters: number,
  images: number,
  held_back: number,
  steps_per_epoch: number,
  computed: mapOf(readComputed),
  /** The whole training. */
  program: readPhrase,
});
export type PlanView = ReadOf<typeof readPlan>;

export const readRun = record({
  /** Tells this run from another. */
  number: text,
  name: text,
  state: choice(STATES),
  /** By which it was begun; the view's own is for the next. */
  plan: readPlan,
  speed: choice(SPEEDS),
  progress: number,
  step: number,
  /** Passes through the training set, in fractions. */
  passes: number,
  /** Of the last step. */
  learning_rate: number,
  /** As it was set, before its schedule. */
  set_rate: number,
  /** Learned from in each epoch. */
  images: nullable(number),
  /** Who computes, in the engine's words. */
  backend: text,
  seconds: number,
  steps_per_second: nullable(number),
  images_per_second: nullable(number),
  seconds_left: nullable(number),
  diverged: nullable(record({ step: number, epoch: number, learning_rate: number })),
  outcome: nullable(readOutcome),
  problem: text,
  /** Null until images and network are loaded. */
  live: nullable(readLive),
});
export type RunView = ReadOf<typeof readRun>;

export const readRunReply = record({ run: nullable(readRun) });

const readModel = record({
  name: text,
  shape: text,
  parameters: number,
  accuracy: nullable(number),
  created: text,
  bytes: number,
  error: text,
});
export type ModelView = ReadOf<typeof readModel>;
export const readModels = list(readModel);

export const readView = record({
  plan: readPlan,
  presets: list(record({ name: text, about: text, settings: readSettings })),
  models: readModels,
  run: nullable(readRun),
  elsewhere: flag,
});
export type TrainView = ReadOf<typeof readView>;

export const readCell = record({
  count: number,
  index: array(1),
  images: array(2),
  outputs: array(2),
  logits: array(2),
});
export type CellView = ReadOf<typeof readCell>;

export const readVerdict = record({ done: flag, right: nullable(number) });

/** Whether nothing more will come of a run. */
export function isOver(run: RunView): boolean {
  return run.state === 'finished' || run.state === 'diverged' || run.state === 'failed';
}
