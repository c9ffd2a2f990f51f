import { printedTo } from '../lib/equation';
import { asTex, grouped } from '../lib/format';
import type { Found } from './activations';

/** The share of right answers among several classes, as TeX. */
export const RIGHT_SHARE = '\\frac{1}{n} \\sum_{i=1}^{n} \\left[ \\arg\\max_c a_{ic} = y_i \\right]';

/** A count as TeX: 12{,}960. */
export const texCount = (count: number): string => asTex(grouped(count));

/** The share of right answers among all, in percent with so many decimals. */
export function rightShare(share: number, all: number, digits = 1): Found {
  const right = Math.round(share * all);
  const { sign, result } = printedTo(
    { parts: [right, all], combine: ([r = 0, n = 1]) => (100 * r) / n, result: 100 * share },
    digits,
  );
  const value = `${result}%`;
  return { value, now: `\\frac{${texCount(right)}}{${texCount(all)}} ${sign} ${asTex(value)}` };
}

/** The mean loss of so many samples, with so many decimals. */
export function meanLoss(loss: number, count: number, digits: number): Found {
  const { parts, sign, result } = printedTo(
    { parts: [loss * count], combine: ([total = Number.NaN]) => total / count, result: loss },
    digits,
  );
  const now = `L = \\frac{${asTex(parts[0] ?? '')}}{${texCount(count)}} ${sign} ${asTex(result)}`;
  return { value: result, now };
}
