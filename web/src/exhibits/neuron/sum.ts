import { tex } from '../../lib/format';
import type { NeuronView } from './lab.gen';

/** Names of the letters when there is one input, and when there are more. */
export function letter(name: string, i: number, count: number): string {
  return count === 1 ? name : `${name}_{${i + 1}}`;
}

/**
 * The weighted sum as TeX, in letters and with the numbers of now;
 * `boxed` is the id of the part that stands out.
 */
export function sumTex(
  { settings: { inputs, weights, bias }, z }: NeuronView,
  boxed?: string,
): { formula: string; now: string } {
  const box = (part: string, id: string): string => (id === boxed ? `\\boxed{${part}}` : part);
  const count = inputs.length;
  const letters = inputs.map(
    (_, i) => `${box(letter('I', i, count), `input${i}`)} \\cdot ${box(letter('W', i, count), `weight${i}`)}`,
  );
  const products = inputs.map(
    (x, i) =>
      `${box(tex(x, 2, true), `input${i}`)} \\times ${box(tex(weights[i] ?? 0, 2, true), `weight${i}`)}`,
  );
  const last =
    boxed === 'bias'
      ? `+ ${box(tex(bias, 2, true), 'bias')}`
      : `${bias < 0 ? '-' : '+'} ${tex(Math.abs(bias))}`;
  return {
    formula: `z = ${letters.join(' + ')} + ${box('b', 'bias')}`,
    now: stacked('z', [...products.map((product, i) => (i === 0 ? product : `+ ${product}`)), last], tex(z)),
  };
}

/** A sum that may be long: one term a line, so that it fits a phone. */
function stacked(name: string, terms: readonly string[], result: string): string {
  if (terms.length <= 2) return `${name} = ${terms.join(' ')} = ${result}`;
  return `\\begin{aligned} ${name} = {} & ${terms.join(' \\\\ & ')} \\\\ = {} & ${result} \\end{aligned}`;
}
