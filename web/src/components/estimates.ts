import { printedTo, sum, withSign, type Sign } from '../lib/equation';
import { asTex } from '../lib/format';

/** A number as it is shown, and the equation behind it. */
export interface Found {
  readonly value: string;
  readonly now: string;
}

export const MEAN_FORMULA =
  '\\bar a = \\frac{1}{n} \\sum_i a_i, \\qquad \\bar a \\pm t_{n-1} \\frac{s}{\\sqrt n}';
export const DIFFERENCE_FORMULA =
  '\\bar d = \\frac{1}{n} \\sum_i (a_i - b_i), \\qquad \\bar d \\pm t_{n-1} \\frac{s_d}{\\sqrt n}';

export const averaged = (all: readonly number[]): number => sum(all) / all.length;

/** The mean of some shares, in percent with two decimals. */
export function meanOf(values: readonly number[], mean: number): Found {
  const {
    parts,
    sign,
    result: text,
  } = printedTo({ parts: values.map((value) => 100 * value), combine: averaged, result: 100 * mean }, 2);
  const value = `${text}%`;
  return {
    value,
    now: `\\frac{${parts.map(asTex).join(' + ')}}{${parts.length}}\\,\\% ${sign} ${asTex(value)}`,
  };
}

/** The mean difference of pairs of shares, in percentage points with two decimals. */
export function differenceOf(after: readonly number[], before: readonly number[], mean: number): Found {
  const equation: { parts: readonly string[]; sign: Sign; result: string } = printedTo(
    {
      parts: after.flatMap((value, k) => [100 * value, 100 * (before[k] ?? 0)]),
      combine: (all) => (2 * sum(all.map((part, k) => (k % 2 ? -part : part)))) / all.length,
      result: 100 * mean,
    },
    2,
  );
  const pairs = equation.parts
    .flatMap((part, k) => (k % 2 ? [] : [`(${asTex(part)} - ${asTex(equation.parts[k + 1] ?? '')})`]))
    .join(' + ');
  return {
    value: withSign(equation.result),
    now: `\\frac{${pairs}}{${after.length}} ${equation.sign} ${asTex(equation.result)}`,
  };
}
