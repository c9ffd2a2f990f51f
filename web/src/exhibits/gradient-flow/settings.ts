import { defineSettings, type Codec } from '../../frame/codec';
import { fields, type GradientFlowSettings } from './lab.gen';

export const codec: Codec<GradientFlowSettings> = defineSettings<GradientFlowSettings>(fields);

type Change = Partial<GradientFlowSettings>;

/**
 * Twenty sigmoid layers; their weights have the standard deviation that fits ReLU layers of 32, √(2/32):
 * what each preset starts from.
 */
const SICK = {
  depth: 20,
  width: 32,
  activation: 'sigmoid',
  initializer: 'normal',
  weight_scale: 0.25,
  residual: false,
  batch_norm: false,
  train: false,
} as const satisfies Change;

/** What goes wrong, and what mends it. */
export const PRESETS = {
  vanish: SICK,
  explode: { ...SICK, activation: 'relu', initializer: 'he', weight_scale: 1.6 },
  connect: { ...SICK, residual: true },
  straighten: { ...SICK, activation: 'relu' },
  normal: { ...SICK, activation: 'tanh', weight_scale: 1 },
  draw: { ...SICK, activation: 'tanh', initializer: 'xavier', weight_scale: 1 },
} as const satisfies Readonly<Record<string, Change>>;
