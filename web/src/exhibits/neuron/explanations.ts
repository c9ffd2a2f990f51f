import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import { activationApplied, slopeApplied } from '../../components/activations';
import { decimalsIn, shortest, signTo } from '../../lib/equation';
import { asTex } from '../../lib/format';
import { type PrintedSum, printedSum, product, sumTex } from '../../lib/printedSum';
import type { Activation } from './settings';
import type { Words } from './en';
import type { NeuronView } from './lab.gen';

/** "1", "2", "3" when there are several inputs; nothing when there is one. */
export function ordinal(i: number, count: number): string {
  return count === 1 ? '' : String(i + 1);
}

/** Names of the letters when there is one input, and when there are more. */
const letter = (name: string, i: number, count: number): string =>
  count === 1 ? name : `${name}_{${i + 1}}`;

/** What is set is shown as it was set. */
const SET = 6;

const neuronSum = ({ settings: { inputs, weights, bias }, terms, z }: NeuronView): PrintedSum =>
  printedSum({ pairs: inputs.map((x, i) => [x, weights[i] ?? 0]), terms, others: [bias], z }, { shown: SET });

export function explanations(
  view: NeuronView,
  activation: Activation,
  words: Words,
): Record<string, Explanation> {
  const { inputs, weights, bias } = view.settings;
  const count = inputs.length;
  const sum = neuronSum(view);
  const { computed } = view;
  const mark = ['matmul', 't.z +='];
  const names = inputs.flatMap((_, i) => [letter('I', i, count), letter('W', i, count)]);
  /** The sum in letters and with the numbers of now; the part at the place `boxed` stands out. */
  const whole = (boxed?: number): Pick<Explanation, 'formula' | 'now'> => {
    const letters = [...names, 'b'].map((name, i) => (i === boxed ? `\\boxed{${name}}` : name));
    const products = inputs.map((_, i) => letters.slice(2 * i, 2 * i + 2).join(' \\cdot '));
    return {
      formula: `z = ${[...products, ...letters.slice(2 * count)].join(' + ')}`,
      now: sumTex(sum.whole, count, boxed),
    };
  };

  const numbers: Record<string, Explanation> = {
    z: { name: words.z, value: sum.z, ...whole(), ...computedBy(computed['z'], { mark }) },
    output: {
      name: words.output,
      formula: computed['output']?.formula ?? '',
      ...activationApplied(activation, view.z, view.output, 2, decimalsIn(sum.z)),
      ...computedBy(computed['output']),
    },
  };
  /** What the learner sets is not computed by anything before it: it opens to where it goes. */
  const given = (kind: 'input' | 'weight' | 'bias', name: string, value: number, place: number): void => {
    const i = Math.floor(place / 2);
    numbers[kind === 'bias' ? kind : `${kind}${i}`] = {
      name: name.trim(),
      value: shortest(value),
      ...whole(place),
      ...computedBy(computed[kind], { places: { i, j: 0 }, mark }),
    };
  };
  given('bias', words.bias, bias, 2 * count);
  sum.rows.forEach(({ parts, sign, result }, i) => {
    given('input', words.input(ordinal(i, count)), inputs[i] ?? 0, 2 * i);
    given('weight', words.weight(ordinal(i, count)), weights[i] ?? 0, 2 * i + 1);
    numbers[`term${i}`] = {
      name: words.term(ordinal(i, count)).trim(),
      value: result,
      formula: names.slice(2 * i, 2 * i + 2).join(' \\cdot '),
      now: `${product(parts)} ${sign} ${asTex(result)}`,
      ...computedBy(computed['term'], { places: { i, j: 0 }, mark: 'matmul' }),
    };
  });
  if (view.slope !== null) {
    numbers['slope'] = {
      name: words.slope,
      formula: computed['slope']?.formula ?? '',
      ...slopeApplied(activation, sum.z, view.output, view.slope, view.z),
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
  const { rows, adds } = neuronSum(view);
  const terms = rows.map((_, i) => (i > 0 ? open(`term${i}`) : `\\explain{term${i}}`));
  return [
    ...rows.map(
      ({ sign }, i) =>
        `${letter('I', i, n)} \\cdot ${letter('W', i, n)} &= ${open(`input${i}`)} \\times ` +
        `${open(`weight${i}`)} ${sign} \\explain{term${i}}`,
    ),
    // Several terms and the bias are too much for one line of the lesson.
    `z &= ${terms.join(' + ')} ${n > 1 ? '\\\\ &\\quad' : ''} + ${open('bias')} ${adds} \\explain{z}`,
    `f(z) &= f(\\explain{z}) = \\explain{output}`,
    ...(view.slope === null
      ? []
      : [`f'(z) &${signTo(view.slope, numbers['slope']?.value ?? '')} \\explain{slope}`]),
  ];
}
