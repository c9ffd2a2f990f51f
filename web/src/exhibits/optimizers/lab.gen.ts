// Written by scripts/web_types from neurarium.lab.exhibits.optimizers: edit that, then run the script.
import { choiceField, choicesField, integerField, numberField, numbersField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readListProgress, readPhrase, readVerdict } from '../../lab.gen';
import { array, choice, flag, list, mapOf, nullable, number, type ReadOf, record, text, tuple } from
  '../../validate';

/** The whole state. */
export const readOptimizersSettings = record({
  /** What is descended. */
  problem: choice(['bowl', 'ravine', 'saddle', 'two_minima', 'rosenbrock', 'network']),
  /** Where all racers begin, x and y; the network begins at its initial weights instead. */
  start: list(number),
  /** Decides the order of the samples, and the initial weights of the network. */
  seed: number,
  /** Samples of each step; gradient descent takes all of them. */
  batch: number,
  /** Steps of the race. */
  length: number,
  /** Who is shown. */
  racers: list(choice(['gd', 'sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'])),
  /** Of each of the seven its learning rate. */
  rates: list(number),
  /** Of momentum and Nesterov. */
  momentum: number,
  /** Of everybody's learning rate. */
  schedule: choice(['constant', 'step', 'cosine', 'warm_up', 'one_cycle']),
  /** Whose numbers and arrows are shown; the first one if this one is not in the race. */
  follow: choice(['gd', 'sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw']),
  /** Of each of the seven its learning rate on MNIST. */
  mnist_rates: list(number),
  /** Of which parameter the update is written out, counted from 0; the last one if there are fewer. */
  parameter: number,
  /**
   * What was changed on the way, three numbers a change, in the order in which it was done: after which step;
   * of what (0 to 6: the rate of that racer, 7: the momentum, 8: the schedule); what it had been until then
   * (of a schedule its place in the list). `rates`, `momentum` and `schedule` are those of the race's end.
   */
  changes: list(number),
  /** How many steps of the race are shown. */
  step: number,
});
export type OptimizersSettings = ReadOf<typeof readOptimizersSettings>;

/** A problem to choose, and what a race on it begins with. */
export const readPreset = record({
  name: text,
  start: list(number),
  rates: list(number),
});
export type Preset = ReadOf<typeof readPreset>;

/** One step of the racer that is followed, for one parameter. */
export const readMoment = record({
  /** The step that is shown. */
  shown: number,
  /**
   * The racer's own step: its last one, if it had diverged before. Counted from 1; 0: the start, where
   * nothing has happened yet.
   */
  step: number,
  /** Of all samples, after it. */
  loss: number,
  /** The learning rate, what the schedule multiplied it by, and the momentum, of this step. */
  rate: number,
  /** The learning rate, what the schedule multiplied it by, and the momentum, of this step. */
  factor: number,
  /** The learning rate, what the schedule multiplied it by, and the momentum, of this step. */
  momentum: number,
  /** Which parameter it is, counted from 0. */
  parameter: number,
  /** Its value. */
  before: number,
  /** Its value. */
  after: number,
  /** Its gradient, as the step used it. */
  gradient: number,
  /** On a surface: the slope of the surface and the mean tilt of the samples, which sum to the gradient. */
  slope: nullable(number),
  /** On a surface: the slope of the surface and the mean tilt of the samples, which sum to the gradient. */
  tilt: nullable(number),
  /** The optimizer's memory before and after the step; 0 if it has none. */
  velocity_before: number,
  /** The optimizer's memory before and after the step; 0 if it has none. */
  velocity: number,
  /** The optimizer's memory before and after the step; 0 if it has none. */
  squares_before: number,
  /** The optimizer's memory before and after the step; 0 if it has none. */
  squares: number,
  /** Adam's averages after the step, without their bias towards 0. */
  velocity_corrected: number,
  /** Adam's averages after the step, without their bias towards 0. */
  squares_corrected: number,
  /** How many samples the step took. */
  samples: number,
  /** Where the step began, on a surface. */
  x: number,
  /** Where the step began, on a surface. */
  y: number,
  /** Whether it had diverged before. */
  diverged: flag,
});
export type Moment = ReadOf<typeof readMoment>;

/** The sweep so far. */
export const readSwept = record({
  /** The learning rates that are tried. */
  rates: list(number),
  /**
   * (racer, rate): The mean loss over the last steps; infinity where the racer diverged, NaN where it has not
   * run.
   */
  losses: array(2),
  /** Which rate is best for each racer; -1: none yet. */
  best: list(number),
  /** 0 to 1. */
  share_done: number,
  /** Over so many last steps the mean is taken. */
  judged: number,
});
export type Swept = ReadOf<typeof readSwept>;

/** All that does not move. */
export const readOptimizersView = record({
  settings: readOptimizersSettings,
  /** Whose numbers are shown. */
  followed: text,
  presets: list(readPreset),
  /** Of the parameters, as LaTeX. */
  names: list(text),
  /** The loss, as LaTeX. */
  formula: text,
  /** Of a surface, its slopes along x and y, as LaTeX. */
  slopes: list(text),
  /** Of all samples. */
  start_loss: number,
  /** A racer whose loss is larger has diverged. */
  limit: number,
  /** That of the frames. */
  version: number,
  moment: readMoment,
  swept: nullable(readSwept),
  computed: mapOf(readComputed),
  program: readPhrase,
});
export type OptimizersView = ReadOf<typeof readOptimizersView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  problem: choiceField(['bowl', 'ravine', 'saddle', 'two_minima', 'rosenbrock', 'network'], 'ravine'),
  start: numbersField([-4.5, 2], { min: -6, max: 6 }, [2, 2]),
  seed: integerField(0, { min: 0, max: 999 }),
  batch: integerField(8, { min: 1, max: 64 }),
  length: integerField(200, { min: 20, max: 1000 }),
  racers: choicesField(['gd', 'sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'], ['gd', 'sgd',
    'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'], [1, 7]),
  rates: numbersField([0.5, 0.5, 0.05, 0.05, 0.05, 0.2, 0.2], { min: 0, max: 100 }, [7, 7]),
  momentum: numberField(0.9, { min: 0, max: 0.99 }),
  schedule: choiceField(['constant', 'step', 'cosine', 'warm_up', 'one_cycle'], 'constant'),
  follow: choiceField(['gd', 'sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'], 'momentum'),
  mnist_rates: numbersField([0.5, 0.2, 0.02, 0.02, 0.002, 0.002, 0.002], { min: 0, max: 100 }, [7, 7]),
  parameter: integerField(0, { min: 0, max: 999 }),
  changes: numbersField([], { min: 0, max: 1000 }, [0, 90]),
  step: integerField(0, { min: 0, max: 1000 }),
};

/** Numbers of the lab that are no rule of a setting. */
export const constants = { samples: 64, diverged: 1000000, diverged_times: 10, finish: 0.01, beta1: 0.9,
  beta2: 0.999, rho: 0.9, epsilon: 1e-08, weight_decay: 0.01, mnist_images: 10000, mnist_held_back: 2000,
  mnist_epochs: 3, mnist_batch: 32, mnist_seeds: 5, mnist_momentum: 0.9, change_of_momentum: 7,
  change_of_schedule: 8, most_changes: 30 } as const;

/** The steps of the race that are computed, from its start; the entries of all seven racers. */
export const readFrames = record({
  /** What was asked for before is void if this has changed. */
  version: number,
  /** Whether the last frame is the last step of the race. */
  over: flag,
  /** (racer, frame, 2): Where the racers are in the picture; NaN while a network has no plane yet. */
  places: array(3),
  /** (racer, frame): Of all samples. */
  losses: array(2),
  /** (racer, frame, 2): Of the step that led there, in the picture. */
  gradients: array(3),
  /** (racer, frame, 2): Of the step that led there, in the picture. */
  velocities: array(3),
  /**
   * (racer, frame, 2): The root of the mean squares along both axes; null for a network, whose plane is
   * oblique to them.
   */
  sizes: nullable(array(3)),
  /** At which step each racer diverged; -1: it did not so far. */
  diverged: list(number),
  /** At which step each was at the finish first; -1: not so far. */
  finished: list(number),
});
export type Frames = ReadOf<typeof readFrames>;

/** The picture on which the race is run. */
export const readLandscape = record({
  /** That of the frames that belong on it. */
  version: number,
  /** What it is a picture of. */
  problem: text,
  /** 0 to 1; until 1 there are no heights. */
  share_done: number,
  /** (row, column): From the lowest x and the lowest y on; a row has one y. */
  heights: nullable(array(2)),
  /** Of the square: from centre - reach to centre + reach. */
  centre: tuple(number, number),
  /** Of the square: from centre - reach to centre + reach. */
  reach: number,
  /** Whose path made the plane of a network. */
  racer: text,
  /** The shares of the variance of that path along both directions of the plane; null on a surface. */
  shares: nullable(tuple(number, number)),
  /** Which share of each racer's path lies in this plane; null on a surface. */
  within: nullable(list(number)),
});
export type Landscape = ReadOf<typeof readLandscape>;

/** A racer on MNIST. */
export const readMnistRacer = record({
  /** Who, and with which learning rate. */
  name: text,
  /** Who, and with which learning rate. */
  rate: number,
  /** How many of its trainings have ended. */
  seeds: number,
  /** How many of them because the loss was no number any more; those are in no mean. */
  diverged: number,
  /** (mark): When the networks were asked; empty if no training has ended. */
  epochs: array(1),
  /**
   * (mark): The share of the images held back that they read, with its 95 % interval over the seeds; the
   * interval is NaN with fewer than three.
   */
  mean: array(1),
  /**
   * (mark): The share of the images held back that they read, with its 95 % interval over the seeds; the
   * interval is NaN with fewer than three.
   */
  low: array(1),
  /**
   * (mark): The share of the images held back that they read, with its 95 % interval over the seeds; the
   * interval is NaN with fewer than three.
   */
  high: array(1),
  /**
   * Of all rates that were tried with every seed, the one with the highest mean at the end, and that mean;
   * null if there is none.
   */
  best_rate: nullable(number),
  /**
   * Of all rates that were tried with every seed, the one with the highest mean at the end, and that mean;
   * null if there is none.
   */
  best: nullable(number),
});
export type MnistRacer = ReadOf<typeof readMnistRacer>;

/** The race on MNIST so far. */
export const readMnistRace = record({
  progress: readListProgress,
  racers: list(readMnistRacer),
});
export type MnistRace = ReadOf<typeof readMnistRace>;

/** The whole state. */
export interface OptimizersSettingsParams {
  /** What is descended. */
  readonly problem?: 'bowl' | 'ravine' | 'saddle' | 'two_minima' | 'rosenbrock' | 'network';
  /** Where all racers begin, x and y; the network begins at its initial weights instead. */
  readonly start?: readonly number[];
  /** Decides the order of the samples, and the initial weights of the network. */
  readonly seed?: number;
  /** Samples of each step; gradient descent takes all of them. */
  readonly batch?: number;
  /** Steps of the race. */
  readonly length?: number;
  /** Who is shown. */
  readonly racers?: readonly ('gd' | 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw')[];
  /** Of each of the seven its learning rate. */
  readonly rates?: readonly number[];
  /** Of momentum and Nesterov. */
  readonly momentum?: number;
  /** Of everybody's learning rate. */
  readonly schedule?: 'constant' | 'step' | 'cosine' | 'warm_up' | 'one_cycle';
  /** Whose numbers and arrows are shown; the first one if this one is not in the race. */
  readonly follow?: 'gd' | 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adam' | 'adamw';
  /** Of each of the seven its learning rate on MNIST. */
  readonly mnist_rates?: readonly number[];
  /** Of which parameter the update is written out, counted from 0; the last one if there are fewer. */
  readonly parameter?: number;
  /**
   * What was changed on the way, three numbers a change, in the order in which it was done: after which step;
   * of what (0 to 6: the rate of that racer, 7: the momentum, 8: the schedule); what it had been until then
   * (of a schedule its place in the list). `rates`, `momentum` and `schedule` are those of the race's end.
   */
  readonly changes?: readonly number[];
  /** How many steps of the race are shown. */
  readonly step?: number;
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

/** Parameters of `show`: the step. */
export interface ShowParams {
  readonly step: number;
}

/** Parameters of every `advance`: do `steps` steps, or as many as fit into `budget_ms`. */
export interface AdvanceParams {
  readonly steps?: number;
  readonly budget_ms?: number | null;
}

const readers = {
  open: readOptimizersView,
  check: readVerdict,
  configure: readOptimizersView,
  frames: readFrames,
  landscape: readLandscape,
  mnist: readMnistRace,
  mnist_go_on: readMnistRace,
  mnist_race: readMnistRace,
  mnist_stop: readMnistRace,
  show: readMoment,
  sweep: readSwept,
};

/** The operations of `optimizers`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<OptimizersSettingsParams, typeof readers.open>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Change the settings: of a race that stays the same what is before the first change stays. */
  readonly configure: Op<OptimizersSettingsParams, typeof readers.configure>;
  /** Compute the race on, as far as the time allows; return all of it. */
  readonly frames: Op<NoParams, typeof readers.frames>;
  /** Return the picture on which the race is run; that of a network is drawn while time is left. */
  readonly landscape: Op<NoParams, typeof readers.landscape>;
  /** Return the race on MNIST so far, with the learning rates of the settings. */
  readonly mnist: Op<NoParams, typeof readers.mnist>;
  /** Train on. */
  readonly mnist_go_on: Op<NoParams, typeof readers.mnist_go_on>;
  /** Train in the background whatever this race lacks; what waits of another one is dropped. */
  readonly mnist_race: Op<NoParams, typeof readers.mnist_race>;
  /** Train no further for now. */
  readonly mnist_stop: Op<NoParams, typeof readers.mnist_stop>;
  /** Show another step. */
  readonly show: Op<ShowParams, typeof readers.show>;
  /** Let more of the races of the sweep run. */
  readonly sweep: Op<AdvanceParams, typeof readers.sweep>;
};
export const lab: Contract<Ops> = { exhibit: 'optimizers', readers };
