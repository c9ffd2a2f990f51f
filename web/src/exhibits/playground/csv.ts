import { parseNumber } from '../../lib/format';
import { fields } from './lab.gen';
import {
  inside,
  LEAST_POINTS,
  MOST_CLASSES,
  MOST_POINTS,
  rounded,
  type CsvProblem,
  type Named,
  type UserPoint,
} from './userPoints';

const LONGEST_NAME = fields.own_classes.longest;
const COLUMNS = fields.own_columns.length[1];
/** In a square of 12 by 12, points that lie closer together than this are stretched to fill it. */
const LEAST_WIDTH = 2;
const DIGITS = 7;

export interface CsvPoints {
  readonly points: readonly UserPoint[];
  readonly named: Named;
  /** Set if the numbers did not fill the square and were moved and stretched: where they ran from and to. */
  readonly scaled?: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
}

/**
 * Reads pasted lines of `x, y, class`, parted by commas, semicolons, tabs or spaces. A first line without
 * numbers is a heading and names the columns. Classes may be any words; they are numbered in the order of
 * their names. Numbers that do not fit the square, or hardly fill it, are moved and stretched.
 */
export function readCsv(text: string): CsvPoints | CsvProblem {
  const lines = text.split(/\r?\n/).map((content, i) => ({ line: i + 1, cells: cellsOf(content) }));
  const rows = lines.filter(({ cells }) => cells.length > 0);
  const headed = rows[0]?.cells.slice(0, 2).every((cell) => parseNumber(cell) === undefined) ?? false;
  const heading = headed ? (rows.shift()?.cells ?? []) : [];
  if (rows.length === 0) return { kind: 'empty' };

  const raw: { x: number; y: number; name: string }[] = [];
  for (const { line, cells } of rows) {
    const [x, y, name] = cells;
    if (x === undefined || y === undefined || name === undefined || name === '' || cells.length > 3) {
      return { kind: 'columns', line, got: cells.filter((cell) => cell !== '').length };
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

  const ranges = { x: rangeOf(raw.map(({ x }) => x)), y: rangeOf(raw.map(({ y }) => y)) };
  const fits = [ranges.x, ranges.y].every((range) => range.every(inside));
  const fills = [ranges.x, ranges.y].some(([low, high]) => high - low >= LEAST_WIDTH);
  const [across, upwards] = fits && fills ? [AS_IT_IS, AS_IT_IS] : [scaleOf(ranges.x), scaleOf(ranges.y)];
  const named: Named = {
    own_classes: names.map(asName),
    own_columns: heading.length === COLUMNS ? heading.map(asName) : [],
    own_scale: across === AS_IT_IS ? [] : [...across, ...upwards],
  };
  const points = raw.map(({ x, y, name }): UserPoint => [
    coordinate(x, across),
    coordinate(y, upwards),
    names.indexOf(name),
  ]);
  return across === AS_IT_IS ? { points, named } : { points, named, scaled: ranges };
}

/** As long as a name may be, on one line. */
function asName(text: string): string {
  const letters = [...text.replace(/[\s\p{Cc}]+/gu, ' ').trim()];
  return letters.length <= LONGEST_NAME
    ? letters.join('')
    : `${letters.slice(0, LONGEST_NAME - 1).join('')}…`;
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

type Scale = readonly [centre: number, spread: number];
const AS_IT_IS: Scale = [0, 1];

/** What brings these numbers onto -5 … 5, to so many digits as an address should hold. */
function scaleOf([low, high]: readonly [number, number]): Scale {
  const short = (value: number): number => Number(value.toPrecision(DIGITS));
  return [short((low + high) / 2), low === high ? 1 : short((high - low) / 10)];
}

const coordinate = (value: number, [centre, spread]: Scale): number => rounded((value - centre) / spread);
