import { limitOf } from '../../draw/image';
import { computedBy } from '../../components/computed';
import type { Explanation } from '../../components/explanation';
import { bracketed, printed } from '../../lib/equation';
import { asTex, fixed } from '../../lib/format';
import type { NdArray } from '../../validate';
import type { Words } from './en';
import { unitNumbers } from './explanations';
import type { Inspected, UnitId } from './inspector.svelte';
import { fields, type Axis, type PlaygroundView } from './lab.gen';
import { outputMaps } from './maps';
import { classNames, INPUT_NAMES, INPUT_TEX } from './names';
import type { InputName } from './settings';

/** What the large map shows: the network's answer, or one unit that is looked at closely. */
export interface Shown {
  /** One map, or one for each of several classes. */
  readonly maps: readonly ArrayLike<number>[];
  /** Values of a side. */
  readonly side: number;
  /** The unit that is looked at. */
  readonly unit: UnitId | undefined;
  /** The classes that the maps stand for, if they are several. */
  readonly classes: readonly string[];
  /** The value at the end of the colours: of the targets, or of the unit. */
  readonly limit: number;
  /** How far a network's single output reaches; what is beyond `limit` keeps its colour. */
  readonly reach: number;
}

type CloseUp = UnitId & { readonly map: NdArray };

export function shownOf({ setup, frame }: PlaygroundView, closeUp: CloseUp | undefined): Shown {
  if (closeUp !== undefined) {
    const { data } = closeUp.map;
    const [side, limit] = [Math.sqrt(data.length), Math.max(1, limitOf(data))];
    return { maps: [data], side, unit: closeUp, classes: [], limit, reach: 0 };
  }
  const maps = outputMaps(frame);
  const side = frame.output.shape.at(-1) ?? 1;
  if (setup.classes.length > 2)
    return { maps, side, unit: undefined, classes: setup.classes, limit: 1, reach: 0 };
  const limit =
    setup.classes.length > 0
      ? 1
      : Math.max(1, limitOf(setup.train.target.data), limitOf(setup.test.target.data));
  return { maps, side, unit: undefined, classes: [], limit, reach: limitOf(maps[0] ?? []) };
}

/** What the map shows at a point, as the lab has computed it: one number, or one for each class. */
export function readings(
  view: PlaygroundView,
  { unit, classes }: Shown,
  found: Inspected,
  words: Words,
): readonly { readonly label: string; readonly number: Explanation }[] {
  if (unit?.layer === 0) return [{ label: '', number: featureNumber(view, found, unit.unit, words) }];
  const last = view.setup.layers.length - 1;
  const names = classes.length > 0 ? classNames(view, words) : [];
  const units = unit ? [unit.unit] : Array.from({ length: Math.max(1, classes.length) }, (_, k) => k);
  return units.flatMap((k) => {
    const number = unitNumbers(view, found, unit?.layer ?? last, k, words)?.a;
    return number ? [{ label: names[k] ?? '', number }] : [];
  });
}

/** An input that may be chosen, made of the point's two coordinates. */
function featureNumber(view: PlaygroundView, found: Inspected, feature: number, words: Words): Explanation {
  const name = fields.inputs.options[feature] ?? 'x';
  const { x, y } = found.spot;
  const { tex, value } = FEATURES[name];
  const { parts, sign, result } = printed({
    parts: [x, y],
    combine: ([a = 0, b = 0]) => value(a, b),
    result: found.features.data[feature] ?? Number.NaN,
  });
  return {
    name: words.inputLabel(INPUT_NAMES[name]),
    value: result,
    formula: INPUT_TEX[name],
    now: `${tex(bracketed(parts[0] ?? ''), bracketed(parts[1] ?? ''))} ${sign} ${asTex(result)}`,
    ...computedBy(view.computed[`input.${name}`], { mark: `"${name}"` }),
  };
}

/** The inputs with numbers in them, and what a calculator makes of these. */
const FEATURES: Readonly<
  Record<
    InputName,
    { readonly tex: (x: string, y: string) => string; readonly value: (x: number, y: number) => number }
  >
> = {
  x: { tex: (x) => x, value: (x) => x },
  y: { tex: (_, y) => y, value: (_, y) => y },
  xSquared: { tex: (x) => `${x}^2`, value: (x) => x * x },
  ySquared: { tex: (_, y) => `${y}^2`, value: (_, y) => y * y },
  xTimesY: { tex: (x, y) => `${x} \\times ${y}`, value: (x, y) => x * y },
  sinX: { tex: (x) => `\\sin ${x}`, value: Math.sin },
  sinY: { tex: (_, y) => `\\sin ${y}`, value: (_, y) => Math.sin(y) },
};

/** What a coordinate of the square stands for, to about a hundredth of a coordinate. */
export const axisText = (axis: Axis, coordinate: number): string =>
  fixed(axis.centre + axis.spread * coordinate, Math.max(0, 2 - Math.ceil(Math.log10(axis.spread))));

/** The same, coarsely: for ticks. */
export const tickText = (axis: Axis, coordinate: number): string =>
  fixed(axis.centre + axis.spread * coordinate, Math.max(0, Math.ceil(-Math.log10(axis.spread))));
