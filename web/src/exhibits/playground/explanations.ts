import type { Snippet } from 'svelte';

import { computedBy, sourceOf } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import { activationApplied } from '../../components/activations';
import { rightShare } from '../../components/scores';
import { softmaxTex } from '../../components/softmax';
import { decimalsIn, type Sign, stated } from '../../lib/equation';
import { asTex, fixed, grouped } from '../../lib/format';
import { printedSum, product, sumTex } from '../../lib/printedSum';
import { classNames, unitName, unitTex } from './names';
import type { Words } from './en';
import type { Inspection, PlaygroundView } from './lab.gen';
import { weightAt } from './maps';

export interface UnitNumbers {
  readonly terms: readonly Explanation[];
  readonly z: Explanation;
  readonly a: Explanation;
  /** With which decimals the values and weights are shown, so that the rows of the card hold. */
  readonly decimals: number;
  /** Between value times weight and the terms. */
  readonly times: Sign;
  /** Between the terms with the bias and their sum. */
  readonly adds: Sign;
}

/** More decimals than this would not fit the card: what needs more is only approximate. */
const MOST = 4;

/**
 * The sum of one unit for the inspected point, term by term. `layer` counts from 1, the first hidden one; the
 * output is shown with `least` decimals or more.
 */
export function unitNumbers(
  view: PlaygroundView,
  found: Inspection,
  layer: number,
  unit: number,
  words: Words,
  least = 2,
): UnitNumbers | undefined {
  const numbers = found.layers[layer - 1];
  const name = view.setup.activations[layer - 1];
  const bias = view.frame.biases[layer - 1]?.data[unit];
  if (numbers === undefined || name === undefined || bias === undefined) return undefined;
  const units = numbers.z.data.length;
  const count = numbers.terms.shape[0] ?? 0;
  const fed = layer === 1 ? found.inputs.data : (found.layers[layer - 2]?.a.data ?? []);
  const z = numbers.z.data[unit] ?? Number.NaN;
  const { computed } = view;
  const { activation, lines } = view.layers[layer - 1] ?? {};
  const pairs = Array.from(
    { length: count },
    (_, row) => [fed[row] ?? Number.NaN, weightAt(view.frame, layer - 1, row, unit)] as const,
  );
  const terms = pairs.map((_, row) => numbers.terms.data[row * units + unit] ?? Number.NaN);
  const sum = printedSum({ pairs, terms, others: [bias], z }, { most: MOST });
  return {
    decimals: sum.decimals,
    times: sum.times,
    adds: sum.adds,
    terms: sum.rows.map(({ parts, sign, result }, row) => ({
      name: words.term(unitName(view, layer - 1, row, words)),
      value: result,
      formula: `${unitTex(view, layer - 1, row)} \\cdot w_{${row + 1},${unit + 1}}`,
      now: `${product(parts)} ${sign} ${asTex(result)}`,
      ...computedBy(computed['term'], { places: { i: row, j: unit }, mark: 'matmul', layer: lines }),
    })),
    z: {
      name: 'z',
      value: sum.z,
      formula:
        `z^{(${layer})}_{${unit + 1}} = \\sum_{i=1}^{${count}} ` +
        `${layer === 1 ? 'x_i' : `a^{(${layer - 1})}_i`} \\, w_{i,${unit + 1}} + b_{${unit + 1}}`,
      now: sumTex(sum.whole, count),
      ...computedBy(computed['z'], { places: { j: unit }, mark: ['matmul', 't.z +='], layer: lines }),
    },
    a: {
      name:
        layer < view.setup.layers.length - 1
          ? words.outputOf(unitName(view, layer, unit, words))
          : unitName(view, layer, unit, words),
      formula: activation?.formula ?? '',
      ...outputNumbers(name, numbers, unit, least, decimalsIn(sum.z)),
      ...computedBy(activation),
    },
  };
}

function outputNumbers(
  activation: string,
  { z, a }: Inspection['layers'][number],
  unit: number,
  least: number,
  shown: number,
): Pick<Explanation, 'value' | 'now'> {
  const output = a.data[unit] ?? Number.NaN;
  if (activation !== 'softmax')
    return activationApplied(activation, z.data[unit] ?? Number.NaN, output, least, shown);
  const { now } = softmaxTex(z.data, unit, output);
  return { value: fixed(output), now: `${now} ≈ ${asTex(fixed(output))}` };
}

/** How many weights and biases the network has, layer by layer. */
export function parameterNumber({ setup, computed }: PlaygroundView, words: Words): Explanation {
  const sums = setup.layers.slice(1).map((to, l) => `${setup.layers[l] ?? 0} \\times ${to} + ${to}`);
  return {
    name: words.parameterCount,
    value: grouped(setup.parameters),
    formula: '\\sum_l \\left( n_{l-1} \\times n_l + n_l \\right)',
    now:
      `\\begin{aligned} & ${sums.join(' \\\\ + {} & ')} \\\\ = {} & ${asTex(grouped(setup.parameters))} ` +
      '\\end{aligned}',
    ...computedBy(computed['parameters']),
  };
}

/** How many epochs have been trained; `batch` is the number of samples in a step. */
export function epochNumber(view: PlaygroundView, batch: number, words: Words): Explanation {
  const { epoch, step } = view.frame;
  const n = view.setup.train.target.data.length;
  const steps = Math.ceil(n / batch);
  return {
    name: words.epoch,
    value: grouped(epoch),
    formula: words.epochRule,
    now: words.epochNow(`\\left\\lceil \\tfrac{${n}}{${batch}} \\right\\rceil = ${steps}`, String(step)),
    ...computedBy(view.computed['epoch'], { places: { batch, epochs: epoch } }),
    sources: [sourceOf(view.computed['steps']), sourceOf(view.computed['epoch'])],
  };
}

/** The loss' formula with its name and the number of samples in it. */
const filledIn = (formula: string, symbol: string, count: number): string =>
  formula.replace(/^L/, symbol).replaceAll('2n', `2 \\cdot ${count}`).replaceAll('{n}', `{${count}}`);

/** The losses and the accuracy. */
export function scoreNumbers(
  view: PlaygroundView,
  words: Words,
  behind: { readonly train?: Snippet; readonly test?: Snippet } = {},
): Numbers {
  const { computed, frame, setup } = view;
  const formula = computed['loss']?.formula ?? '';
  const loss = (
    name: string,
    symbol: string,
    value: number,
    count: number,
    rows: Snippet | undefined,
  ): Explanation => ({
    ...(rows === undefined ? {} : { behind: rows }),
    name,
    value: fixed(value, 3),
    formula,
    now: stated(filledIn(formula, symbol, count), value, fixed(value, 3)),
    ...computedBy(computed['loss']),
  });
  const train = setup.train.target.data.length;
  const test = setup.test.target.data.length;
  const numbers: Record<string, Explanation> = {
    train: loss(words.trainLoss, 'L_{\\text{train}}', frame.train_loss, train, behind.train),
    test: loss(words.testLoss, 'L_{\\text{test}}', frame.test_loss, test, behind.test),
  };
  if (frame.test_accuracy !== null) {
    numbers['accuracy'] = {
      name: words.accuracy,
      formula: '\\frac{\\#\\{\\, i : \\hat y_i = y_i \\,\\}}{n}',
      ...rightShare(frame.test_accuracy, test),
      ...computedBy(computed['accuracy']),
    };
  }
  return numbers;
}

/** How many test points of one class were taken for which: a cell of the confusion matrix. */
export function cellNumber(
  view: PlaygroundView,
  actual: number,
  predicted: number,
  words: Words,
): Explanation | undefined {
  const { confusion } = view.frame;
  const classes = classNames(view, words);
  const names = [classes[actual], classes[predicted]];
  if (confusion === null || names[0] === undefined || names[1] === undefined) return undefined;
  const several = classes.length > 2;
  const count = confusion.data[actual * classes.length + predicted] ?? 0;
  // Two classes are -1 and +1, more are counted from 0.
  const [y = 0, answer = 0] = several ? [actual, predicted] : [2 * actual - 1, 2 * predicted - 1];
  const decided = several ? '\\arg\\max_c a_{ic}' : '\\operatorname{sign} a_i';
  return {
    name: words.cellName(names[0], names[1]),
    value: grouped(count),
    formula: `\\#\\{\\, i : y_i = ${y},\\ ${decided} = ${answer} \\,\\}`,
    now:
      `\\begin{aligned} & \\#\\{\\, i : y_i = ${y},\\ ${decided} = ${answer} \\,\\} \\\\ & = ${count} ` +
      `\\quad (1 \\le i \\le ${view.setup.test.target.data.length}) \\end{aligned}`,
    ...computedBy(view.computed['confusion'], { places: { label: y, answer } }),
    sources: [
      sourceOf(view.computed['confusion'], ['cell =', 'bincount']),
      sourceOf(view.computed['answer'], several ? 'argmax' : '>= 0.5'),
    ],
  };
}
