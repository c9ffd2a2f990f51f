import { defineSettings, flagField } from '../../frame/codec';
import { fields, type BackpropSettings, type BackpropView } from './lab.gen';

/** With what only the page knows: whether signs are predicted first, and whether a big screen is shown. */
export type PageSettings = BackpropSettings & { readonly predict: boolean; readonly show: boolean };

export const codec = defineSettings<PageSettings>({
  ...fields,
  predict: flagField(false),
  show: flagField(false),
});

/** What the lab is asked with. */
export const labSettings = ({ show: _, predict: __, ...settings }: PageSettings): BackpropSettings =>
  settings;

type Patch = Partial<PageSettings>;

/** Another network or other samples: what was set for the old ones is drawn anew, and the pass begins. */
export const afresh = (patch: Patch): Patch => ({ theta: [], samples: [], step: 0, taken: 0, ...patch });

export type Preset = 'first' | 'vanishing' | 'dead' | 'cancel' | 'largest';

const small = { inputs: 2, hidden: [2], outputs: 1, batch: 1, sample: 0, chosen: 0, wrong_sign: false };

export const PRESETS: Readonly<Record<Preset, Patch>> = {
  first: { ...small, activation: 'sigmoid', loss: 'mse', seed: 0 },
  vanishing: {
    ...small,
    hidden: [2, 2],
    activation: 'sigmoid',
    loss: 'mse',
    theta: [4, 4, 4, 4, 2, 2, 3, 3, 3, 3, 1, 1, 2, -1, 0],
  },
  dead: { ...small, activation: 'relu', loss: 'mse', theta: [0.5, 0.4, 0.3, 0.6, -3, 0.1, 0.7, 0.5, 0] },
  cancel: {
    ...small,
    activation: 'sigmoid',
    loss: 'cross_entropy',
    samples: [0.5, 0.8, 0],
    theta: [0.4, -0.6, 0.2, 0.5, 0.1, -0.1, 4, 4, 2],
  },
  largest: {
    ...small,
    inputs: 3,
    hidden: [4, 4],
    outputs: 2,
    batch: 8,
    activation: 'tanh',
    loss: 'cross_entropy',
    seed: 0,
  },
};

/** What one step of the show is about; layers count from 1. */
export type Stop =
  { readonly phase: 'forward' | 'backward'; readonly layer: number } | { readonly phase: 'loss' | 'update' };

export function stopsOf(view: BackpropView): Stop[] {
  const layers = view.layers.map((_, i) => i + 1);
  return [
    ...layers.map((layer) => ({ phase: 'forward', layer }) as const),
    { phase: 'loss' },
    ...layers.toReversed().map((layer) => ({ phase: 'backward', layer }) as const),
    { phase: 'update' },
  ];
}

/** The stop at which a view stands. */
export function stopAt(view: BackpropView, step: number): Stop {
  return stopsOf(view)[Math.min(step, 2 * view.layers.length + 1)] ?? { phase: 'update' };
}

/** Whether the activations, or the deltas, of a layer are known at a stop. */
export function isKnown(view: BackpropView, step: number, what: 'a' | 'delta', layer: number): boolean {
  const count = view.layers.length;
  return what === 'a' ? step >= layer - 1 : step >= 2 * count + 1 - layer;
}

/** Whether a step is the update, or would be behind it. */
export const isLast = (view: BackpropView, step: number): boolean => step >= 2 * view.layers.length + 1;

/** The pass one stop on: after the update the next pass begins, with the new weights, which the view has. */
export function forward({ step, taken }: BackpropSettings, view: BackpropView): Patch {
  if (!isLast(view, step)) return { step: step + 1 };
  return { step: 0, taken: taken + 1, theta: [...view.step.after.data] };
}
