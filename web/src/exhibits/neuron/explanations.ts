import { computedBy } from '../../components/computed';
import type { Explanation } from '../../components/explanation';
import { fixed, tex } from '../../lib/format';
import type { Activation } from './settings';
import type { Words } from './en';
import { letter, sumTex } from './sum';
import type { NeuronView } from './lab.gen';

/** "1", "2", "3" when there are several inputs; nothing when there is one. */
export function ordinal(i: number, count: number): string {
  return count === 1 ? '' : String(i + 1);
}

/** f with a number in it, for the line with the current values. */
const APPLIED: Readonly<Record<Activation, (z: string, sign: number) => string>> = {
  sigmoid: (z) => `\\sigma(${z}) = \\frac{1}{1 + e^{-(${z})}}`,
  tanh: (z) => `\\tanh(${z}) = \\frac{e^{${z}} - e^{-(${z})}}{e^{${z}} + e^{-(${z})}}`,
  relu: (z) => `\\max(0, ${z})`,
  leaky_relu: (z, sign) => (sign < 0 ? `0.01 \\times (${z})` : z),
  step: (z, sign) => (sign < 0 ? `${z} < 0 \\;\\Rightarrow\\; f(z)` : `${z} \\ge 0 \\;\\Rightarrow\\; f(z)`),
  linear: (z) => `f(${z})`,
};

const SLOPE_APPLIED: Readonly<Record<Activation, (z: string, a: string, sign: number) => string>> = {
  sigmoid: (_, a) => `${a} \\times (1 - ${a})`,
  tanh: (_, a) => `1 - (${a})^2`,
  relu: (z, _, sign) => `${z} ${sign > 0 ? '>' : '\\le'} 0 \\;\\Rightarrow\\; f'(z)`,
  leaky_relu: (z, _, sign) => `${z} ${sign > 0 ? '>' : '\\le'} 0 \\;\\Rightarrow\\; f'(z)`,
  step: () => "f'(z)",
  linear: () => "f'(z)",
};

export function explanations(
  view: NeuronView,
  activation: Activation,
  words: Words,
): Record<string, Explanation> {
  const { inputs, weights, bias } = view.settings;
  const count = inputs.length;
  const z = tex(view.z);
  const output = tex(view.output);
  const products = inputs.map((x, i) => `${tex(x, 2, true)} \\times ${tex(weights[i] ?? 0, 2, true)}`);
  const letters = inputs.map((_, i) => `${letter('I', i, count)} \\cdot ${letter('W', i, count)}`);
  const { computed } = view;
  const sum = ['matmul', 't.z +='];

  const numbers: Record<string, Explanation> = {
    z: { name: words.z, value: fixed(view.z), ...sumTex(view), ...computedBy(computed['z'], { mark: sum }) },
    output: {
      name: words.output,
      value: fixed(view.output),
      formula: computed['output']?.formula ?? '',
      now: `${APPLIED[activation](z, view.z)} = ${output}`,
      ...computedBy(computed['output']),
    },
  };
  /** What the learner sets is not computed by anything before it: it opens to where it goes. */
  const given = (id: string, kind: string, name: string, value: number, i = 0): void => {
    numbers[id] = {
      name: name.trim(),
      value: fixed(value),
      ...sumTex(view, id),
      ...computedBy(computed[kind], { places: { i, j: 0 }, mark: sum }),
    };
  };
  given('bias', 'bias', words.bias, bias);
  view.terms.forEach((term, i) => {
    given(`input${i}`, 'input', words.input(ordinal(i, count)), inputs[i] ?? 0, i);
    given(`weight${i}`, 'weight', words.weight(ordinal(i, count)), weights[i] ?? 0, i);
    numbers[`term${i}`] = {
      name: words.term(ordinal(i, count)).trim(),
      value: fixed(term),
      formula: letters[i] ?? '',
      now: `${products[i] ?? ''} = ${tex(term)}`,
      ...computedBy(computed['term'], { places: { i, j: 0 }, mark: 'matmul' }),
    };
  });
  if (view.slope !== null) {
    numbers['slope'] = {
      name: words.slope,
      value: fixed(view.slope),
      formula: computed['slope']?.formula ?? '',
      now: `${SLOPE_APPLIED[activation](z, output, view.z)} = ${tex(view.slope)}`,
      ...computedBy(computed['slope']),
    };
  }
  return numbers;
}
