/**
 * How many decimals an equation needs to hold as it is printed. A reader with a
 * calculator puts in the numbers on the screen and must get the number on the screen:
 * exactly behind "=", rounded to its decimals behind "≈".
 */
export interface Printed {
  readonly decimals: number;
  /** As TeX: "=" or "\approx". */
  readonly sign: '=' | '\\approx';
}

/** Combines numbers to the equation's result: a sum, a product, a function of one number. */
export type Combine = (parts: readonly number[]) => number;

export const sum: Combine = (parts) => parts.reduce((total, part) => total + part, 0);
export const product: Combine = (parts) => parts.reduce((total, part) => total * part, 1);

const MOST = 6;

/**
 * The fewest decimals, `least` or more, with which `combine(parts)` is `result` as printed. Where no number
 * of decimals makes it exact, the fewest whose rounded result agrees, behind "≈".
 */
export function printed(parts: readonly number[], combine: Combine, result: number, least = 2): Printed {
  let rounded: number | undefined;
  for (let decimals = least; decimals <= MOST; decimals += 1) {
    const computed = combine(parts.map((part) => Number(part.toFixed(decimals))));
    const shown = Number(result.toFixed(decimals));
    if (isSame(computed, shown)) return { decimals, sign: '=' };
    if (rounded === undefined && isSame(Number(computed.toFixed(decimals)), shown)) rounded = decimals;
  }
  return { decimals: rounded ?? MOST, sign: '\\approx' };
}

/** Equal but for what floating-point arithmetic adds to decimal numbers. */
function isSame(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b));
}
