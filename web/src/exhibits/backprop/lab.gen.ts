// Written by scripts/web_types from neurarium.lab.exhibits.backprop: edit that, then run the script.
import { choiceField, flagField, integerField, integersField, numberField, numbersField } from
  '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readPhrase, readProof, readVerdict } from '../../lab.gen';
import { array, choice, flag, list, mapOf, nullable, number, type ReadOf, record, text } from
  '../../validate';

/** The whole state. */
export const readBackpropSettings = record({
  inputs: number,
  hidden: list(number),
  outputs: number,
  activation: choice(['sigmoid', 'tanh', 'relu']),
  loss: choice(['mse', 'cross_entropy']),
  learning_rate: number,
  wrong_sign: flag,
  batch: number,
  /** The one that is looked at. */
  sample: number,
  seed: number,
  /** All weights and biases, in the engine's order; of another length: drawn by `seed`. */
  theta: list(number),
  /**
   * Inputs and target of one sample after the other; of another length: drawn by `seed`. Where there are two
   * outputs, a target t means the row (1 - t, t).
   */
  samples: list(number),
  /** How far the pass is shown: layers forward, the loss, layers backward, the update. */
  step: number,
  /** The parameter that is looked at: its place in `theta`. */
  chosen: number,
  /** How many updates have been applied. */
  taken: number,
});
export type BackpropSettings = ReadOf<typeof readBackpropSettings>;

/** Where a parameter is: a weight from `row` to `unit` of a layer (1: the first), or a bias (row -1). */
export const readPlace = record({
  layer: number,
  row: number,
  unit: number,
});
export type Place = ReadOf<typeof readPlace>;

/** One layer's numbers in the pass of the sample that is looked at, for its loss alone. */
export const readLayerPass = record({
  /** (input). */
  inputs: array(1),
  /** (unit). */
  z: array(1),
  /** (unit). */
  a: array(1),
  /** (unit): f'(z); null for softmax, where each output depends on all sums */
  slope: nullable(array(1)),
  /** (unit): dL/dz */
  delta: array(1),
  /** (input, unit). */
  weight_gradient: array(2),
  /** (unit). */
  bias_gradient: array(1),
});
export type LayerPass = ReadOf<typeof readLayerPass>;

/** One step on the whole batch. */
export const readStepView = record({
  /** (parameter): Of the batch's mean loss; what is added to each parameter; what comes of it. */
  gradient: array(1),
  /** (parameter): Of the batch's mean loss; what is added to each parameter; what comes of it. */
  change: array(1),
  /** (parameter): Of the batch's mean loss; what is added to each parameter; what comes of it. */
  after: array(1),
  /** (sample, parameter): Of each sample's own loss; what each sample alone would add. */
  gradients: array(2),
  /** (sample, parameter): Of each sample's own loss; what each sample alone would add. */
  proposals: array(2),
  /** (sample): Of each sample, before and after. */
  losses: array(1),
  /** (sample): Of each sample, before and after. */
  losses_after: array(1),
  /** Their means. */
  loss: number,
  /** Their means. */
  loss_after: number,
});
export type StepView = ReadOf<typeof readStepView>;

/** The batch's loss in the steps from here, with minus and with plus; NaN after it has run away. */
export const readCourse = record({
  /** (step). */
  minus: array(1),
  /** (step). */
  plus: array(1),
});
export type Course = ReadOf<typeof readCourse>;

/** One factor of a share. */
export const readFactor = record({
  /**
   * `input`: what enters the weight; `slope`: f'(z) of a unit; `weight`: on the way on; `delta`: dL/dz of the
   * output, where the path ends.
   */
  kind: choice(['input', 'slope', 'weight', 'delta']),
  /**
   * Its place: the layer (1: the first after the inputs), the unit that it comes from (-1 if it comes from
   * none) and the unit that it belongs to.
   */
  layer: number,
  /**
   * Its place: the layer (1: the first after the inputs), the unit that it comes from (-1 if it comes from
   * none) and the unit that it belongs to.
   */
  row: number,
  /**
   * Its place: the layer (1: the first after the inputs), the unit that it comes from (-1 if it comes from
   * none) and the unit that it belongs to.
   */
  unit: number,
  value: number,
});
export type Factor = ReadOf<typeof readFactor>;

/** One way from the parameter to the loss: the unit of each layer from its own on. */
export const readPath = record({
  units: list(number),
  factors: list(readFactor),
  share: number,
});
export type Path = ReadOf<typeof readPath>;

/** All ways, and whether they account for the gradient. */
export const readPaths = record({
  paths: list(readPath),
  /** dL/d(parameter) of this sample by the engine's backward pass. */
  gradient: number,
  /** The sum of all shares. */
  total: number,
  /** Between these two. */
  difference: number,
  /** It is below `SAME` times the largest share (or 1). */
  agrees: flag,
});
export type Paths = ReadOf<typeof readPaths>;

/** All that the front end draws. */
export const readBackpropView = record({
  settings: readBackpropSettings,
  sizes: list(number),
  /** of each layer after the inputs */
  activations: list(text),
  /** (sample, input). */
  x: array(2),
  /** (sample, output). */
  y: array(2),
  /** the sample that is looked at */
  shown: number,
  /** (parameter). */
  theta: array(1),
  /** (input, unit). */
  weights: list(array(2)),
  /** (unit). */
  biases: list(array(1)),
  places: list(readPlace),
  layers: list(readLayerPass),
  step: readStepView,
  ahead: readCourse,
  chosen: number,
  paths: readPaths,
  computed: mapOf(readComputed),
  program: readPhrase,
});
export type BackpropView = ReadOf<typeof readBackpropView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  inputs: integerField(2, { min: 2, max: 3 }),
  hidden: integersField([2], { min: 1, max: 4 }, [1, 2]),
  outputs: integerField(1, { min: 1, max: 2 }),
  activation: choiceField(['sigmoid', 'tanh', 'relu'], 'sigmoid'),
  loss: choiceField(['mse', 'cross_entropy'], 'mse'),
  learning_rate: numberField(0.5, { min: 0.001, max: 100 }),
  wrong_sign: flagField(false),
  batch: integerField(1, { min: 1, max: 8 }),
  sample: integerField(0, { min: 0, max: 7 }),
  seed: integerField(0, { min: 0, max: 2147483647 }),
  theta: numbersField([], { min: -1000000, max: 1000000 }, [0, 46]),
  samples: numbersField([], { min: -20, max: 20 }, [0, 32]),
  step: integerField(0, { min: 0, max: 7 }),
  chosen: integerField(0, { min: 0, max: 45 }),
  taken: integerField(0, { min: 0, max: 1000000 }),
};

/** Numbers of the lab that are no rule of a setting. */
export const constants = { same: 1e-09, course: 30 } as const;

/** A seed whose step makes the batch better and one of its samples worse; null if none was found. */
export const readWorse = record({
  seed: nullable(number),
  sample: number,
});
export type Worse = ReadOf<typeof readWorse>;

/** A program that is now one of the learner's own. */
export const readHandedOver = record({
  /** Under which the code lab opens it. */
  name: text,
});
export type HandedOver = ReadOf<typeof readHandedOver>;

/** The whole state. */
export interface BackpropSettingsParams {
  readonly inputs?: number;
  readonly hidden?: readonly number[];
  readonly outputs?: number;
  readonly activation?: 'sigmoid' | 'tanh' | 'relu';
  readonly loss?: 'mse' | 'cross_entropy';
  readonly learning_rate?: number;
  readonly wrong_sign?: boolean;
  readonly batch?: number;
  /** The one that is looked at. */
  readonly sample?: number;
  readonly seed?: number;
  /** All weights and biases, in the engine's order; of another length: drawn by `seed`. */
  readonly theta?: readonly number[];
  /**
   * Inputs and target of one sample after the other; of another length: drawn by `seed`. Where there are two
   * outputs, a target t means the row (1 - t, t).
   */
  readonly samples?: readonly number[];
  /** How far the pass is shown: layers forward, the loss, layers backward, the update. */
  readonly step?: number;
  /** The parameter that is looked at: its place in `theta`. */
  readonly chosen?: number;
  /** How many updates have been applied. */
  readonly taken?: number;
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

/** Parameters of `glance`: other weights for the same network. */
export interface AtParams {
  readonly theta: readonly number[];
}

/** Parameters of `prove`: every parameter from number `start` on, or the chosen one. */
export interface ProveOfParams {
  readonly every?: boolean;
  readonly start?: number;
}

const readers = {
  open: readBackpropView,
  check: readVerdict,
  find_worse: readWorse,
  glance: readBackpropView,
  prove: readProof,
  to_code_lab: readHandedOver,
};

/** The operations of `backprop`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<BackpropSettingsParams, typeof readers.open>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Look at the next `MOST_SEEDS` seeds for one whose step helps the batch and harms one sample. */
  readonly find_worse: Op<NoParams, typeof readers.find_worse>;
  /** Return the view with other weights; the exhibit stays as it is. */
  readonly glance: Op<AtParams, typeof readers.glance>;
  /** Check the gradient of the shown sample's loss by finite differences. */
  readonly prove: Op<ProveOfParams, typeof readers.prove>;
  /** Put the step as a program among the learner's own in the code lab. */
  readonly to_code_lab: Op<NoParams, typeof readers.to_code_lab>;
};
export const lab: Contract<Ops> = { exhibit: 'backprop', readers };
