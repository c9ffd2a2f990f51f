import { choiceField, defineSettings, textField, type Codec, type Field } from '../../frame/codec';
import { inkField } from './ink';
import type { Stroke } from './writing';

/** The steps from a picture to 28x28, in order; the lab's own names. */
export const STEPS = [
  'grey',
  'polarity',
  'background',
  'threshold',
  'lines',
  'specks',
  'split',
  'crop',
  'thickness',
  'resize',
  'rescale',
  'frame',
  'centre',
] as const;
export type StepName = (typeof STEPS)[number];

export const PANELS = ['steps', 'network', 'why', 'own'] as const;
export type Panel = (typeof PANELS)[number];

/** A hidden unit: its layer and its number in it, both from 0. */
export type UnitId = readonly [layer: number, unit: number];

export interface RecogniseSettings {
  /** Empty: the newest. */
  readonly model: string;
  readonly off: readonly StepName[];
  readonly silenced: readonly UnitId[];
  readonly panel: Panel;
  /** What is drawn; a picture that was opened is too large for an address. */
  readonly ink: readonly Stroke[];
}

export function isStep(name: string): name is StepName {
  return (STEPS as readonly string[]).includes(name);
}

const stepsField: Field<readonly StepName[]> = {
  fallback: [],
  write: (steps) => steps.join(','),
  read: (text) => {
    const names = text === '' ? [] : text.split(',');
    return names.every(isStep) ? STEPS.filter((step) => names.includes(step)) : undefined;
  },
};

const MOST_SILENCED = 2000;

const unitsField: Field<readonly UnitId[]> = {
  fallback: [],
  write: (units) => units.map(([layer, unit]) => `${layer}.${unit}`).join(','),
  read: (text) => {
    const parts = text === '' ? [] : text.split(',');
    if (parts.length > MOST_SILENCED) return undefined;
    const units = parts.map((part) => /^(\d{1,3})\.(\d{1,5})$/.exec(part));
    return units.every((match) => match !== null)
      ? units.map(([, layer, unit]) => [Number(layer), Number(unit)] as const)
      : undefined;
  },
};

export const codec: Codec<RecogniseSettings> = defineSettings<RecogniseSettings>({
  model: textField('', 100),
  off: stepsField,
  silenced: unitsField,
  panel: choiceField(PANELS, 'steps'),
  ink: inkField,
});

/** How to read, as the lab takes it. */
export function settingsOf({ model, off, silenced }: RecogniseSettings): Record<string, unknown> {
  return { model, off: [...off], silenced: silenced.map((unit) => [...unit]) };
}

export function toggled(steps: readonly StepName[], step: StepName): readonly StepName[] {
  return STEPS.filter((each) => steps.includes(each) !== (each === step));
}

export function sameUnit(a: UnitId, b: UnitId): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

export function toggledUnit(units: readonly UnitId[], unit: UnitId): readonly UnitId[] {
  return units.some((each) => sameUnit(each, unit))
    ? units.filter((each) => !sameUnit(each, unit))
    : [...units, unit];
}
