import {
  added,
  bracketed,
  decimalsFor,
  type Equation,
  type Printed,
  printedTo,
  printedWith,
  type Sign,
  sum,
  weightedSum,
} from './equation';
import { asTex } from './format';

/** A weighted sum: input times weight of each term, and what is added to the terms. */
export interface SumOfProducts {
  readonly pairs: readonly (readonly [x: number, w: number])[];
  readonly terms: readonly number[];
  /** Terms that stand for themselves, and at the end the bias. */
  readonly others: readonly number[];
  readonly z: number;
  /** The sum so far, behind each term and each of the others, where these are shown too. */
  readonly totals?: readonly number[];
}

interface Limits {
  /** Decimals of the terms and of the sum: at least, and at most. */
  readonly least?: number;
  readonly most?: number;
  /** So many decimals more than the sum the terms may have, where no number of decimals is exact. */
  readonly guard?: number;
  /** Decimals of inputs and weights at least, where they are shown with so many elsewhere. */
  readonly shown?: number;
  /** In a column all numbers have the same decimals, also where these are zeros. */
  readonly column?: boolean;
}

/** The same, printed with the digits with which it holds, term by term and as a whole. */
export interface PrintedSum {
  /** Of inputs and weights. */
  readonly decimals: number;
  /** Each input times its weight. */
  readonly rows: readonly Printed[];
  /** Between input times weight and the terms; between the terms and their sum. */
  readonly times: Sign;
  readonly adds: Sign;
  readonly others: readonly string[];
  readonly totals: readonly string[];
  /** The sum. */
  readonly z: string;
  /** In one equation: x₁, w₁, x₂, w₂, …, the others, and the sum. */
  readonly whole: Printed;
}

export function printedSum(
  { pairs, terms, others, z, totals = [] }: SumOfProducts,
  { least = 2, most = 6, guard = 0, shown = 0, column = false }: Limits = {},
): PrintedSum {
  const products = pairs.map((parts, i): Equation => ({
    parts,
    combine: weightedSum,
    result: terms[i] ?? Number.NaN,
  }));
  const added = [...terms, ...others];
  const adding: Equation = { parts: added, combine: sum, result: z };
  const growing = totals
    .slice(1)
    .map((result, i): Equation => ({
      parts: [totals[i] ?? Number.NaN, added[i + 1] ?? Number.NaN],
      combine: sum,
      result,
    }));
  const adds = [adding, ...growing];
  // The terms are as long as it takes for the products to be exact too, if that can be.
  const exactly = products.map(({ parts, result }) => ({
    parts: [],
    combine: () => weightedSum(parts),
    result,
  }));
  const same = decimalsFor([...adds, ...exactly], { least, most, guard: 0 });
  const isExact = adds.every((each) => printedWith(each, same).sign === '=');
  const { parts: digits, result } = isExact ? same : decimalsFor([adding], { least, most, guard });
  const decimals = Math.max(shown, decimalsFor(products, { least: digits, most: digits }).parts);
  const zeros = column ? digits : least;
  const rows = products.map((each) => printedWith(each, { parts: decimals, result: digits }, zeros));
  const sums = growing.map((each) => printedWith(each, { parts: digits, result: digits }, zeros));
  const whole = printedTo(wholeSum(pairs, others, z), result, {
    shown: decimals,
    least: column ? result : least,
  });
  const printed = printedWith(adding, { parts: digits, result }, zeros);
  const sign = (all: readonly Printed[]): Sign => (all.every((each) => each.sign === '=') ? '=' : '≈');
  return {
    decimals,
    rows,
    times: sign(rows),
    adds: sums.length > 0 ? sign(sums) : printed.sign,
    others: printed.parts.slice(terms.length),
    totals: [rows[0]?.result ?? '', ...sums.map((each) => each.result)],
    z: whole.result,
    whole,
  };
}

/** The products and what is added to them as one equation. */
export function wholeSum(pairs: SumOfProducts['pairs'], others: readonly number[], z: number): Equation {
  const n = 2 * pairs.length;
  return {
    parts: [...pairs.flat(), ...others],
    combine: (parts) => weightedSum(parts.slice(0, n)) + sum(parts.slice(n)),
    result: z,
  };
}

/** As TeX: input times weight. */
export const product = (parts: readonly string[]): string => parts.map(bracketed).join(' \\times ');

/** The first `count` pairs of x₁, w₁, x₂, w₂, … as TeX. */
export const products = (parts: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, i) => product(parts.slice(2 * i, 2 * i + 2)));

/** The whole sum as TeX in one line, without its letter; `count` is that of the products. */
export const sumLine = ({ parts, sign, result }: Printed, count: number): string =>
  [products(parts, count).join(' + '), ...parts.slice(2 * count).map(added), sign, asTex(result)].join(' ');

/**
 * The whole sum as TeX, one product a line, so that it fits a phone; `count` is that of the products, `boxed`
 * the place of the part that stands out.
 */
export function sumTex({ parts, sign, result }: Printed, count: number, boxed?: number): string {
  const factors = parts.map((part, i) => (i === boxed ? `\\boxed{${bracketed(part)}}` : bracketed(part)));
  const products = Array.from({ length: count }, (_, i) => factors.slice(2 * i, 2 * i + 2).join(' \\times '));
  const others = parts
    .map((part, i) => (i === boxed ? `+ ${factors[i] ?? ''}` : added(part)))
    .slice(2 * count);
  const lines = [...products.map((each, i) => (i === 0 ? each : `+ ${each}`)), others.join(' ')];
  if (lines.length <= 2) return `z = ${lines.join(' ')} ${sign} ${asTex(result)}`;
  return (
    `\\begin{aligned} z = {} & ${lines.join(' \\\\ & ')} \\\\ ` +
    `${sign} {} & ${asTex(result)} \\end{aligned}`
  );
}
