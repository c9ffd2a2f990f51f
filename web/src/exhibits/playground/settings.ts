import {
  defineSettings,
  flagField,
  integerField,
  numberField,
  type Codec,
  type Field,
} from '../../frame/codec';
import { LEAST_POINTS, userPointsField, type UserPoint } from './userPoints';

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

/**
 * Controls that a teacher may hide with `<control>_hide=true`; the
 * first fifteen as that playground names them.
 */
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
  readonly learning_rate: number;
  readonly optimizer: (typeof OPTIMIZERS)[number];
  readonly momentum: number;
  readonly batch_size: number;
  readonly regularization: (typeof REGULARIZATIONS)[number];
  readonly regularization_rate: number;
}

/** What makes the points and the network; a change of it begins a new run. */
interface Building {
  readonly problem: (typeof PROBLEMS)[number];
  readonly dataset: Dataset;
  readonly reg_dataset: RegDataset;
  readonly iris: readonly number[];
  readonly own: readonly UserPoint[];
  readonly noise: number;
  readonly train_percent: number;
  readonly network_shape: readonly number[];
  readonly activation: Activation;
  /** One for each hidden layer, or none: then all have `activation`. */
  readonly activations: readonly Activation[];
  readonly dropout: number;
  readonly init: (typeof INITS)[number];
  readonly init_zero: boolean;
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

export interface PlaygroundSettings extends Tuning, Building, Showing {
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

const flat: Codec<Flat> = defineSettings<Flat>(
  {
    activation: choice(ACTIVATIONS, 'tanh'),
    regularization: regularizationField,
    batch_size: integerField(10, { min: 1, max: 1000 }),
    dataset: choice(DATASETS, 'circle'),
    reg_dataset: choice(REG_DATASETS, 'reg-plane'),
    learning_rate: numberField(0.1, { min: 0, max: 1000 }),
    regularization_rate: numberField(0, { min: 0, max: 10 }),
    noise: integerField(0, { min: 0, max: 50 }),
    network_shape: shapeField,
    seed: seedField,
    showTestData: flagField(false),
    discretize: flagField(false),
    train_percent: integerField(50, { min: 10, max: 90 }),
    x: flagField(true),
    y: flagField(true),
    xTimesY: flagField(false),
    xSquared: flagField(false),
    ySquared: flagField(false),
    sinX: flagField(false),
    sinY: flagField(false),
    problem: choice(PROBLEMS, 'classification'),
    init_zero: flagField(false),
    hideText: flagField(false),
    iris: irisField,
    own: userPointsField,
    activations: listField(ACTIVATIONS),
    optimizer: choice(OPTIMIZERS, 'sgd'),
    momentum: numberField(0.9, { min: 0, max: 0.999 }),
    dropout: numberField(0, { min: 0, max: 0.9 }),
    init: choice(INITS, 'uniform'),
    start: integerField(0, { min: 0, max: 2 ** 31 - 1 }),
    logLoss: flagField(false),
  },
  // As that playground spells them in its links.
  {
    learning_rate: 'learningRate',
    batch_size: 'batchSize',
    regularization_rate: 'regularizationRate',
    reg_dataset: 'regDataset',
    train_percent: 'percTrainData',
    network_shape: 'networkShape',
    init_zero: 'initZero',
  },
);

function flatten({ inputs, hidden: _, ...rest }: PlaygroundSettings): Flat {
  const flags = Object.fromEntries(INPUTS.map((name) => [name, inputs.includes(name)])) as Record<
    InputName,
    boolean
  >;
  return { ...rest, ...flags };
}

/** What a hand-written link may leave inconsistent is put right. */
function unflatten(read: Flat, hidden: readonly Hidable[]): PlaygroundSettings {
  const { x, y, xSquared, ySquared, xTimesY, sinX, sinY, ...rest } = read;
  const flags: Record<InputName, boolean> = { x, y, xSquared, ySquared, xTimesY, sinX, sinY };
  const inputs = INPUTS.filter((name) => flags[name]);
  return {
    ...rest,
    dataset: rest.dataset === 'own' && rest.own.length < LEAST_POINTS ? 'circle' : rest.dataset,
    activations: rest.activations.length === rest.network_shape.length ? rest.activations : [],
    inputs: inputs.length > 0 ? inputs : ['x', 'y'],
    hidden,
  };
}

export const codec: Codec<PlaygroundSettings> = {
  defaults: unflatten(flat.defaults, []),
  encode: (settings) =>
    [flat.encode(flatten(settings)), ...settings.hidden.map((name) => `${name}_hide=true`)]
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
  'learning_rate',
  'optimizer',
  'momentum',
  'batch_size',
  'regularization',
  'regularization_rate',
] as const;
const BUILT = [
  'problem',
  'dataset',
  'reg_dataset',
  'iris',
  'noise',
  'train_percent',
  'inputs',
  'network_shape',
  'activation',
  'activations',
  'dropout',
  'init',
  'init_zero',
  'seed',
  'start',
] as const;

const pick = <K extends keyof PlaygroundSettings>(
  settings: PlaygroundSettings,
  keys: readonly K[],
): Pick<PlaygroundSettings, K> =>
  Object.fromEntries(keys.map((key) => [key, settings[key]])) as Pick<PlaygroundSettings, K>;

/** What the lab's `tune` takes. */
export const tuningOf = (settings: PlaygroundSettings): Pick<PlaygroundSettings, (typeof TUNED)[number]> =>
  pick(settings, TUNED);

/** Whether the learner's own points are what is learned. */
export const learnsOwn = (settings: PlaygroundSettings): boolean =>
  settings.problem === 'classification' && settings.dataset === 'own';

/** What begins a new run when it changes. */
export const buildingOf = (settings: PlaygroundSettings): Record<string, unknown> => pick(settings, BUILT);

/** The learner's own points, if they are what is learned: when they change, the weights stay. */
export const ownOf = (settings: PlaygroundSettings): { readonly own: readonly UserPoint[] | null } => ({
  own: learnsOwn(settings) ? settings.own : null,
});

// --- changes of the network --------------------------------------------------------------------------------

type Change = Partial<PlaygroundSettings>;

export function addLayer(settings: PlaygroundSettings): Change {
  if (settings.network_shape.length >= MOST_LAYERS) return {};
  const activations = settings.activations.length > 0 ? [...settings.activations, settings.activation] : [];
  return { network_shape: [...settings.network_shape, NEW_LAYER], activations };
}

export function removeLayer(settings: PlaygroundSettings): Change {
  return {
    network_shape: settings.network_shape.slice(0, -1),
    activations: settings.activations.slice(0, -1),
  };
}

/** A neuron more or less in a hidden layer, 0 being the first. */
export function resizeLayer(settings: PlaygroundSettings, layer: number, by: number): Change {
  const network_shape = settings.network_shape.map((size, i) =>
    i === layer ? clamp(size + by, 1, MOST_UNITS) : size,
  );
  return { network_shape };
}

/** Another activation for one hidden layer. */
export function setActivation(settings: PlaygroundSettings, layer: number, activation: Activation): Change {
  const all = settings.network_shape.map((_, i) =>
    i === layer ? activation : (settings.activations[i] ?? settings.activation),
  );
  const [first] = all;
  const same = first !== undefined && all.every((name) => name === first);
  return same ? { activation: first, activations: [] } : { activations: all };
}

/** An input switched on or off; the last one stays on. */
export function toggleInput(settings: PlaygroundSettings, name: InputName): Change {
  const inputs = INPUTS.filter((other) => settings.inputs.includes(other) !== (other === name));
  return inputs.length > 0 ? { inputs } : {};
}

/** The next smaller learning rate of the list, or a third of one that is below them all. */
export function smallerRate(rate: number): number {
  return LEARNING_RATES.findLast((value) => value < rate * 0.999) ?? rate / 3;
}
