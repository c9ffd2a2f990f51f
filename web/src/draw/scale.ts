import { scaleLinear, scaleLog } from 'd3-scale';

import { grouped, significant } from '../lib/format';

export type ScaleKind = 'linear' | 'log';

export interface Axis {
  /** What runs along it, with its unit: "epoch", "loss", "time (s)". */
  readonly label: string;
  readonly scale?: ScaleKind;
  /** Left out: as far as the data reach. */
  readonly domain?: readonly [number, number];
  readonly format?: (value: number) => string;
  /** The axis starts and ends at a mark; not where a `domain` is given. */
  readonly nice?: boolean;
  /** Only whole numbers are marked. */
  readonly whole?: boolean;
}

export interface Scale {
  (value: number): number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  invert(pixel: number): number;
}

export function makeScale(
  axis: Axis,
  extent: readonly [number, number],
  range: [number, number],
  count: number,
): Scale {
  const [low, high] = axis.domain ?? (axis.scale === 'log' ? extent : padded(extent));
  const scale =
    axis.scale === 'log'
      ? scaleLog([Math.max(low, Number.MIN_VALUE), Math.max(high, low * 10, Number.MIN_VALUE)], range)
      : scaleLinear([low, high], range);
  if (axis.nice && axis.domain === undefined) scale.nice(count);
  const format =
    axis.format ?? (axis.whole ? grouped : (tickFormat(scale.ticks(count)) ?? scale.tickFormat(count)));
  const marks = axis.scale === 'log' ? powers(scale.domain() as [number, number], count) : scale.ticks(count);
  const ticks = marks
    .filter((value) => !axis.whole || Number.isInteger(value))
    .map((value) => ({
      value,
      text: (axis.scale === 'log' && !axis.format ? power(value) : format(value)).replace('-', '\u2212'),
    }));
  return Object.assign((value: number) => scale(value), {
    ticks,
    invert: (pixel: number) => scale.invert(pixel),
  });
}

/** Whether the texts of an axis that runs to the right stand so close that one may touch the next. */
export function isCrowded(scale: Scale): boolean {
  const DIGIT = 7.5; // pixels
  return scale.ticks.some(({ value, text }, i) => {
    const next = scale.ticks[i + 1];
    if (next === undefined) return false;
    return scale(next.value) - scale(value) < (DIGIT * (text.length + next.text.length)) / 2 + DIGIT;
  });
}

/** The smallest and the largest finite number (above zero, for a log scale); [0, 1] if there is none. */
export function extentOf(lists: readonly ArrayLike<number>[], positive = false): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i] ?? Number.NaN;
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return positive ? [0.1, 1] : [0, 1];
  return [low, high];
}

function padded([low, high]: readonly [number, number]): [number, number] {
  if (low === high) return [low - 0.5, high + 0.5];
  return [low, high];
}

/** How marks are written that are too large or too close for decimals; undefined if they are not. */
function tickFormat(marks: readonly number[]): ((value: number) => string) | undefined {
  const [first = 0, second = first] = marks;
  const [step, size] = [second - first, Math.max(...marks.map(Math.abs))];
  if (!(step > 0) || (size < 1e6 && step >= 1e-4)) return undefined;
  const digits = Math.floor(Math.log10(size)) - Math.floor(Math.log10(step) + 1e-9) + 1;
  return (value) => (Math.abs(value) < step / 2 ? '0' : significant(value, Math.min(17, digits)));
}

/** Powers of ten inside the domain, thinned to about `count`. */
function powers([low, high]: [number, number], count: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / count));
  const marks: number[] = [];
  for (let e = first; e <= last; e += step) marks.push(10 ** e);
  return marks.length >= 2 ? marks : [low, high];
}

function power(value: number): string {
  const exponent = Math.log10(value);
  if (Math.abs(exponent) <= 3) return String(Number(value.toPrecision(2)));
  if (!Number.isInteger(Math.round(exponent * 1e6) / 1e6)) return significant(value, 2);
  const digits: Record<string, string> = {
    '-': '⁻',
    0: '⁰',
    1: '¹',
    2: '²',
    3: '³',
    4: '⁴',
    5: '⁵',
    6: '⁶',
    7: '⁷',
    8: '⁸',
    9: '⁹',
  };
  return `10${[...String(Math.round(exponent))].map((c) => digits[c] ?? c).join('')}`;
}
