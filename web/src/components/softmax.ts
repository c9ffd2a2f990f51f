import { tex } from '../lib/format';

/** So many of the greatest terms of the sum under the fraction are written out. */
const TERMS = 3;

/** TeX: how softmax makes a probability of a score, in signs and with the current numbers. */
export function softmaxTex(
  logits: ArrayLike<number>,
  k: number,
  probability: number,
): { readonly formula: string; readonly now: string } {
  const scores = Array.from(logits);
  const exponents = scores
    .toSorted((a, b) => b - a)
    .slice(0, TERMS)
    .map((z) => `e^{${tex(z)}}`);
  return {
    formula: `p_${k} = \\frac{e^{z_${k}}}{\\sum_{j=0}^{${scores.length - 1}} e^{z_j}}`,
    now:
      `p_${k} = \\frac{e^{${tex(scores[k] ?? Number.NaN)}}}{${exponents.join(' + ')} + \\dots} = ` +
      `${tex(probability, 4)}`,
  };
}
