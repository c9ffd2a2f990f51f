import { describe, expect, it } from 'vitest';

import { printed, product, sum } from './equation';

/** Whole numbers of 10^-decimals: exact decimal arithmetic, the reader's calculator. */
const units = (value: number, decimals: number): bigint => {
  const [whole = '0', part = ''] = Math.abs(value).toFixed(decimals).split('.');
  return BigInt(whole + part) * (value.toFixed(decimals).startsWith('-') ? -1n : 1n);
};

function* numbers(count: number): Generator<number[]> {
  let state = 7;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let i = 0; i < 3000; i += 1) {
    const scale = 10 ** (Math.floor(random() * 5) - 2);
    yield Array.from({ length: count }, () => (random() - 0.5) * 2 * scale);
  }
}

describe('printed', () => {
  it('takes the fewest decimals with which the sum is exact', () => {
    expect(printed([0.8 * 0.5, -0.2], sum, 0.2)).toEqual({ decimals: 2, sign: '=' });
    // The neuron with I = 1.59 and W = 0.5: 0.795 - 0.2 = 0.595, where two decimals give 0.80 - 0.20 = 0.59.
    expect(printed([0.795, -0.2], sum, 0.595)).toEqual({ decimals: 3, sign: '=' });
  });

  it('writes an approximation where no decimals are enough', () => {
    const sigmoid = ([z = 0]: readonly number[]): number => 1 / (1 + Math.exp(-z));
    expect(printed([0.2], sigmoid, sigmoid([0.2]))).toEqual({ decimals: 2, sign: '\\approx' });
    expect(printed([1 / 3, 1 / 3], product, 1 / 9).sign).toBe('\\approx');
  });

  it('prints only sums that a calculator finds exactly behind "="', () => {
    for (const parts of numbers(4)) {
      const result = sum(parts);
      const { decimals, sign } = printed(parts, sum, result);
      const calculated = parts.reduce((total, part) => total + units(part, decimals), 0n);
      if (sign === '=') expect(calculated).toBe(units(result, decimals));
    }
  });

  it('prints only products that a calculator finds exactly behind "="', () => {
    for (const parts of numbers(2)) {
      const [a = 0, b = 0] = parts;
      const { decimals, sign } = printed(parts, product, a * b);
      const calculated = units(a, decimals) * units(b, decimals);
      if (sign === '=') expect(calculated).toBe(units(a * b, decimals) * 10n ** BigInt(decimals));
    }
  });
});
