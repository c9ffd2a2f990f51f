import { choiceField, defineSettings, inOrder, type Codec, type Field } from '../../frame/codec';
import { inkField } from './ink';
import { fields, rules, type Settings } from './lab.gen';
import type { Stroke } from './writing';

export const PANELS = ['steps', 'network', 'why', 'own'] as const;
export type Panel = (typeof PANELS)[number];

/** A hidden unit: its layer and its number in it, both from 0. */
export type UnitId = readonly [layer: number, unit: number];

/** How to read, as the lab takes it, and what the page shows. */
export interface RecogniseSettings extends Settings {
  readonly panel: Panel;
  /** What is drawn; a picture that was opened is too large for an address. */
  readonly ink: readonly Stroke[];
}

const unitsField: Field<readonly UnitId[]> = {
  fallback: [],
  write: (units) => units.map(([layer, unit]) => `${layer}.${unit}`).join(','),
  read: (text) => {
    const parts = text === '' ? [] : text.split(',');
    if (parts.length > rules.silenced.at_most) return undefined;
    const units = parts.map((part) => /^(\d{1,3})\.(\d{1,5})$/.exec(part));
    return units.every((match) => match !== null)
      ? units.map(([, layer, unit]) => [Number(layer), Number(unit)] as const)
      : undefined;
  },
};

export const codec: Codec<RecogniseSettings> = defineSettings<RecogniseSettings>({
  model: fields.model,
  off: inOrder(fields.off),
  silenced: unitsField,
  panel: choiceField(PANELS, 'steps'),
  ink: inkField,
});

/** How to read, as the lab takes it. */
export function settingsOf({ model, off, silenced }: RecogniseSettings): Settings {
  return { model, off, silenced };
}

export function sameUnit(a: UnitId, b: UnitId): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

export function toggledUnit(units: readonly UnitId[], unit: UnitId): readonly UnitId[] {
  return units.some((each) => sameUnit(each, unit))
    ? units.filter((each) => !sameUnit(each, unit))
    : [...units, unit];
}
