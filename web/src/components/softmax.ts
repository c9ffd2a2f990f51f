import { printed } from '../lib/equation';
import { asTex } from '../lib/format';

/** So many terms of the sum under the fraction stand in a row, so that it fits a phone. */
const ROW = 3;

/** TeX: how softmax makes a probability of a score, in signs and with the current numbers. */
export function softmaxTex(
  logits: ArrayLike<number>,
  k: number,
  probability: number,
  name = `p_${k}`,
): { readonly formula: string; readonly now: string } {
  const scores = Array.from(logits);
  const { parts, sign, result } = printed(
    {
      parts: scores,
      combine: (z) => Math.exp(z[k] ?? Number.NaN) / z.reduce((total, each) => total + Math.exp(each), 0),
      result: probability,
    },
    { least: 4 },
  );
  const powers = parts.map((z) => `e^{${asTex(z)}}`);
  const rows = Array.from({ length: Math.ceil(powers.length / ROW) }, (_, i) =>
    powers.slice(i * ROW, (i + 1) * ROW).join(' + '),
  );
  return {
    formula: `p_${k} = \\frac{e^{z_${k}}}{\\sum_{j=0}^{${scores.length - 1}} e^{z_j}}`,
    now:
      `${name} = \\frac{${powers[k] ?? ''}}{\\begin{gathered} ${rows.join(' + {} \\\\ ')} \\end{gathered}} ` +
      `${sign} ${asTex(result)}`,
  };
}
