import {
  added,
  bracketed,
  decimalsFor,
  decimalsIn,
  type Printed,
  printedWith,
  shortest,
  sum,
  weightedSum,
} from '../../lib/equation';
import { asTex } from '../../lib/format';
import type { NeuronView } from './lab.gen';

/** Names of the letters when there is one input, and when there are more. */
export function letter(name: string, i: number, count: number): string {
  return count === 1 ? name : `${name}_{${i + 1}}`;
}

/** The neuron's equations with the digits with which all of them hold together: what the page shows. */
export interface NeuronSum {
  /** Each input times its weight. */
  readonly products: readonly Printed[];
  /** The terms and the bias, summed: z. */
  readonly sum: Printed;
}

/** What is set is shown as it was set. */
const SET = 6;

/** The terms get the digits with which the products and the sum of all hold together. */
export function neuronSum({ settings: { inputs, weights, bias }, terms, z }: NeuronView): NeuronSum {
  const total = { parts: [...terms, bias], combine: sum, result: z };
  const products = terms.map((term, i) => ({
    parts: [inputs[i] ?? 0, weights[i] ?? 0],
    combine: ([x = 0, w = 0]: readonly number[]) => x * w,
    result: term,
  }));
  const whole = products.map(({ parts, combine, result }) => ({
    parts: [],
    combine: () => combine(parts),
    result,
  }));
  const { result } = decimalsFor([total, ...whole], { guard: 0 });
  return {
    products: products.map((each) => printedWith(each, { parts: SET, result })),
    sum: printedWith(total, { parts: result, result }),
  };
}

/**
 * The weighted sum as TeX, in letters and with the numbers of now;
 * `boxed` is the id of the part that stands out.
 */
export function sumTex(view: NeuronView, boxed?: string): { formula: string; now: string } {
  const { inputs, weights, bias } = view.settings;
  const box = (part: string, id: string): string => (id === boxed ? `\\boxed{${part}}` : part);
  const count = inputs.length;
  const letters = inputs.map(
    (_, i) => `${box(letter('I', i, count), `input${i}`)} \\cdot ${box(letter('W', i, count), `weight${i}`)}`,
  );
  const products = inputs.map(
    (x, i) =>
      `${box(bracketed(shortest(x)), `input${i}`)} \\times ` +
      box(bracketed(shortest(weights[i] ?? 0)), `weight${i}`),
  );
  const b = shortest(bias);
  const last = boxed === 'bias' ? `+ ${box(bracketed(b), 'bias')}` : added(b);
  const all = inputs.flatMap((x, i) => [x, weights[i] ?? 0]);
  const { sign, result } = printedWith(
    { parts: [...all, bias], combine: weightedSum, result: view.z },
    { parts: SET, result: decimalsIn(neuronSum(view).sum.result) },
  );
  return {
    formula: `z = ${letters.join(' + ')} + ${box('b', 'bias')}`,
    now: stacked(
      'z',
      [...products.map((each, i) => (i === 0 ? each : `+ ${each}`)), last],
      sign,
      asTex(result),
    ),
  };
}

/** A sum that may be long: one term a line, so that it fits a phone. */
function stacked(name: string, terms: readonly string[], sign: string, result: string): string {
  if (terms.length <= 2) return `${name} = ${terms.join(' ')} ${sign} ${result}`;
  const lines = [`${name} = {} & ${terms.join(' \\\\ & ')}`, `${sign} {} & ${result}`];
  return `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
}
