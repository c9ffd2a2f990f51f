import { defineSettings, flagField, integerField, type Codec } from '../../frame/codec';
import type { Series } from '../../draw/series';
import { parseNumber } from '../../lib/format';
import { fields, type CompareSettings, type KnobView, type PointView, type SweepView } from './lab.gen';

export interface PageSettings extends CompareSettings {
  /** Whether the settings that are not varied are shown. */
  readonly more: boolean;
  /** The point under the learner's hand, by its number; -1 for none. */
  readonly look: number;
}

export const codec: Codec<PageSettings> = defineSettings<PageSettings>({
  ...fields,
  more: flagField(false),
  look: integerField(-1, { min: -1, max: 9999 }),
});

/** The settings as the lab takes them. */
export const settingsOf = ({ more: _, look: _2, ...settings }: PageSettings): CompareSettings => settings;

export type KnobName = CompareSettings['knob'];

/** Sizes of hidden layers as they are typed: "64-32"; "0" for none. */
export function readSizes(typed: string): readonly number[] | undefined {
  const parts = typed.split(/[\s,，、-]+/u).filter((part) => part !== '');
  const sizes = parts.map((part) => String(parseNumber(part))).join(',');
  return sizes === '0' ? [] : parts.length > 0 ? fields.hidden.read(sizes) : undefined;
}

export const writeSizes = (sizes: readonly number[]): string => (sizes.length ? sizes.join('-') : '0');

/** Another comparison has other points: none of them is chosen. */
export const NO_POINT = { first: -1, second: -1, look: -1 } as const;

export const NO_NETWORK = { first_network: '', second_network: '' } as const;

export const KNOBS = fields.knob.options;

/** The settings that a knob varies: they have no value of their own then. */
const VARIED: Readonly<Partial<Record<KnobName, keyof CompareSettings>>> = {
  width: 'hidden',
  depth: 'hidden',
};
export const isVaried = ({ knob, against }: CompareSettings, name: keyof CompareSettings): boolean =>
  [knob, against].some((each) => each !== '' && (VARIED[each] ?? each) === name);

/** The knobs that can be varied against another one. */
export const against = (knob: KnobName): readonly ('' | KnobName)[] =>
  ['' as const, ...KNOBS].filter(
    (other) => other !== knob && !(isSize(knob) && other !== '' && isSize(other)),
  );
const isSize = (knob: KnobName): boolean => knob === 'width' || knob === 'depth';

/** Knobs whose values are even in the logarithm. */
const LOGARITHMIC = new Set(['hidden', 'learning_rate', 'batch_size', 'limit', 'epochs']);

/** The axis of a knob with numbers; its values as places, even if one of them is 0. */
export function axisOf(knob: KnobView): { readonly scale: 'linear' | 'log'; readonly x: readonly number[] } {
  const positive = knob.numbers.every((value) => value > 0);
  const distinct = new Set(knob.numbers).size === knob.numbers.length;
  if (!positive || !distinct) return { scale: 'linear', x: knob.numbers.map((_, i) => i) };
  return { scale: LOGARITHMIC.has(knob.name) ? 'log' : 'linear', x: knob.numbers };
}

/** The points of a sweep of one knob, along its axis. */
export const alongAxis = ({ points }: SweepView): readonly PointView[] =>
  points.toSorted((a, b) => (a.places[0] ?? 0) - (b.places[0] ?? 0));

/** The means so far as a curve, with their intervals as a band; `x` are the places of the knob's values. */
export function meansOf(sweep: SweepView, x: readonly number[]): Series {
  const trained = alongAxis(sweep).filter(({ mean }) => mean !== null);
  return {
    id: 'mean',
    label: '',
    x: trained.map(({ places }) => x[places[0] ?? 0] ?? 0),
    y: trained.map(({ mean }) => mean ?? 0),
    strong: true,
    band: {
      low: trained.map(({ low, mean }) => low ?? mean ?? 0),
      high: trained.map(({ high, mean }) => high ?? mean ?? 0),
    },
  };
}

/** Points in the order of their means, those without one last. */
export const ranked = ({ points, seeds }: SweepView): readonly PointView[] =>
  points
    .filter(({ accuracies }) => accuracies.length > 0)
    .toSorted(
      (a, b) =>
        Number(b.accuracies.length === seeds) - Number(a.accuracies.length === seeds) ||
        (b.mean ?? 0) - (a.mean ?? 0),
    );

/** The point with these places. */
export const pointAt = ({ points }: SweepView, ...places: readonly number[]): PointView | undefined =>
  points.find((point) => point.places.every((place, i) => place === places[i]));
