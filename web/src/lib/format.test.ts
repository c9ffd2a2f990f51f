import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asTex, compact, fixed, grouped, parseNumber, percent, precise, signed, significant } from './format';

describe('numbers as people write them', () => {
  it.each([
    [0.549834, '0.55'],
    [-0.2, '−0.20'],
    [-0.004, '0.00'],
    [Number.NaN, 'NaN'],
    [-Infinity, '−∞'],
  ])('fixed(%d) is %s', (value, text) => expect(fixed(value)).toBe(text));

  it('shows the sign when asked to', () => {
    expect(signed(0.5)).toBe('+0.50');
    expect(signed(-0.5)).toBe('−0.50');
    expect(signed(0)).toBe('0.00');
  });

  it.each([
    [0.1234, '0.123'],
    [0.000012, '1.2e−5'],
    [1234567, '1.2e6'],
    [0, '0.000'],
  ])('compact(%d) is %s', (value, text) => expect(compact(value)).toBe(text));

  it.each([
    [2.80829768826899e36, '2.81e36'],
    [-1e6, '−1e6'],
    [999999.5, '999999.50'],
    [2.5e21, '2.5e21'],
  ])('powers of ten stand for endless digits: fixed(%d) is %s', (value, text) =>
    expect(fixed(value)).toBe(text),
  );

  /** Of any size from 1e-300 to 1e300, as likely each. */
  const anySize = fc
    .tuple(fc.double({ min: -300, max: 300, noNaN: true }), fc.boolean())
    .map(([power, negative]) => (negative ? -1 : 1) * 10 ** power);

  it.each([
    ['fixed', (value: number) => fixed(value, 4), 5e-5],
    ['compact', (value: number) => compact(value, 4), 0],
    ['significant', (value: number) => significant(value, 3), 0],
    ['precise', (value: number) => precise(value, 3), 0],
    ['grouped', (value: number) => grouped(value), 0.5],
  ])('%s writes a number of any size with few digits, and it can be read again', (_, write, off) => {
    fc.assert(
      fc.property(anySize, (value) => {
        const text = write(value);
        expect(text).toMatch(/^−?[\d,]+(\.\d+)?(e−?\d+)?$/);
        expect(text.length).toBeLessThanOrEqual(20);
        expect(Math.abs((parseNumber(text) ?? Number.NaN) - value)).toBeLessThanOrEqual(
          Math.max(off * 1.001, 0.051 * Math.abs(value)),
        );
      }),
    );
  });

  it('groups thousands and writes shares', () => {
    expect(grouped(12960)).toBe('12,960');
    expect(grouped(-1234567)).toBe('−1,234,567');
    expect(grouped(13)).toBe('13');
    expect(percent(0.9753)).toBe('97.5%');
  });

  it.each([
    ['−0.5', -0.5],
    ['0,75', 0.75],
    [' 1e-3 ', 0.001],
    ['', undefined],
    ['abc', undefined],
    ['Infinity', undefined],
    ['1,000', 1000],
    ['12,345.5', 12345.5],
    ['1,5', 1.5],
    ['0,125', 0.125],
    ['１．５', 1.5],
    ['－０．２', -0.2],
    ['1e-3', 0.001],
    ['1.2.3', undefined],
    ['1,2,3', undefined],
    ['1,000,00', undefined],
    ['0x10', undefined],
    ['1 000 rows', undefined],
    ['1 000', 1000],
    ['12\u202f345,5', undefined],
    ['１，０００', 1000],
    ['０。５', 0.5],
    ['–2', -2],
    ['—2', -2],
    ['− 2', -2],
    ['1e−3', 0.001],
    ['2²', undefined],
    ['①', undefined],
    ['一', undefined],
  ])('reads what was typed: %j', (typed, value) => expect(parseNumber(typed)).toBe(value));

  it('reads back what it wrote', () => {
    for (const value of [-2, -0.35, 0, 0.2, 99.99]) expect(parseNumber(fixed(value))).toBe(value);
  });

  it.each([
    [fixed(-0.2), '-0.20'],
    [compact(8.3e-5, 4), '8.3 \\times 10^{-5}'],
    [compact(-2.7e-5, 4), '-2.7 \\times 10^{-5}'],
    [compact(0.0123, 4), '0.0123'],
    [percent(0.9753), '97.5\\,\\%'],
    [grouped(12960), '12{,}960'],
    [fixed(-Infinity), '-\\infty'],
  ])('writes %s in TeX with the same digits', (text, tex) => expect(asTex(text)).toBe(tex));
});
