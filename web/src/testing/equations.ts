/**
 * For tests: every equation that an exhibit shows holds for the digits that it shows, and opens with its own
 * number. Each exhibit has its `equations.test.ts`.
 */
import fc from 'fast-check';
import { expect } from 'vitest';

import { withSigns, type Explanation, type Numbers } from '../components/explanation';
import { asTex } from '../lib/format';
import { check } from './arithmetic';

/** The last number of a formula, as TeX. */
const LAST = /-?\d[\d.]*(?:\{,\}\d+)*(?: \\times 10\^\{-?\d+\})?(?:\\,\\%)?(?=[^\d]*$)/u;

/** Its equations hold; those with "≈" too, unless a snapshot has left out what they are made of. */
export function expectTrue(number: Explanation, whole = true): void {
  expect(check(number.now, whole).broken, number.name).toEqual([]);
  const value = asTex(number.value.replace(/^\+/, ''));
  const [first = number.now] = number.now.split(', \\quad'); // what follows says of which images
  const opens = first.includes(value) || value.includes(LAST.exec(first)?.[0] ?? 'nothing');
  expect(opens, `${number.name}: ${number.value} opens as ${number.now}`).toBe(true);
}

/** Behind its letter stands "=" if the number is printed as it is, and "≈" if it is rounded. */
export function expectStated(number: Explanation | undefined, value: number): void {
  const text = (number?.value ?? '').replace('−', '-');
  const shown = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  const sign = Math.abs(shown - value) <= 1e-9 * Math.abs(value) ? '=' : '≈';
  const lines = filled('x = \\explain{n}', number ? { n: number } : {});
  expect(lines, number?.name).toBe(`x ${sign} ${asTex(number?.value ?? '')}`);
}

/** All of them; there is at least one. */
export const all = (numbers: Numbers | readonly Explanation[], whole = true): void => {
  const list = Object.values(numbers);
  expect(list.length).toBeGreaterThan(0);
  for (const number of list) expectTrue(number, whole);
};

/** A line of a lesson, with the numbers that open in their places. */
export const filled = (tex: string, numbers: Numbers): string =>
  withSigns(tex, numbers).replace(/\\explain\{(\w+)\}/g, (_, id: string) => asTex(numbers[id]?.value ?? '?'));

/** A number near 0. */
export const half = fc.double({ min: -3, max: 3, noNaN: true });

/** So many of them. */
export const several = (count: number, of: fc.Arbitrary<number> = half): fc.Arbitrary<number[]> =>
  fc.array(of, { minLength: count, maxLength: count });
