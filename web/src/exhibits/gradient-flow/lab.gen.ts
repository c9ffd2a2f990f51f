// Written by scripts/web_types from neurarium.lab.exhibits.gradient_flow: edit that, then run the script.
import { choiceField, flagField, integerField, numberField } from '../../frame/codec';
import { type Contract, type NoParams, type Op } from '../../frame/contract';
import { readComputed, readListProgress, readPhrase, readProof, readVerdict } from '../../lab.gen';
import { array, choice, flag, mapOf, nullable, number, type ReadOf, record } from '../../validate';

/** The whole state. */
export const readGradientFlowSettings = record({
  /** How many hidden layers. */
  depth: number,
  /** Units of each of them. */
  width: number,
  /** Of the hidden layers. */
  activation: choice(['sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'linear']),
  /** How the weights are drawn: "normal" has a standard deviation of 1, whatever the width. */
  initializer: choice(['zeros', 'normal', 'xavier', 'he']),
  /** What the drawn weights are multiplied by. */
  weight_scale: number,
  /** Whether each hidden layer but the first adds its input to its output. */
  residual: flag,
  /** Whether the sums of each hidden layer are normalised over the batch. */
  batch_norm: flag,
  /** Of the weights. */
  seed: number,
  /** The hidden layer that is looked at, counted from 1; the last one if there are fewer. */
  layer: number,
  /** Of the training, and of the update that is compared with the weights. */
  learning_rate: number,
  /**
   * What the network that is trained beside this one has: ReLU with He's weights, the weights that suit its
   * activation, residual connections, or batch normalization.
   */
  mend: choice(['relu', 'initializer', 'residual', 'batch_norm']),
  /** Whether both are trained. */
  train: flag,
});
export type GradientFlowSettings = ReadOf<typeof readGradientFlowSettings>;

/** The size of an array: its norm over the root of its number of entries. */
export const readMeasured = record({
  norm: number,
  entries: number,
  size: number,
});
export type Measured = ReadOf<typeof readMeasured>;

/** How many values lie in each of equal parts of the range from `low` to `high`. */
export const readHistogram = record({
  low: number,
  high: number,
  /** (40). */
  counts: array(1),
});
export type Histogram = ReadOf<typeof readHistogram>;

/** A hidden layer. */
export const readLayerView = record({
  /** Which, counted from 1. */
  layer: number,
  /** Histograms over all units and images; null if a value is no finite number. */
  activations: nullable(readHistogram),
  /** Histograms over all units and images; null if a value is no finite number. */
  slopes: nullable(readHistogram),
  /** Histograms over all units and images; null if a value is no finite number. */
  gradients: nullable(readHistogram),
  /** The sizes of its outputs, of how the loss changes with them, of its weights and of their gradient. */
  activation: readMeasured,
  /** The sizes of its outputs, of how the loss changes with them, of its weights and of their gradient. */
  gradient: readMeasured,
  /** The sizes of its outputs, of how the loss changes with them, of its weights and of their gradient. */
  weight: readMeasured,
  /** The sizes of its outputs, of how the loss changes with them, of its weights and of their gradient. */
  weight_gradient: readMeasured,
  /** The mean of the slopes. */
  slope: number,
});
export type LayerView = ReadOf<typeof readLayerView>;

/** Of some numbers for each seed: the median, and the edges of the band from 5 to 95 %. */
export const readSpread = record({
  /** (place). */
  median: array(1),
  /** (place). */
  low: array(1),
  /** (place). */
  high: array(1),
});
export type Spread = ReadOf<typeof readSpread>;

/** All seeds so far. */
export const readBand = record({
  /** How many there are. */
  seeds: number,
  /** At the inputs, after each hidden layer, at the logits. */
  gradients: readSpread,
  /** At the inputs, after each hidden layer, at the logits. */
  activations: readSpread,
  /** Size of the update over that of the weights, matrix by matrix; NaN where the weights are 0. */
  updates: readSpread,
  /** The gradient at the inputs, as a multiple of that at the logits: median and band. */
  ratio: number,
  /** The gradient at the inputs, as a multiple of that at the logits: median and band. */
  lowest: number,
  /** The gradient at the inputs, as a multiple of that at the logits: median and band. */
  highest: number,
  /** How many seeds have which verdict. */
  vanishing: number,
  /** How many seeds have which verdict. */
  normal: number,
  /** How many seeds have which verdict. */
  exploding: number,
});
export type Band = ReadOf<typeof readBand>;

/** The seeds so far. */
export const readProgress = record({
  band: readBand,
  /** Whether all of them are there. */
  over: flag,
});
export type Progress = ReadOf<typeof readProgress>;

/** The training of one network. */
export const readTrained = record({
  /** (step): Of each step so far, before its update. */
  losses: array(1),
  /** In which step, counted from 1, the loss was no finite number; null: in none. */
  diverged: nullable(number),
  /** The mean of the last losses; null before the end, and of a training that diverged. */
  end: nullable(number),
  /** Whether that is less than what guessing costs; null before the end. */
  learned: nullable(flag),
  /** On the gradient before the first step. */
  ratio: number,
  /** On the gradient before the first step. */
  verdict: choice(['normal', 'vanishing', 'exploding']),
  /** Whether the verdict said what happened: a normal gradient learns, any other does not. */
  predicted: nullable(flag),
});
export type Trained = ReadOf<typeof readTrained>;

/** Both trainings. */
export const readTrialView = record({
  as_it_is: readTrained,
  /** null if this network has that mend already. */
  mended: nullable(readTrained),
  /** How far the two are. */
  progress: readListProgress,
});
export type TrialView = ReadOf<typeof readTrialView>;

/** All that the front end draws. */
export const readGradientFlowView = record({
  settings: readGradientFlowSettings,
  /** (station): Sizes at the inputs, after each hidden layer, at the logits. */
  gradients: array(1),
  /** (station): Sizes at the inputs, after each hidden layer, at the logits. */
  activations: array(1),
  /** (matrix): Size of the update over that of the weights, matrix by matrix; NaN where the weights are 0. */
  updates: array(1),
  /** The gradient at the inputs, and at the logits. */
  input: readMeasured,
  /** The gradient at the inputs, and at the logits. */
  output: readMeasured,
  /** The first over the second. */
  ratio: number,
  /** By what each of the `depth` + 1 weight matrices, with what belongs to it, multiplies it on average. */
  factor: number,
  /** On the ratio. */
  verdict: choice(['normal', 'vanishing', 'exploding']),
  /** Of the batch. */
  loss: number,
  parameters: number,
  layer: readLayerView,
  progress: readProgress,
  /** The test of the verdict so far; null if it is not asked for. */
  trial: nullable(readTrialView),
  computed: mapOf(readComputed),
  program: readPhrase,
});
export type GradientFlowView = ReadOf<typeof readGradientFlowView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  depth: integerField(6, { min: 2, max: 100 }),
  width: integerField(32, { min: 4, max: 256 }),
  activation: choiceField(['sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'linear'], 'sigmoid'),
  initializer: choiceField(['zeros', 'normal', 'xavier', 'he'], 'normal'),
  weight_scale: numberField(0.2, { min: 0.1, max: 3 }),
  residual: flagField(false),
  batch_norm: flagField(false),
  seed: integerField(0, { min: 0, max: 999999 }),
  layer: integerField(1, { min: 1, max: 100 }),
  learning_rate: numberField(0.1, { min: 0.001, max: 10 }),
  mend: choiceField(['relu', 'initializer', 'residual', 'batch_norm'], 'relu'),
  train: flagField(false),
};

/** Numbers of the lab that are no rule of a setting. */
export const constants = { vanished: 0.001, exploded: 1000, seeds: 20, batch: 64, steps: 200, classes: 10,
  guessing: 2.302585092994046, learned: 0.9, last: 20, healthy: 0.001 } as const;

/** The test of the verdict so far; null if it is not asked for. */
export const readTested = record({
  trial: nullable(readTrialView),
});
export type Tested = ReadOf<typeof readTested>;

/** The whole state. */
export interface GradientFlowSettingsParams {
  /** How many hidden layers. */
  readonly depth?: number;
  /** Units of each of them. */
  readonly width?: number;
  /** Of the hidden layers. */
  readonly activation?: 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'gelu' | 'linear';
  /** How the weights are drawn: "normal" has a standard deviation of 1, whatever the width. */
  readonly initializer?: 'zeros' | 'normal' | 'xavier' | 'he';
  /** What the drawn weights are multiplied by. */
  readonly weight_scale?: number;
  /** Whether each hidden layer but the first adds its input to its output. */
  readonly residual?: boolean;
  /** Whether the sums of each hidden layer are normalised over the batch. */
  readonly batch_norm?: boolean;
  /** Of the weights. */
  readonly seed?: number;
  /** The hidden layer that is looked at, counted from 1; the last one if there are fewer. */
  readonly layer?: number;
  /** Of the training, and of the update that is compared with the weights. */
  readonly learning_rate?: number;
  /**
   * What the network that is trained beside this one has: ReLU with He's weights, the weights that suit its
   * activation, residual connections, or batch normalization.
   */
  readonly mend?: 'relu' | 'initializer' | 'residual' | 'batch_norm';
  /** Whether both are trained. */
  readonly train?: boolean;
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

/** Parameters of `prove`: begin with this one of the chosen parameters. */
export interface ProveFromParams {
  readonly start?: number;
}

const readers = {
  open: readGradientFlowView,
  advance: readProgress,
  check: readVerdict,
  configure: readGradientFlowView,
  go_on: readTested,
  prove: readProof,
  stop: readTested,
  tested: readTested,
};

/** The operations of `gradient-flow`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<GradientFlowSettingsParams, typeof readers.open>;
  /** Add seeds to the band, as many as the budget allows. */
  readonly advance: Op<AdvanceParams, typeof readers.advance>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Change the settings; what was computed stays where it still holds. */
  readonly configure: Op<GradientFlowSettingsParams, typeof readers.configure>;
  /** Train on. */
  readonly go_on: Op<NoParams, typeof readers.go_on>;
  /** Check some weights of each layer by finite differences. */
  readonly prove: Op<ProveFromParams, typeof readers.prove>;
  /** Train no further for now. */
  readonly stop: Op<NoParams, typeof readers.stop>;
  /** Return the test of the verdict so far; a page that looked away is given what it asked for. */
  readonly tested: Op<NoParams, typeof readers.tested>;
};
export const lab: Contract<Ops> = { exhibit: 'gradient-flow', readers };
