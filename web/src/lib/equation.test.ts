import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  bracketed,
  decimalsFor,
  type Equation,
  printed,
  printedSignificant,
  printedTo,
  shortest,
  signOf,
  sum,
  weightedSum,
} from './equation';
import { significant } from './format';

const of = (combine: Equation['combine'], ...parts: number[]): Equation => ({
  parts,
  combine,
  result: combine(parts),
});
const sigmoid = ([z = 0]: readonly number[]): number => 1 / (1 + Math.exp(-z));

/** Whole numbers of 10^-12 from a printed number: exact decimal arithmetic, the reader's calculator. */
const DIGITS = 12;
function exactly(text: string): bigint {
  const [whole = '', part = ''] = text.replace('−', '').split('.');
  return BigInt(whole + part.padEnd(DIGITS, '0')) * (text.startsWith('−') ? -1n : 1n);
}

const numbers = (most: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: most });
const hundredths = fc.integer({ min: -200, max: 200 }).map((n) => n / 100);

describe('printed', () => {
  it('takes the fewest decimals with which the sum is exact', () => {
    expect(printed({ parts: [0.4, -0.2], combine: sum, result: 0.2 })).toEqual({
      parts: ['0.40', '−0.20'],
      sign: '=',
      result: '0.20',
    });
    // The neuron with I = 1.59 and W = 0.5: two decimals would give 0.80 - 0.20 = 0.59.
    expect(printed({ parts: [0.795, -0.2], combine: sum, result: 0.595 })).toEqual({
      parts: ['0.795', '−0.20'],
      sign: '=',
      result: '0.595',
    });
  });

  it('writes an approximation where no decimals are enough, with parts that round to the result', () => {
    expect(printed(of(sigmoid, 0.2))).toEqual({ parts: ['0.20'], sign: '≈', result: '0.55' });
    // The playground's card: two decimals would give (-0.95) × (-0.76) = 0.73.
    expect(printed(of(weightedSum, -0.9541, -0.7644))).toEqual({
      parts: ['−0.954', '−0.764'],
      sign: '≈',
      result: '0.73',
    });
  });

  it('prints only sums that a calculator finds exactly behind "="', () => {
    fc.assert(
      fc.property(numbers(6), (parts) => {
        const found = printed(of(sum, ...parts));
        const total = found.parts.reduce((all, part) => all + exactly(part), 0n);
        expect(total === exactly(found.result)).toBe(found.sign === '=');
      }),
    );
  });

  it('prints only products that a calculator finds exactly behind "="', () => {
    fc.assert(
      fc.property(numbers(1), numbers(1), ([a = 0], [b = 0]) => {
        const { parts, sign, result } = printed(of(weightedSum, a, b));
        const [x = 0n, y = 0n] = parts.map(exactly);
        expect(x * y === exactly(result) * 10n ** BigInt(DIGITS)).toBe(sign === '=');
      }),
    );
  });

  it('is exact for whatever sliders of two decimals make', () => {
    fc.assert(
      fc.property(fc.array(hundredths, { minLength: 3, maxLength: 7 }), (parts) => {
        const odd = parts.length % 2 === 1 ? parts : parts.slice(1);
        expect(printed(of(weightedSum, ...odd)).sign).toBe('=');
      }),
    );
  });

  it('rounds what a calculator finds to the digits behind "≈"', () => {
    fc.assert(
      fc.property(numbers(7), (parts) => {
        const equation = of(weightedSum, ...parts.map((part) => part / 10));
        const { parts: texts, sign, result } = printed(equation);
        const found = weightedSum(texts.map((text) => Number(text.replace('−', '-'))));
        const unit = 10 ** -(result.split('.')[1]?.length ?? 0);
        const off = Math.abs(found - Number(result.replace('−', '-')));
        expect(off).toBeLessThanOrEqual(sign === '=' ? 1e-9 : 0.5000001 * unit);
      }),
    );
  });
});

describe('several equations with the same digits', () => {
  it('hold all of them', () => {
    const decimals = decimalsFor([of(sum, 0.795, -0.2), of(sum, 0.3, 0.4)]);
    expect(decimals).toEqual({ parts: 3, result: 3 });
  });
});

describe('an equation whose result is shown with given decimals', () => {
  it('keeps them, and gives the parts as many as it needs', () => {
    fc.assert(
      fc.property(numbers(2), fc.integer({ min: 1, max: 4 }), (parts, decimals) => {
        const equation = of(weightedSum, ...parts);
        expect(printedTo(equation, decimals).result.split('.')[1]).toHaveLength(decimals);
      }),
    );
  });
});

describe('numbers in an equation', () => {
  it('are as short as they can be', () => {
    expect(shortest(0.5)).toBe('0.50');
    expect(shortest(-1.2345)).toBe('−1.2345');
    expect(shortest(0.1 + 0.2)).toBe('0.30');
    expect(shortest(Number.NaN)).toBe('NaN');
  });

  it.each([
    [0.2231, 2, '0.22'],
    [1, 2, '1'],
    [0.00021, 2, '0.00021'],
    [-3.45e-9, 3, '−3.45e−9'],
    [22026.4, 5, '22026'],
    [5.18e21, 3, '5.18e21'],
    [0, 2, '0'],
  ])('of any size: %d with %d digits', (value, digits, text) =>
    expect(significant(value, digits)).toBe(text),
  );

  it('take as many digits of the parts as a calculator needs', () => {
    const times = { parts: [1.45e-7, 0.2149], combine: ([a = 0, b = 0]: readonly number[]) => a * b };
    expect(printedSignificant({ ...times, result: 1.45e-7 * 0.2149 }, 2)).toEqual({
      parts: ['1.45e−7', '0.215'],
      sign: '≈',
      result: '3.1e−8',
    });
  });

  it.each([1000.4, 1002.2, 4999.6, 22026.4])('hold for every digit of %d', (value) => {
    const combine = ([a = 0, b = 0]: readonly number[]): number => Math.exp(a - b);
    const digits = value.toFixed(0).length;
    const { parts, result } = printedSignificant(
      { parts: [Math.log(value), 0], combine, result: value },
      digits,
    );
    expect(result).toBe(value.toFixed(0));
    expect(Math.abs(combine(parts.map(Number)) - Number(result))).toBeLessThanOrEqual(0.5);
  });

  it('stand in brackets if they are negative', () => {
    expect(bracketed('−0.20')).toBe('(-0.20)');
    expect(bracketed('0.20')).toBe('0.20');
  });

  it('get the sign that fits them as they are printed', () => {
    expect(signOf({ parts: [0.8, -0.2], combine: sum, result: 0.6 })).toBe('=');
    expect(signOf({ parts: [0.8, -0.2], combine: sum, result: 0.59 })).toBe('≈');
  });
});

it('writes parts with as many digits as a result beside the middle of two needs', () => {
  const squares = ([r = 0, g = 1]: readonly number[]): number => r ** 2 / g ** 2;
  const { parts, sign, result } = printedTo(of(squares, 8.873883027853974, 0.4459573844276676), 1);
  expect([sign, result]).toEqual(['≈', '396.0']);
  expect(squares(parts.map(Number)).toFixed(1)).toBe('396.0');
});
