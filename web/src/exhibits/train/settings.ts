import {
  choiceField,
  defineSettings,
  flagField,
  integerField,
  numberField,
  numbersField,
  type Codec,
} from '../../frame/codec';

export const ACTIVATIONS = ['relu', 'leaky_relu', 'tanh', 'sigmoid', 'linear'] as const;
export const LOSSES = ['cross_entropy', 'mse'] as const;
export const OPTIMIZERS = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const;
export const INITS = ['auto', 'xavier', 'he', 'normal', 'uniform', 'zeros'] as const;
export const SCHEDULES = ['constant', 'step', 'cosine', 'warm_up', 'one_cycle'] as const;
export const AUGMENTATIONS = ['none', 'shift', 'affine', 'elastic'] as const;

/** What may be set, as the lab takes it. */
export const RANGES = {
  layers: { min: 1, max: 1024 },
  learning_rate: { min: 1e-7, max: 1000 },
  momentum: { min: 0, max: 0.999 },
  batch_size: { min: 1, max: 60000 },
  epochs: { min: 1, max: 500 },
  penalty: { min: 0, max: 1 },
  dropout: { min: 0, max: 0.9 },
  early_stopping: { min: 0, max: 100 },
  limit: { min: 100, max: 60000 },
  validation: { min: 0, max: 0.5 },
  seed: { min: 0, max: 2 ** 31 - 1 },
} as const;
export const MOST_LAYERS = 5;

export interface TrainSettings {
  /** Hidden units, layer by layer. */
  readonly layers: readonly number[];
  readonly activation: (typeof ACTIVATIONS)[number];
  readonly loss: (typeof LOSSES)[number];
  readonly optimizer: (typeof OPTIMIZERS)[number];
  readonly learning_rate: number;
  readonly momentum: number;
  readonly batch_size: number;
  readonly epochs: number;
  readonly l1: number;
  readonly l2: number;
  readonly dropout: number;
  readonly batch_norm: boolean;
  readonly init: (typeof INITS)[number];
  readonly schedule: (typeof SCHEDULES)[number];
  readonly augmentation: (typeof AUGMENTATIONS)[number];
  /** Epochs without improvement that are borne; 0: never stops early. */
  readonly early_stopping: number;
  readonly standardize: boolean;
  readonly shuffle_labels: boolean;
  /** Training images to take. */
  readonly limit: number;
  /** The share of them that is held back. */
  readonly validation: number;
  readonly seed: number;
}

const whole = numbersField([128], RANGES.layers, [0, MOST_LAYERS]);

export const codec: Codec<TrainSettings> = defineSettings<TrainSettings>({
  layers: {
    ...whole,
    read: (text) => {
      const sizes = whole.read(text);
      return sizes?.every(Number.isInteger) ? sizes : undefined;
    },
  },
  activation: choiceField(ACTIVATIONS, 'relu'),
  loss: choiceField(LOSSES, 'cross_entropy'),
  optimizer: choiceField(OPTIMIZERS, 'adam'),
  learning_rate: numberField(0.001, RANGES.learning_rate),
  momentum: numberField(0.9, RANGES.momentum),
  batch_size: integerField(128, RANGES.batch_size),
  epochs: integerField(5, RANGES.epochs),
  l1: numberField(0, RANGES.penalty),
  l2: numberField(0, RANGES.penalty),
  dropout: numberField(0, RANGES.dropout),
  batch_norm: flagField(false),
  init: choiceField(INITS, 'auto'),
  schedule: choiceField(SCHEDULES, 'constant'),
  augmentation: choiceField(AUGMENTATIONS, 'none'),
  early_stopping: integerField(0, RANGES.early_stopping),
  standardize: flagField(false),
  shuffle_labels: flagField(false),
  limit: integerField(60000, RANGES.limit),
  validation: numberField(0.2, RANGES.validation),
  seed: integerField(0, RANGES.seed),
});

/** "128, 64" as sizes; undefined if that is no list of layers. */
export function readLayers(typed: string): number[] | undefined {
  const parts = typed.split(/[\s,，、-]+/u).filter((part) => part !== '');
  const sizes = parts.map(Number);
  const { min, max } = RANGES.layers;
  const good = sizes.length <= MOST_LAYERS && sizes.every((n) => Number.isInteger(n) && n >= min && n <= max);
  return good ? sizes : undefined;
}

/** The preset whose settings these are, if any. */
export function presetOf(
  settings: TrainSettings,
  presets: readonly { name: string; settings: TrainSettings }[],
): string | undefined {
  const now = codec.encode(settings);
  return presets.find((preset) => codec.encode(preset.settings) === now)?.name;
}
