import {
  defineParams,
  flagField,
  integerField,
  numberField,
  type Codec,
  type Field,
} from '../../frame/codec';
import { LEAST_POINTS, ownField, type OwnPoint } from './own';

export const INPUTS = ['x', 'y', 'xSquared', 'ySquared', 'xTimesY', 'sinX', 'sinY'] as const;
export const DATASETS = ['circle', 'xor', 'gauss', 'spiral', 'iris', 'own'] as const;
export const REG_DATASETS = ['reg-plane', 'reg-gauss'] as const;
export const PROBLEMS = ['classification', 'regression'] as const;
export const ACTIVATIONS = ['relu', 'tanh', 'sigmoid', 'linear', 'leaky_relu'] as const;
export const REGULARIZATIONS = ['none', 'l1', 'l2'] as const;
export const OPTIMIZERS = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const;
export const INITS = ['uniform', 'normal', 'xavier', 'he', 'zeros'] as const;

export type InputName = (typeof INPUTS)[number];
export type Dataset = (typeof DATASETS)[number];
export type RegDataset = (typeof REG_DATASETS)[number];
export type Activation = (typeof ACTIVATIONS)[number];

export const LEARNING_RATES = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const REGULARIZATION_RATES = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const MOST_LAYERS = 6;
export const MOST_UNITS = 8;
const NEW_LAYER = 2;

/** Controls that a teacher may hide with `<control>_hide=true`; the first fifteen as that playground names them. */
export const HIDABLE = [
  'playButton',
  'stepButton',
  'resetButton',
  'problem',
  'dataset',
  'percTrainData',
  'noise',
  'batchSize',
  'showTestData',
  'discretize',
  'learningRate',
  'activation',
  'regularization',
  'regularizationRate',
  'numHiddenLayers',
  'inputs',
  'more',
  'losses',
  'confusion',
  'compare',
] as const;
export type Hidable = (typeof HIDABLE)[number];

/** What may change in the middle of a run. */
interface Tuning {
  readonly learningRate: number;
  readonly optimizer: (typeof OPTIMIZERS)[number];
  readonly momentum: number;
  readonly batchSize: number;
  readonly regularization: (typeof REGULARIZATIONS)[number];
  readonly regularizationRate: number;
}

/** What makes the points and the network; a change of it begins a new run. */
interface Building {
  readonly problem: (typeof PROBLEMS)[number];
  readonly dataset: Dataset;
  readonly regDataset: RegDataset;
  readonly iris: readonly number[];
  readonly own: readonly OwnPoint[];
  readonly noise: number;
  readonly percTrainData: number;
  readonly networkShape: readonly number[];
  readonly activation: Activation;
  /** One for each hidden layer, or none: then all have `activation`. */
  readonly activations: readonly Activation[];
  readonly dropout: number;
  readonly init: (typeof INITS)[number];
  readonly initZero: boolean;
  readonly seed: number;
  readonly start: number;
}

/** How it is shown; the lab does not hear of it. */
interface Showing {
  readonly showTestData: boolean;
  readonly discretize: boolean;
  readonly logLoss: boolean;
  readonly hideText: boolean;
}

export interface PlaygroundParams extends Tuning, Building, Showing {
  readonly inputs: readonly InputName[];
  readonly hidden: readonly Hidable[];
}

type Flat = Tuning & Building & Showing & Record<InputName, boolean>;

/** One of a few, in upper or lower case. */
function choice<const T extends string>(options: readonly T[], fallback: NoInfer<T>): Field<T> {
  return { fallback, write: String, read: (text) => options.find((option) => option === text.toLowerCase()) };
}

/** L1 and L2 are written as the other playground writes them. */
const regularizationField: Field<Tuning['regularization']> = {
  ...choice(REGULARIZATIONS, 'none'),
  write: (value) => (value === 'none' ? value : value.toUpperCase()),
};

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const shapeField: Field<readonly number[]> = {
  fallback: [4, 4],
  write: (shape) => shape.join(','),
  read: (text) => {
    const sizes = text.trim() === '' ? [] : text.split(',').map(Number);
    if (!sizes.every(Number.isFinite)) return undefined;
    return sizes.slice(0, MOST_LAYERS).map((size) => clamp(Math.round(size), 1, MOST_UNITS));
  },
};

const listField = <const T extends string>(options: readonly T[]): Field<readonly T[]> => ({
  fallback: [],
  write: (values) => values.join(','),
  read: (text) => {
    const values = text.split(',').map((part) => options.find((option) => option === part));
    return values.every((value) => value !== undefined) ? values : undefined;
  },
});

/** The other playground's seeds are fractions of five decimals, 0.53215; ours are whole numbers, 53215. */
const seedField: Field<number> = {
  fallback: 0,
  write: String,
  read: (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= 0 && value < 2 ** 31)) return undefined;
    return Number.isInteger(value) ? value : Math.round((value % 1) * 1e5);
  },
};

const irisField: Field<readonly number[]> = {
  fallback: [2, 3],
  write: (columns) => columns.join(','),
  read: (text) => {
    const [first, second, more] = text.split(',').map(Number);
    const known = [0, 1, 2, 3];
    if (first === undefined || second === undefined || more !== undefined || first === second)
      return undefined;
    return known.includes(first) && known.includes(second) ? [first, second] : undefined;
  },
};

const flat: Codec<Flat> = defineParams<Flat>({
  activation: choice(ACTIVATIONS, 'tanh'),
  regularization: regularizationField,
  batchSize: integerField(10, { min: 1, max: 1000 }),
  dataset: choice(DATASETS, 'circle'),
  regDataset: choice(REG_DATASETS, 'reg-plane'),
  learningRate: numberField(0.1, { min: 0, max: 1000 }),
  regularizationRate: numberField(0, { min: 0, max: 10 }),
  noise: integerField(0, { min: 0, max: 50 }),
  networkShape: shapeField,
  seed: seedField,
  showTestData: flagField(false),
  discretize: flagField(false),
  percTrainData: integerField(50, { min: 10, max: 90 }),
  x: flagField(true),
  y: flagField(true),
  xTimesY: flagField(false),
  xSquared: flagField(false),
  ySquared: flagField(false),
  sinX: flagField(false),
  sinY: flagField(false),
  problem: choice(PROBLEMS, 'classification'),
  initZero: flagField(false),
  hideText: flagField(false),
  iris: irisField,
  own: ownField,
  activations: listField(ACTIVATIONS),
  optimizer: choice(OPTIMIZERS, 'sgd'),
  momentum: numberField(0.9, { min: 0, max: 0.999 }),
  dropout: numberField(0, { min: 0, max: 0.9 }),
  init: choice(INITS, 'uniform'),
  start: integerField(0, { min: 0, max: 2 ** 31 - 1 }),
  logLoss: flagField(false),
});

function flatten({ inputs, hidden: _, ...rest }: PlaygroundParams): Flat {
  const flags = Object.fromEntries(INPUTS.map((name) => [name, inputs.includes(name)])) as Record<
    InputName,
    boolean
  >;
  return { ...rest, ...flags };
}

/** What a hand-written link may leave inconsistent is put right. */
function unflatten(read: Flat, hidden: readonly Hidable[]): PlaygroundParams {
  const { x, y, xSquared, ySquared, xTimesY, sinX, sinY, ...rest } = read;
  const flags: Record<InputName, boolean> = { x, y, xSquared, ySquared, xTimesY, sinX, sinY };
  const inputs = INPUTS.filter((name) => flags[name]);
  return {
    ...rest,
    dataset: rest.dataset === 'own' && rest.own.length < LEAST_POINTS ? 'circle' : rest.dataset,
    activations: rest.activations.length === rest.networkShape.length ? rest.activations : [],
    inputs: inputs.length > 0 ? inputs : ['x', 'y'],
    hidden,
  };
}

export const codec: Codec<PlaygroundParams> = {
  defaults: unflatten(flat.defaults, []),
  encode: (params) =>
    [flat.encode(flatten(params)), ...params.hidden.map((name) => `${name}_hide=true`)]
      .filter(Boolean)
      .join('&'),
  decode: (hash) => {
    const query = new URLSearchParams(hash.replace(/^#/, ''));
    return unflatten(
      flat.decode(hash),
      HIDABLE.filter((name) => query.get(`${name}_hide`) === 'true'),
    );
  },
};

const TUNED = [
  'learningRate',
  'optimizer',
  'momentum',
  'batchSize',
  'regularization',
  'regularizationRate',
] as const;
const BUILT = [
  'problem',
  'dataset',
  'regDataset',
  'iris',
  'noise',
  'percTrainData',
  'inputs',
  'networkShape',
  'activation',
  'activations',
  'dropout',
  'init',
  'initZero',
  'seed',
  'start',
] as const;

const pick = <K extends keyof PlaygroundParams>(
  params: PlaygroundParams,
  keys: readonly K[],
): Pick<PlaygroundParams, K> =>
  Object.fromEntries(keys.map((key) => [key, params[key]])) as Pick<PlaygroundParams, K>;

/** What the lab's `tune` takes. */
export const tuningOf = (params: PlaygroundParams): Pick<PlaygroundParams, (typeof TUNED)[number]> =>
  pick(params, TUNED);

/** Whether the learner's own points are what is learned. */
export const learnsOwn = (params: PlaygroundParams): boolean =>
  params.problem === 'classification' && params.dataset === 'own';

/** What the lab's `open` takes, without the tuning. */
export function buildingOf(params: PlaygroundParams): Record<string, unknown> {
  return { ...pick(params, BUILT), own: learnsOwn(params) ? params.own : null };
}

/** The building without the own points: while it is the same, the weights may stay. */
export const shapeOf = (params: PlaygroundParams): Record<string, unknown> => pick(params, BUILT);

// --- changes of the network ---------------------------------------------------------------------------------

type Change = Partial<PlaygroundParams>;

export function addLayer(params: PlaygroundParams): Change {
  if (params.networkShape.length >= MOST_LAYERS) return {};
  const activations = params.activations.length > 0 ? [...params.activations, params.activation] : [];
  return { networkShape: [...params.networkShape, NEW_LAYER], activations };
}

export function removeLayer(params: PlaygroundParams): Change {
  return { networkShape: params.networkShape.slice(0, -1), activations: params.activations.slice(0, -1) };
}

/** A neuron more or less in a hidden layer, 0 being the first. */
export function resizeLayer(params: PlaygroundParams, layer: number, by: number): Change {
  const networkShape = params.networkShape.map((size, i) =>
    i === layer ? clamp(size + by, 1, MOST_UNITS) : size,
  );
  return { networkShape };
}

/** Another activation for one hidden layer. */
export function bendLayer(params: PlaygroundParams, layer: number, activation: Activation): Change {
  const all = params.networkShape.map((_, i) =>
    i === layer ? activation : (params.activations[i] ?? params.activation),
  );
  const [first] = all;
  const same = first !== undefined && all.every((name) => name === first);
  return same ? { activation: first, activations: [] } : { activations: all };
}

/** An input switched on or off; the last one stays on. */
export function toggleInput(params: PlaygroundParams, name: InputName): Change {
  const inputs = INPUTS.filter((other) => params.inputs.includes(other) !== (other === name));
  return inputs.length > 0 ? { inputs } : {};
}

/** The next smaller learning rate of the list, or a third of one that is below them all. */
export function smallerRate(rate: number): number {
  return LEARNING_RATES.findLast((value) => value < rate * 0.999) ?? rate / 3;
}
