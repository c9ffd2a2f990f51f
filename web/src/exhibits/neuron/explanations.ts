import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import { activationApplied, slopeApplied } from '../../components/activations';
import { bracketed, decimalsIn, shortest } from '../../lib/equation';
import { asTex } from '../../lib/format';
import type { Activation } from './settings';
import type { Words } from './en';
import { letter, neuronSum, sumTex } from './sum';
import type { NeuronView } from './lab.gen';

/** "1", "2", "3" when there are several inputs; nothing when there is one. */
export function ordinal(i: number, count: number): string {
  return count === 1 ? '' : String(i + 1);
}

export function explanations(
  view: NeuronView,
  activation: Activation,
  words: Words,
): Record<string, Explanation> {
  const { inputs, weights, bias } = view.settings;
  const count = inputs.length;
  const { products, sum: total } = neuronSum(view);
  const letters = inputs.map((_, i) => `${letter('I', i, count)} \\cdot ${letter('W', i, count)}`);
  const { computed } = view;
  const sum = ['matmul', 't.z +='];

  const numbers: Record<string, Explanation> = {
    z: { name: words.z, value: total.result, ...sumTex(view), ...computedBy(computed['z'], { mark: sum }) },
    output: {
      name: words.output,
      formula: computed['output']?.formula ?? '',
      ...activationApplied(activation, view.z, view.output, 2, decimalsIn(total.result)),
      ...computedBy(computed['output']),
    },
  };
  /** What the learner sets is not computed by anything before it: it opens to where it goes. */
  const given = (id: string, kind: string, name: string, value: number, i = 0): void => {
    numbers[id] = {
      name: name.trim(),
      value: shortest(value),
      ...sumTex(view, id),
      ...computedBy(computed[kind], { places: { i, j: 0 }, mark: sum }),
    };
  };
  given('bias', 'bias', words.bias, bias);
  products.forEach(({ parts, sign, result }, i) => {
    given(`input${i}`, 'input', words.input(ordinal(i, count)), inputs[i] ?? 0, i);
    given(`weight${i}`, 'weight', words.weight(ordinal(i, count)), weights[i] ?? 0, i);
    numbers[`term${i}`] = {
      name: words.term(ordinal(i, count)).trim(),
      value: result,
      formula: letters[i] ?? '',
      now: `${parts.map(bracketed).join(' \\times ')} ${sign} ${asTex(result)}`,
      ...computedBy(computed['term'], { places: { i, j: 0 }, mark: 'matmul' }),
    };
  });
  if (view.slope !== null) {
    numbers['slope'] = {
      name: words.slope,
      formula: computed['slope']?.formula ?? '',
      ...slopeApplied(activation, total.result, view.output, view.slope, view.z),
      ...computedBy(computed['slope']),
    };
  }
  return numbers;
}

/** The sum, the output and the slope, line by line as TeX; the numbers in it can be opened. */
export function lessonLines(view: NeuronView, numbers: Numbers): string[] {
  const n = view.terms.length;
  /** The number `id`, in brackets where a sign stands before it. */
  const open = (id: string): string =>
    numbers[id]?.value.startsWith('−') ? `(\\explain{${id}})` : `\\explain{${id}}`;
  const { products, sum } = neuronSum(view);
  const terms = products.map((_, i) => (i > 0 ? open(`term${i}`) : `\\explain{term${i}}`));
  const output = numbers['output']?.now.includes('≈') ? '≈' : '=';
  return [
    ...products.map(
      ({ sign }, i) =>
        `${letter('I', i, n)} \\cdot ${letter('W', i, n)} &= ${open(`input${i}`)} \\times ` +
        `${open(`weight${i}`)} ${sign} \\explain{term${i}}`,
    ),
    // Several terms and the bias are too much for one line of the lesson.
    `z &= ${terms.join(' + ')} ${n > 1 ? '\\\\ &\\quad' : ''} + ${open('bias')} ${sum.sign} \\explain{z}`,
    `f(z) &= f(\\explain{z}) ${output} \\explain{output}`,
    ...(view.slope === null ? [] : [`f'(z) &= \\explain{slope}`]),
  ];
}
