import type { Field } from '../../frame/codec';
import { EDGE } from '../../lab.gen';
import { parseNumber } from '../../lib/format';
import { constants, rules } from './lab.gen';

/** A point that the learner set: x and y from -6 to 6, and the number of its class. */
export type UserPoint = readonly [x: number, y: number, label: number];

export const LEAST_POINTS = constants.least_points;
export const MOST_POINTS = rules.own.item.longest;
export const MOST_CLASSES = constants.most_classes;

const rounded = (value: number): number => Math.round(value * 100) / 100 + 0;
const inside = (value: number): boolean => Math.abs(value) <= EDGE;

/** In the address: `x,y,class_x,y,class_…`. */
export const userPointsField: Field<readonly UserPoint[]> = {
  fallback: [],
  write: (points) => points.map((point) => point.map(rounded).join(',')).join('_'),
  read: (text) => {
    const points = text === '' ? [] : text.split('_').map((part) => part.split(',').map(Number));
    const good = points.every(
      ([x, y, label, ...more]) =>
        x !== undefined &&
        y !== undefined &&
        label !== undefined &&
        more.length === 0 &&
        inside(x) &&
        inside(y) &&
        Number.isInteger(label) &&
        label >= 0 &&
        label < MOST_CLASSES,
    );
    return good && points.length <= MOST_POINTS ? (points as unknown as UserPoint[]) : undefined;
  },
};

/** Why pasted text cannot be taken; `line` counts from 1. */
export type CsvProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'columns'; readonly line: number; readonly got: number }
  | { readonly kind: 'number'; readonly line: number; readonly got: string }
  | { readonly kind: 'few'; readonly got: number }
  | { readonly kind: 'many'; readonly got: number }
  | { readonly kind: 'classes'; readonly got: number };

export interface CsvPoints {
  readonly points: readonly UserPoint[];
  /** The classes' names in the text, by number. */
  readonly names: readonly string[];
  /** Set if the numbers did not fit the square and were moved and stretched: where they ran from and to. */
  readonly scaled?: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
}

/**
 * Reads pasted lines of `x, y, class`, parted by commas, semicolons, tabs or spaces. A first line without
 * numbers is a heading. Classes may be any words; they are numbered in the order of their names.
 */
export function readCsv(text: string): CsvPoints | CsvProblem {
  const lines = text.split(/\r?\n/).map((content, i) => ({ line: i + 1, cells: cellsOf(content) }));
  const rows = lines.filter(({ cells }) => cells.length > 0);
  const [first] = rows;
  if (first !== undefined && first.cells.slice(0, 2).every((cell) => parseNumber(cell) === undefined))
    rows.shift();
  if (rows.length === 0) return { kind: 'empty' };

  const raw: { x: number; y: number; name: string }[] = [];
  for (const { line, cells } of rows) {
    const [x, y, name] = cells;
    if (x === undefined || y === undefined || name === undefined || cells.length > 3) {
      return { kind: 'columns', line, got: cells.length };
    }
    const [left, up] = [parseNumber(x), parseNumber(y)];
    if (left === undefined) return { kind: 'number', line, got: x };
    if (up === undefined) return { kind: 'number', line, got: y };
    raw.push({ x: left, y: up, name });
  }
  if (raw.length < LEAST_POINTS) return { kind: 'few', got: raw.length };
  if (raw.length > MOST_POINTS) return { kind: 'many', got: raw.length };
  const names = [...new Set(raw.map(({ name }) => name))].sort(
    (a, b) => Number(a) - Number(b) || a.localeCompare(b),
  );
  if (names.length > MOST_CLASSES) return { kind: 'classes', got: names.length };

  const fits = raw.every(({ x, y }) => inside(x) && inside(y));
  const ranges = { x: rangeOf(raw.map(({ x }) => x)), y: rangeOf(raw.map(({ y }) => y)) };
  const place = (value: number, range: readonly [number, number]): number =>
    rounded(fits ? value : stretch(value, range));
  const points = raw.map(({ x, y, name }): UserPoint => [
    place(x, ranges.x),
    place(y, ranges.y),
    names.indexOf(name),
  ]);
  return fits ? { points, names } : { points, names, scaled: ranges };
}

function cellsOf(line: string): string[] {
  // Where semicolons or tabs part the cells, a comma is a decimal point.
  const separator = [/[;；\t]/, /[,，]/].find((mark) => mark.test(line)) ?? /\s+/;
  if (line.trim() === '') return [];
  return line
    .trim()
    .split(separator)
    .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], v) => [Math.min(low, v), Math.max(high, v)],
    [Infinity, -Infinity],
  );
}

/** Onto -5 … 5. */
function stretch(value: number, [low, high]: readonly [number, number]): number {
  return low === high ? 0 : ((value - low) / (high - low)) * 10 - 5;
}
