import { describe, expect, it } from 'vitest';

import { check } from './arithmetic';

describe('the reader of arithmetic', () => {
  it.each([
    'z = 0.80 \\times 0.50 - 0.20 = 0.20',
    'z = 0.80 \\times 0.50 + \\boxed{(-0.20)} = 0.20',
    '\\sigma(0.20) = \\frac{1}{1 + e^{-(0.20)}} ≈ 0.55',
    '\\max(0.01 \\times (-0.60), -0.60) = -0.006',
    '\\frac{73}{75} ≈ 97.3\\,\\%',
    '\\left\\lceil \\tfrac{250}{30} \\right\\rceil = 9',
    '\\begin{aligned} & 784 \\times 16 + 16 \\\\ + {} & 10 \\times 17 \\\\ = {} & 12{,}730 \\end{aligned}',
    '0.0091 \\times 0.0091 ≈ 8.3 \\times 10^{-5}',
    '1 - (-0.762)^2 ≈ 0.42',
  ])('agrees with %s', (tex) => {
    expect(check(tex).broken).toEqual([]);
    expect(check(tex).held).toBeGreaterThan(0);
  });

  it.each([
    '0.80 + (-0.20) = 0.59',
    '0.05 + 0.05 + 0.05 + 0.00 = 0.16',
    '(-0.95) \\times (-0.76) = 0.73',
    '(-0.95) \\times (-0.76) ≈ 0.73',
    '5.691 - 0.280 = 5.412',
    'f(0.20) = \\sigma(0.20) = 0.55',
    '\\begin{aligned} z &= 1 + 1 = 3 \\\\ y &= 2 = 2 \\end{aligned}',
  ])('objects to %s', (tex) => expect(check(tex).broken).toHaveLength(1));

  it('passes over what has letters in it', () => {
    expect(check('L = \\frac{1}{n} \\sum_i L_i = 0.25')).toEqual({ held: 0, broken: [] });
  });
});
