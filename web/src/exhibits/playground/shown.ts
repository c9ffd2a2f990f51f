import { limitOf } from '../../draw/image';
import { fixed } from '../../lib/format';
import type { NdArray } from '../../validate';
import { toPixels } from '../../components/plane/dots';
import type { UnitId } from './inspector.svelte';
import type { Inspection, PlaygroundView } from './lab.gen';
import { outputMaps } from './maps';

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

/** The values of the maps at the point of theirs that is nearest. */
export function readAt({ maps, side }: Shown, x: number, y: number): number[] {
  const cell = (value: number): number =>
    Math.min(side - 1, Math.max(0, Math.round(toPixels(value, side - 1))));
  return maps.map((map) => map[cell(-y) * side + cell(x)] ?? Number.NaN);
}

/**
 * The very values that the lab computed for the followed point; undefined for an input, which is no answer.
 */
export function computedFor({ unit }: Shown, found: Inspection): number[] | undefined {
  if (unit === undefined) return Array.from(found.layers.at(-1)?.a.data ?? []);
  const a = unit.layer === 0 ? undefined : found.layers[unit.layer - 1]?.a.data[unit.unit];
  return a === undefined ? undefined : [a];
}

export function written(
  { classes }: Shown,
  values: readonly number[],
  className: (name: string) => string,
): string {
  if (classes.length === 0) return fixed(values[0] ?? Number.NaN);
  return values.map((value, k) => `${className(classes[k] ?? '')} ${fixed(value)}`).join(' · ');
}

/** What a coordinate of the square stands for. */
export function axisText(
  { setup }: PlaygroundView,
  side: number,
  coordinate: number,
  digits: number,
): string {
  const axis = setup.axes[side];
  return fixed((axis?.centre ?? 0) + (axis?.spread ?? 1) * coordinate, digits);
}
