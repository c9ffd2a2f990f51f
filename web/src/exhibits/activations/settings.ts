import { choiceField, defineSettings, type Codec } from '../../frame/codec';
import { fields, type ActivationsSettings } from './lab.gen';

export type Name = ActivationsSettings['activation'];

export const NAMES = fields.activation.options;

/** The experiments below the curves. */
export const PANELS = ['sums', 'collapse', 'depth', 'softmax'] as const;
export type Panel = (typeof PANELS)[number];

export interface PageSettings extends ActivationsSettings {
  readonly panel: Panel;
}

export const codec: Codec<PageSettings> = defineSettings<PageSettings>({
  ...fields,
  panel: choiceField(PANELS, 'sums'),
});

/** The settings as the lab takes them. */
export function settingsOf({ panel: _, ...settings }: PageSettings): ActivationsSettings {
  return settings;
}

/** Shows a function, or no longer; the one that is followed is always shown. */
export function toggled(
  { shown, activation }: ActivationsSettings,
  name: Name,
): Partial<ActivationsSettings> {
  if (!shown.includes(name) && name !== activation)
    return { shown: NAMES.filter((each) => each === name || shown.includes(each)) };
  const rest = NAMES.filter((each) => each !== name && (shown.includes(each) || each === activation));
  const [first] = rest;
  if (first === undefined) return {};
  return { shown: rest, ...(name === activation ? { activation: first } : {}) };
}

export const COLOURS: Readonly<Record<Name, string>> = {
  step: 'var(--ink)',
  sigmoid: 'var(--positive)',
  tanh: 'var(--violet)',
  relu: 'var(--negative)',
  leaky_relu: 'var(--green)',
  gelu: 'var(--accent)',
  softmax: 'var(--wrong)',
  linear: 'var(--ink-faint)',
};
