import { defineSettings, flagField, type Codec, type Field } from '../../frame/codec';
import { clamp } from '../../lib/format';
import { fields, type ExperimentSettings, type TuningParams } from './lab.gen';
import { LEAST_POINTS, NAMELESS, userPointsField, type Named, type UserPoint } from './userPoints';

export type InputName = ExperimentSettings['inputs'][number];
export type Activation = ExperimentSettings['activation'];

export const LEARNING_RATES = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const REGULARIZATION_RATES = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const MOST_LAYERS = fields.network_shape.length[1];
export const MOST_UNITS = fields.network_shape.range.max;

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

/** How it is shown; the lab does not hear of it. */
interface Showing {
  readonly showTestData: boolean;
  readonly discretize: boolean;
  readonly logLoss: boolean;
  readonly hideText: boolean;
}

/** The experiment as the page knows it: as the lab takes it, and how it is shown. */
export interface PlaygroundSettings extends Omit<ExperimentSettings, 'own'>, Showing {
  readonly own: readonly UserPoint[];
  readonly hidden: readonly Hidable[];
}

/** In the address every input is a flag, and every control that is hidden. */
type Flat = Omit<PlaygroundSettings, 'inputs' | 'hidden'> &
  Readonly<Record<InputName | `${Hidable}_hide`, boolean>>;

/** In upper or lower case. */
const anyCase = <T>(field: Field<T>): Field<T> => ({
  ...field,
  read: (text) => field.read(text.toLowerCase()),
});

/** L1 and L2 are written as the other playground writes them. */
const regularizationField: Field<ExperimentSettings['regularization']> = {
  ...anyCase(fields.regularization),
  write: (value) => (value === 'none' ? value : value.toUpperCase()),
};

const readShape = (text: string): readonly number[] | undefined => {
  const sizes = text.trim() === '' ? [] : text.split(',').map(Number);
  if (!sizes.every(Number.isFinite)) return undefined;
  return sizes.slice(0, MOST_LAYERS).map((size) => clamp(Math.round(size), 1, MOST_UNITS));
};
const shapeField: Field<readonly number[]> = {
  ...fields.network_shape,
  read: readShape,
  changes: (text) => fields.network_shape.read(text) === undefined,
};

/** Whatever is not "false" is true, as the other playground reads it. */
const switchField = (fallback: boolean): Field<boolean> => ({
  ...flagField(fallback),
  read: (text) => (text.trim() === '' ? undefined : text !== 'false'),
});

/** The other playground's seeds are fractions of five decimals, 0.53215; ours are whole numbers, 53215. */
const seedField: Field<number> = {
  ...fields.seed,
  read: (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= 0 && value < 2 ** 31)) return undefined;
    return Number.isInteger(value) ? value : Math.round((value % 1) * 1e5);
  },
};

/** Only with values that all differ. */
const distinctField = <T>(field: Field<readonly T[]>): Field<readonly T[]> => ({
  ...field,
  read: (text) => {
    const values = field.read(text);
    return new Set(values).size === values?.length ? values : undefined;
  },
});

/** Only with as many values as there may be, or none. */
const allOrNoneField = <T>(
  field: Field<readonly T[]> & { readonly length: readonly [number, number] },
): Field<readonly T[]> => ({
  ...field,
  read: (text) => {
    const values = field.read(text);
    return values?.length === 0 || values?.length === field.length[1] ? values : undefined;
  },
});

const LEAST_SPREAD = 1 / fields.own_scale.range.max;
const scaleField: Field<readonly number[]> = {
  ...fields.own_scale,
  read: (text) => {
    const scale = allOrNoneField(fields.own_scale).read(text);
    return scale?.every((value, i) => i % 2 === 0 || value >= LEAST_SPREAD) ? scale : undefined;
  },
};

const hideFields = Object.fromEntries(HIDABLE.map((name) => [`${name}_hide`, flagField(false)])) as Readonly<
  Record<`${Hidable}_hide`, Field<boolean>>
>;

const flat: Codec<Flat> = defineSettings<Flat>(
  {
    activation: anyCase(fields.activation),
    regularization: regularizationField,
    batch_size: fields.batch_size,
    dataset: anyCase(fields.dataset),
    reg_dataset: anyCase(fields.reg_dataset),
    learning_rate: fields.learning_rate,
    regularization_rate: fields.regularization_rate,
    noise: fields.noise,
    network_shape: shapeField,
    seed: seedField,
    showTestData: switchField(false),
    discretize: switchField(false),
    train_percent: fields.train_percent,
    x: switchField(true),
    y: switchField(true),
    xTimesY: switchField(false),
    xSquared: switchField(false),
    ySquared: switchField(false),
    sinX: switchField(false),
    sinY: switchField(false),
    problem: anyCase(fields.problem),
    init_zero: switchField(fields.init_zero.fallback),
    hideText: switchField(false),
    iris: distinctField(fields.iris),
    own: userPointsField,
    own_classes: distinctField(fields.own_classes),
    own_columns: allOrNoneField(fields.own_columns),
    own_scale: scaleField,
    activations: fields.activations,
    optimizer: anyCase(fields.optimizer),
    momentum: fields.momentum,
    dropout: fields.dropout,
    init: anyCase(fields.init),
    start: fields.start,
    logLoss: flagField(false),
    ...hideFields,
  },
  {
    // As that playground spells them in its links.
    names: {
      learning_rate: 'learningRate',
      batch_size: 'batchSize',
      regularization_rate: 'regularizationRate',
      reg_dataset: 'regDataset',
      train_percent: 'percTrainData',
      network_shape: 'networkShape',
      init_zero: 'initZero',
    },
    // What that playground starts with, and this one does not: a short link means the same in both.
    unsaid: { learning_rate: 0.03, network_shape: [4, 2] },
    // It writes these into its links; they change nothing that it shows.
    empty: ['cosX', 'cosY', 'collectStats'],
  },
);

function flatten({ inputs, hidden, ...rest }: PlaygroundSettings): Flat {
  const flags = Object.fromEntries([
    ...fields.inputs.options.map((name) => [name, inputs.includes(name)]),
    ...HIDABLE.map((name) => [`${name}_hide`, hidden.includes(name)]),
  ]) as Record<InputName | `${Hidable}_hide`, boolean>;
  return { ...rest, ...flags };
}

/** What a hand-written link may leave inconsistent is put right. */
function unflatten(read: Flat): PlaygroundSettings {
  const { x, y, xSquared, ySquared, xTimesY, sinX, sinY, ...others } = read;
  const flags: Record<InputName, boolean> = { x, y, xSquared, ySquared, xTimesY, sinX, sinY };
  const inputs = fields.inputs.options.filter((name) => flags[name]);
  const rest = Object.fromEntries(
    Object.entries(others).filter(([name]) => !(name in hideFields)),
  ) as unknown as Omit<PlaygroundSettings, 'inputs' | 'hidden'>;
  return {
    ...rest,
    dataset: rest.dataset === 'own' && rest.own.length < LEAST_POINTS ? 'circle' : rest.dataset,
    activations: rest.activations.length === rest.network_shape.length ? rest.activations : [],
    inputs: inputs.length > 0 ? inputs : ['x', 'y'],
    hidden: HIDABLE.filter((name) => read[`${name}_hide`]),
  };
}

export const codec: Codec<PlaygroundSettings> = {
  defaults: unflatten(flat.defaults),
  encode: (settings) => flat.encode(flatten(settings)),
  decode: (hash) => unflatten(flat.decode(hash)),
  ignored: (hash) => flat.ignored(hash),
};

/** One that is missing here, or not the lab's, is a compile error. */
const TUNED = Object.keys({
  learning_rate: true,
  optimizer: true,
  momentum: true,
  batch_size: true,
  regularization: true,
  regularization_rate: true,
} satisfies Record<keyof TuningParams, true>) as (keyof TuningParams)[];
/** What names the learner's points; with these they are the data. */
const NAMES = Object.keys(NAMELESS) as (keyof Named)[];
/** What makes the points and the network: all other settings but `epoch`, which only brings weights back. */
type Built = Exclude<keyof typeof fields, keyof TuningParams | keyof Named | 'epoch'>;
const NOT_BUILT: readonly string[] = [...TUNED, ...NAMES, 'epoch'];
const BUILT = (Object.keys(fields) as Built[]).filter((name) => !NOT_BUILT.includes(name));

const pick = <K extends keyof PlaygroundSettings>(
  settings: PlaygroundSettings,
  keys: readonly K[],
): Pick<PlaygroundSettings, K> =>
  Object.fromEntries(keys.map((key) => [key, settings[key]])) as Pick<PlaygroundSettings, K>;

/** What the lab's `tune` takes. */
export const tuningOf = (settings: PlaygroundSettings): Pick<PlaygroundSettings, (typeof TUNED)[number]> =>
  pick(settings, TUNED);

/** Whether the learner's own points are what is learned. */
export const learnsOwn = (settings: Pick<PlaygroundSettings, 'problem' | 'dataset'>): boolean =>
  settings.problem === 'classification' && settings.dataset === 'own';

/** What begins a new run when it changes. */
export const buildingOf = (settings: PlaygroundSettings): Pick<PlaygroundSettings, Built> =>
  pick(settings, BUILT);

/** The learner's own points, if they are what is learned: when they change, the weights stay. */
export const ownOf = (settings: PlaygroundSettings): Named & { readonly own: readonly UserPoint[] | null } =>
  learnsOwn(settings) ? { own: settings.own, ...namedOf(settings) } : { own: null, ...NAMELESS };

/** What names the learner's points. */
export const namedOf = (settings: PlaygroundSettings): Named => pick(settings, NAMES);
