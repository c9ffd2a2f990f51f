import { asTex, fixed, isLarge, significant } from './format';

/**
 * Equations that hold as they are printed: a reader with a calculator puts in the numbers on the screen and
 * gets the number on the screen, exactly behind "=", rounded to its decimals behind "≈". Every equation with
 * numbers in it is written with these functions.
 */
export interface Equation {
  readonly parts: readonly number[];
  /** Combines the parts to the result: a sum, a product, a function of one number. */
  readonly combine: (parts: readonly number[]) => number;
  readonly result: number;
}

/** The same as text: numbers with a real minus sign, as `fixed` writes them. */
export interface Printed {
  readonly parts: readonly string[];
  readonly sign: Sign;
  readonly result: string;
}

/** Text, and TeX just so. */
export type Sign = '=' | '≈';

/** Decimals of the parts, and of the result. */
export interface Decimals {
  readonly parts: number;
  readonly result: number;
}

interface Limits {
  /** Decimals of the result at least, and at most. */
  readonly least?: number;
  readonly most?: number;
  /** So many decimals more than the result the parts of an approximation may have. */
  readonly guard?: number;
  /** Decimals of the parts at least, where they are shown with so many elsewhere. */
  readonly shown?: number;
}

export const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);
/** Of pairs: x₁, w₁, x₂, w₂, …, and at the end, where the count is odd, a bias. */
export const weightedSum = (parts: readonly number[]): number =>
  parts.reduce((total, part, i) => total + (i % 2 === 0 ? part * (parts[i + 1] ?? 1) : 0), 0);

const LEAST = 2;
const MOST = 6;
const GUARD = 4;
/** Where the result cannot have more: a number just beside the middle needs parts that are just as close. */
const TO_GUARD = 9;

/**
 * The fewest decimals with which all of some equations are exact. Where there are none, the fewest of the
 * results, and then of the parts, with which all agree when rounded.
 */
export function decimalsFor(
  equations: readonly Equation[],
  { least = LEAST, most = MOST, guard = GUARD, shown = least }: Limits = {},
): Decimals {
  const all = equations.filter(({ parts, result }) => [...parts, result].every(Number.isFinite));
  for (let d = Math.max(least, shown); d <= most; d += 1)
    if (all.every((equation) => isExact(equation, d))) return { parts: d, result: d };
  for (let result = least; result <= most; result += 1)
    for (let parts = Math.max(result, shown); parts <= result + guard; parts += 1)
      if (all.every((equation) => isRounded(equation, parts, result))) return { parts, result };
  return { parts: most, result: most };
}

/**
 * An equation with given decimals; the sign says whether it is exact. Zeros beyond `least` are left away.
 * Where numbers are so large that decimals say nothing, it has the digits that count.
 */
export function printedWith(equation: Equation, decimals: Decimals, least = LEAST): Printed {
  if ([...equation.parts, equation.result].some(isLarge)) return printedSignificant(equation);
  const parts = equation.parts.map((part) => shortest(part, least, decimals.parts));
  const result = shortest(equation.result, least, decimals.result);
  return { parts, sign: signOf({ ...equation, parts: parts.map(valueOf), result: valueOf(result) }), result };
}

/** An equation with as few decimals as it needs. */
export const printed = (equation: Equation, limits: Limits = {}): Printed =>
  printedWith(equation, decimalsFor([equation], limits), limits.least);

/** An equation whose result has so many decimals, as it is shown with these; zeros only beyond `least`. */
export function printedTo(
  equation: Equation,
  result: number,
  { shown = result, least = result }: Pick<Limits, 'shown' | 'least'> = {},
): Printed {
  const { parts } = decimalsFor([equation], { shown, least: result, most: result, guard: TO_GUARD });
  return printedWith(equation, { parts, result }, least);
}

/**
 * With how many digits that count, `least` or more, the parts must be written so that the result, with
 * `digits`, follows.
 */
export function digitsFor(
  { parts, combine, result }: Equation,
  digits: number,
  least = digits,
  most = 17,
): number {
  const size = Math.abs(result);
  const unit = size > 0 && Number.isFinite(size) ? 10 ** (Math.floor(Math.log10(size)) + 1 - digits) : 0;
  const wanted = Number(result.toPrecision(digits));
  for (let d = least; d < most; d += 1) {
    const found = combine(parts.map((part) => Number(part.toPrecision(d))));
    if (Math.abs(found - wanted) <= 0.5 * unit) return d;
  }
  return most;
}

/** An equation between numbers of any size: the result has `digits` that count, the parts as many or more. */
export function printedSignificant(equation: Equation, digits = 3, parts?: number): Printed {
  const of = parts ?? digitsFor(equation, digits);
  const texts = equation.parts.map((part) => significant(part, of));
  const result = significant(equation.result, digits);
  const exact = equation.combine(texts.map(valueOf)) - valueOf(result);
  const same = Math.abs(exact) <= 1e-12 * Math.abs(valueOf(result));
  return { parts: texts, sign: same ? '=' : '≈', result };
}

/** The sign between numbers that are printed already, just as they are here. */
export const signOf = ({ parts, combine, result }: Equation): Sign =>
  isSame(combine(parts), result) ? '=' : '≈';

/** The sign between a letter and its number as it is printed, in percent too: "≈" if it is rounded. */
export function signTo(value: number, text: string): Sign {
  const shown = text.endsWith('%') ? valueOf(text.slice(0, -1)) / 100 : valueOf(text);
  return value === shown || Math.abs(value - shown) <= 1e-12 * Math.abs(value) ? '=' : '≈';
}

/** A letter and its number as it is printed, as TeX. */
export const stated = (symbol: string, value: number, text: string): string =>
  `${symbol} ${signTo(value, text)} ${asTex(text)}`;

/** A number with the fewest decimals, from `least` to `most`, that say as much as `most` do. */
export function shortest(value: number, least = LEAST, most = MOST): string {
  if (!Number.isFinite(value)) return fixed(value, least);
  const [, decimals = ''] = value.toFixed(Math.max(least, most)).split('.');
  return fixed(value, Math.max(least, decimals.replace(/0+$/, '').length));
}

/** A printed number with its sign, also if it is positive. */
export const withSign = (text: string): string => (Number(text) > 0 ? `+${text}` : text);

/** How many decimals a printed number has. */
export const decimalsIn = (text: string): number => /\.(\d*)/.exec(text)?.[1]?.length ?? 0;

/** A printed number as TeX, in brackets if it is negative: where a sign or an operator stands before it. */
export function bracketed(text: string): string {
  const tex = asTex(text);
  return tex.startsWith('-') ? `(${tex})` : tex;
}

/** A printed number with the sign of a sum before it, as TeX: "- 0.20". */
export const added = (text: string): string =>
  text.startsWith('−') ? `- ${asTex(text.slice(1))}` : `+ ${asTex(text)}`;

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));
const valueOf = (text: string): number => Number(text.replaceAll('−', '-').replace('∞', 'Infinity'));

const isExact = ({ parts, combine, result }: Equation, decimals: number): boolean =>
  isSame(combine(parts.map((part) => rounded(part, decimals))), rounded(result, decimals));

const isRounded = ({ parts, combine, result }: Equation, decimals: number, of: number): boolean =>
  isSame(rounded(combine(parts.map((part) => rounded(part, decimals))), of), rounded(result, of));

/** Equal but for what floating-point arithmetic adds to decimal numbers. */
function isSame(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b));
}
