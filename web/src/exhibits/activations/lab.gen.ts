// Written by scripts/web_types from neurarium.lab.exhibits.activations: edit that, then run the script.
import { choiceField, choicesField, flagField, integerField, numberField, numbersField, textField } from
  '../../frame/codec';
import { type Contract, type Op } from '../../frame/contract';
import { readComputed, readDivergedAt, readPhrase, readProblem, readVerdict } from '../../lab.gen';
import { array, choice, flag, list, mapOf, nullable, number, type ReadOf, record, text, tuple } from
  '../../validate';

/** The whole state. */
export const readActivationsSettings = record({
  /** Activation of the hidden layers of the network that is trained here. */
  hidden: choice(['sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'linear']),
  /** What its initial weights are multiplied by. */
  weight_scale: number,
  /** Of its training. */
  learning_rate: number,
  /** The name of a model of the shelf, which is looked at instead; empty: none. */
  model: text,
  /** The functions on the chart; the one that is followed is there too. */
  shown: list(choice(['step', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'softmax', 'linear'])),
  /** The function that is followed. */
  activation: choice(['step', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'softmax', 'linear']),
  /** The point on it. */
  z: number,
  /** Whose sums are shown, counted from 1; the last one if the network has fewer. */
  layer: number,
  /** After which epoch of the training; 0: untrained. */
  epoch: number,
  /** Which random weights the two layers have that collapse into one. */
  draw: number,
  /** Whether there is a ReLU between them. */
  bend: flag,
  /** Through how many layers the product of slopes is read out. */
  depth: number,
  /** Softmax is taken of (scores + constant) / temperature. */
  scores: list(number),
  /** Softmax is taken of (scores + constant) / temperature. */
  constant: number,
  /** Softmax is taken of (scores + constant) / temperature. */
  temperature: number,
});
export type ActivationsSettings = ReadOf<typeof readActivationsSettings>;

/** A function around the point that is followed. */
export const readBend = record({
  name: text,
  /** f(z) and f'(z) at the point; no slope if the function has none. */
  output: number,
  /** f(z) and f'(z) at the point; no slope if the function has none. */
  slope: nullable(number),
  /** (point): The curve, and the curve of the slope. */
  z: array(1),
  /** (point): The curve, and the curve of the slope. */
  a: array(1),
  /** (point): The curve, and the curve of the slope. */
  slopes: nullable(array(1)),
});
export type Bend = ReadOf<typeof readBend>;

/** The line that touches the curve at the point: from (z[0], a[0]) to (z[1], a[1]). */
export const readTangent = record({
  z: tuple(number, number),
  a: tuple(number, number),
});
export type Tangent = ReadOf<typeof readTangent>;

/** A layer to choose: its number of units and its activation. */
export const readLayerLine = record({
  units: number,
  activation: text,
});
export type LayerLine = ReadOf<typeof readLayerLine>;

/** The sums of one layer over all images. */
export const readLayerSums = record({
  /** Of the layer. */
  activation: text,
  /** Of the layer. */
  units: number,
  /** The histogram goes from -reach to reach: a power of two, so that most pictures share it. */
  reach: number,
  /** (64): How many sums each of its bins holds. */
  counts: array(1),
  /** How many lie outside. */
  beyond: number,
  /** All of them: images times units. */
  total: number,
  /** How many lie where the slope is flat; null if the activation has no slope. */
  flat: nullable(number),
  /**
   * How many ReLU units have a sum of 0 or less for every one of these images; null for other activations.
   * Whether they are dead, the training images tell.
   */
  silent: nullable(number),
  /** (point): The activation over the range of the histogram. */
  z: array(1),
  /** (point): The activation over the range of the histogram. */
  a: array(1),
  /** (point): The activation over the range of the histogram. */
  slopes: nullable(array(1)),
});
export type LayerSums = ReadOf<typeof readLayerSums>;

/** The sums of the chosen layer of the network. */
export const readSums = record({
  /** The name of the model of the shelf; empty: it is the network that is trained here. */
  model: text,
  /** What may be chosen. */
  models: list(text),
  /** Of the network, those whose sums go through an activation. */
  layers: list(readLayerLine),
  /** Which is shown, counted from 1. */
  layer: number,
  /** How many epochs the training has; 0 for a finished model. */
  epochs: number,
  /** After how many epochs there is a moment to show. */
  trained: number,
  /** Which is shown. */
  epoch: number,
  /** Of the training, 0 to 1. */
  share_done: number,
  /** The share of the images that the network reads, at the epoch shown. */
  accuracy: number,
  /** How many images there are. */
  images: number,
  /**
   * How many ReLU units of the layer no image that is learned from switches on; null before the first step,
   * of a model of the shelf, and for other activations.
   */
  dead: nullable(number),
  /** How many images the network learns from here; 0 for a finished model. */
  learned_from: number,
  shown: readLayerSums,
  /** Why the model that was asked for is not looked at. */
  problem: nullable(readProblem),
  /** Where the training ended before its time. */
  diverged: nullable(readDivergedAt),
});
export type Sums = ReadOf<typeof readSums>;

/** Two layers, and one layer with the product of their matrices. */
export const readCollapse = record({
  /** (2, 3): W1, b1, W2 and b2 of the two layers. */
  first: array(2),
  /** (3): W1, b1, W2 and b2 of the two layers. */
  first_bias: array(1),
  /** (3, 2): W1, b1, W2 and b2 of the two layers. */
  second: array(2),
  /** (2): W1, b1, W2 and b2 of the two layers. */
  second_bias: array(1),
  /** (2, 2): W = W1 W2 and b = b1 W2 + b2. */
  product: array(2),
  /** (2): W = W1 W2 and b = b1 W2 + b2. */
  bias: array(1),
  /** The largest difference between both outputs of both ways, on `ROWS` random inputs. */
  difference: number,
  /** (point): The first output of both ways while x1 moves and x2 is 0. */
  x: array(1),
  /** (point): The first output of both ways while x1 moves and x2 is 0. */
  two: array(1),
  /** (point): The first output of both ways while x1 moves and x2 is 0. */
  one: array(1),
});
export type Collapse = ReadOf<typeof readCollapse>;

/** One neuron a layer, each with a weight of 1 and no bias; z goes into the first. */
export const readChain = record({
  name: text,
  /** (layer): f'(z) of each layer, the first layer's first. */
  slopes: array(1),
  /** (layer): What is left at z of a gradient of 1 that comes back through a chain of 1, 2, … layers. */
  products: array(1),
});
export type Chain = ReadOf<typeof readChain>;

/** The chains of all functions that have a slope, and 0.25 to the power of the number of layers. */
export const readDepth = record({
  /** (layer). */
  layers: array(1),
  chains: list(readChain),
  /** (layer). */
  sigmoid_bound: array(1),
});
export type Depth = ReadOf<typeof readDepth>;

/** What softmax makes of the scores. */
export const readScores = record({
  /** (10): (score + constant) / temperature: what softmax is taken of. */
  scaled: array(1),
  /** (10): They sum to 1. */
  probabilities: array(1),
  /** The largest and the next largest score. */
  first: number,
  /** The largest and the next largest score. */
  second: number,
  /** The probability of the first over that of the second. */
  ratio: number,
  /** The largest change of a probability that the constant makes. */
  change: number,
});
export type Scores = ReadOf<typeof readScores>;

/** Each part as a program. */
export const readPrograms = record({
  curve: readPhrase,
  sums: readPhrase,
  collapse: readPhrase,
  depth: readPhrase,
  softmax: readPhrase,
});
export type Programs = ReadOf<typeof readPrograms>;

/** All that the front end draws. */
export const readActivationsView = record({
  settings: readActivationsSettings,
  /** The functions on the chart. */
  bends: list(readBend),
  /** Of the one that is followed; null if it has no slope. */
  tangent: nullable(readTangent),
  sums: readSums,
  collapse: readCollapse,
  depth: readDepth,
  softmax: readScores,
  computed: mapOf(readComputed),
  programs: readPrograms,
});
export type ActivationsView = ReadOf<typeof readActivationsView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  hidden: choiceField(['sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'linear'], 'sigmoid'),
  weight_scale: numberField(1, { min: 0.1, max: 20 }),
  learning_rate: numberField(0.3, { min: 0.001, max: 10 }),
  model: textField('', 200),
  shown: choicesField(['step', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'softmax', 'linear'],
    ['sigmoid', 'tanh', 'relu'], [1, 8]),
  activation: choiceField(['step', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'softmax', 'linear'],
    'sigmoid'),
  z: numberField(1, { min: -20, max: 20 }),
  layer: integerField(1, { min: 1, max: 1000 }),
  epoch: integerField(0, { min: 0, max: 5 }),
  draw: integerField(0, { min: 0, max: 999 }),
  bend: flagField(false),
  depth: integerField(10, { min: 1, max: 50 }),
  scores: numbersField([3, 2, 1, 0, 0, 0, 0, 0, 0, 0], { min: -10, max: 10 }, [10, 10]),
  constant: numberField(0, { min: -10, max: 10 }),
  temperature: numberField(1, { min: 0.1, max: 10 }),
};

/** Numbers of the lab that are no rule of a setting. */
export const constants = { flat: 0.1, images: 1000, training_images: 4000, rows: 1000, deepest: 50 } as const;

/** The whole state. */
export interface ActivationsSettingsParams {
  /** Activation of the hidden layers of the network that is trained here. */
  readonly hidden?: 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'gelu' | 'linear';
  /** What its initial weights are multiplied by. */
  readonly weight_scale?: number;
  /** Of its training. */
  readonly learning_rate?: number;
  /** The name of a model of the shelf, which is looked at instead; empty: none. */
  readonly model?: string;
  /** The functions on the chart; the one that is followed is there too. */
  readonly shown?: readonly ('step' | 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'gelu' | 'softmax' |
    'linear')[];
  /** The function that is followed. */
  readonly activation?: 'step' | 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'gelu' | 'softmax' | 'linear';
  /** The point on it. */
  readonly z?: number;
  /** Whose sums are shown, counted from 1; the last one if the network has fewer. */
  readonly layer?: number;
  /** After which epoch of the training; 0: untrained. */
  readonly epoch?: number;
  /** Which random weights the two layers have that collapse into one. */
  readonly draw?: number;
  /** Whether there is a ReLU between them. */
  readonly bend?: boolean;
  /** Through how many layers the product of slopes is read out. */
  readonly depth?: number;
  /** Softmax is taken of (scores + constant) / temperature. */
  readonly scores?: readonly number[];
  /** Softmax is taken of (scores + constant) / temperature. */
  readonly constant?: number;
  /** Softmax is taken of (scores + constant) / temperature. */
  readonly temperature?: number;
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

const readers = {
  open: readActivationsView,
  advance: readSums,
  check: readVerdict,
  configure: readActivationsView,
};

/** The operations of `activations`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<ActivationsSettingsParams, typeof readers.open>;
  /** Train on towards the epoch that is to be shown. */
  readonly advance: Op<AdvanceParams, typeof readers.advance>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
  /** Change the settings; what is trained stays, unless the network becomes another one. */
  readonly configure: Op<ActivationsSettingsParams, typeof readers.configure>;
};
export const lab: Contract<Ops> = { exhibit: 'activations', readers };
