import { computedBy, sourceOf } from '../../components/computed';
import type { Explanation } from '../../components/explanation';
import { meanLoss, RIGHT_SHARE, rightShare, texCount } from '../../components/scores';
import { softmaxTex } from '../../components/softmax';
import { activationApplied } from '../../components/activations';
import { stated } from '../../lib/equation';
import { asTex, compact, grouped, percent, significant } from '../../lib/format';
import type { Words } from './en';
import {
  type AnswersView,
  type CellView,
  type LiveView,
  type ModelView,
  type Plan,
  type RunView,
} from './lab.gen';

/** Some images, and what the network makes of them. */
type Asked = Pick<CellView, 'part' | 'index' | 'outputs' | 'logits'>;

/** What computes a number of some images: test images are called otherwise in the programs. */
function computedFor(plan: Plan, what: 'answers' | 'confusion' | 'output', part: Asked['part']) {
  return plan.computed[part === 'test' ? `${what}.test` : what];
}

/** A rule of several formulas, one a line: in a row they would be wider than a phone. */
export function stacked(formula: string): string {
  const lines = formula.split(/,?\s*\\quad\s*/u);
  return lines.length === 1 ? formula : `\\begin{gathered} ${lines.join(' \\\\[2pt] ')} \\end{gathered}`;
}

/** How the parameters of a network to be add up, layer by layer. */
export function parameterNumber(plan: Plan, words: Words): Explanation {
  const sums = plan.rows
    .filter((row) => row.weights + row.biases > 0)
    .map((row) => row.sum.replaceAll(' x ', ' \\times '));
  return sumOfLayers(
    sums,
    `${texCount(plan.weights)} + ${texCount(plan.biases)} = `,
    plan.parameters,
    plan,
    words,
  );
}

/**
 * The same for a saved model, of which only shape and sum are known:
 * it may have parameters of other kinds too.
 */
export function modelParameters(model: ModelView, plan: Plan, words: Words): Explanation {
  const sizes = model.shape.split('-').map(Number);
  const pairs = sizes.slice(1).map((to, i): readonly [number, number] => [sizes[i] ?? 0, to]);
  const dense = pairs.reduce((sum, [from, to]) => sum + from * to + to, 0);
  const sums = pairs.map(([from, to]) => `${from} \\times ${to} + ${to}`);
  return sumOfLayers(
    dense === model.parameters ? sums : [...sums, '\\dots'],
    '',
    model.parameters,
    plan,
    words,
  );
}

function sumOfLayers(
  sums: readonly string[],
  parts: string,
  total: number,
  plan: Plan,
  words: Words,
): Explanation {
  return {
    name: words.parameterCount,
    value: grouped(total),
    formula: '\\sum_l \\left( n_{l-1} \\times n_l + n_l \\right)',
    now:
      `\\begin{aligned} & ${sums.join(' \\\\ + {} & ')} \\\\ = {} & ${parts}${texCount(total)} ` +
      `\\end{aligned}`,
    ...computedBy(plan.computed['parameters']),
  };
}

/** With so many digits that −ln p is right to four decimals: it is off by the share by which p is. */
export const probabilityText = (p: number): string => significant(p, 6);

/** The share of right answers on some images. */
export function answersNumber(
  { part, images, accuracy }: Pick<AnswersView, 'part' | 'images' | 'accuracy'>,
  plan: Plan,
  words: Words,
): Explanation {
  return {
    name: words.answersName[part],
    formula: RIGHT_SHARE,
    ...rightShare(accuracy, images, 2),
    ...computedBy(computedFor(plan, 'answers', part)),
    sources: [sourceOf(plan.computed['answers']), sourceOf(plan.computed['accuracy'])],
  };
}

/** The share of right answers on all test images. */
export function testNumber(accuracy: number, plan: Plan, words: Words): Explanation {
  return answersNumber({ part: 'test', images: plan.test_images, accuracy }, plan, words);
}

/** What the network makes of digit `k` for one of some images; its last layer's bend tells how. */
export function outputNumber(asked: Asked, image: number, k: number, plan: Plan, words: Words): Explanation {
  const at = (values: ArrayLike<number>): number => values[image * 10 + k] ?? Number.NaN;
  const index = asked.index.data[image] ?? 0;
  const output = at(asked.outputs.data);
  const squared = plan.settings.loss === 'mse';
  const { formula, now } = squared
    ? {
        formula: `a_${k} = \\frac{1}{1 + e^{-z_${k}}}`,
        now: `a_${k} = ${activationApplied('sigmoid', at(asked.logits.data), output, 4).now}`,
      }
    : softmaxTex(asked.logits.data.subarray(image * 10, image * 10 + 10), k, output);
  const value = percent(output, 0);
  const name = words.imageName[asked.part](index);
  return {
    name: squared ? words.outputName(name, k) : words.probabilityName(name, k),
    value,
    formula,
    now: `${now} ≈ ${asTex(value)}`,
    ...computedBy(computedFor(plan, 'output', asked.part), { places: { i: index, j: k } }),
    sources: [sourceOf(plan.computed['output']), sourceOf(plan.computed['logits'], ['matmul', 't.z +='])],
  };
}

/** How often a label got an answer: a cell of the confusion matrix. */
export function cellNumber(
  { answers }: LiveView,
  label: number,
  answer: number,
  plan: Plan,
  words: Words,
): Explanation {
  const count = answers.confusion.data[label * 10 + answer] ?? 0;
  return {
    name: words.cellName(label, answer),
    value: grouped(count),
    formula: `C_{${label}${answer}} = \\#\\{\\, i : y_i = ${label},\\ \\arg\\max_c a_{ic} = ${answer} \\,\\}`,
    now: `C_{${label}${answer}} = ${texCount(count)}, \\quad 1 \\le i \\le ${texCount(answers.images)}`,
    ...computedBy(computedFor(plan, 'confusion', answers.part), { places: { label, answer } }),
    sources: [
      sourceOf(plan.computed['confusion'], ['cell =', 'bincount']),
      sourceOf(plan.computed['answer'], 'argmax'),
    ],
  };
}

/**
 * Loss and accuracy on training images: of the last steps while the run
 * goes on, as each step met them; of a run that has ended, of all of
 * them, read with the weights that it ended with.
 */
function trainingNumbers(run: RunView, { last, loss }: LiveView, words: Words): Record<string, Explanation> {
  const { plan, outcome } = run;
  const mean = outcome ? outcome.train_loss : loss;
  const right = outcome ? outcome.train_accuracy : (last?.share ?? null);
  const images = outcome ? (run.images ?? plan.images) : last?.images;
  if (mean === null || right === null || images === undefined) return {};
  const count = grouped(images);
  const by = outcome ? '.end' : '';
  return {
    loss: {
      name: (outcome ? words.lossOfAll : words.lossOf)(count),
      formula: plan.computed['loss']?.formula ?? '',
      ...meanLoss(mean, images, 4),
      ...computedBy(plan.computed[`loss${by}`]),
    },
    accuracy: {
      name: (outcome ? words.accuracyOfAll : words.accuracyOf)(count),
      formula: RIGHT_SHARE,
      ...rightShare(right, images, outcome ? 2 : 1),
      ...computedBy(plan.computed[`accuracy${by}`]),
    },
  };
}

/**
 * The numbers of a run that can be opened: loss, accuracy, learning
 * rate, the test, and each layer's gradient.
 */
export function runNumbers(run: RunView, live: LiveView, words: Words): Record<string, Explanation> {
  const { plan, outcome } = run;
  const { settings } = plan;
  const rate = run.learning_rate;
  const numbers: Record<string, Explanation> = {
    rate: {
      name: words.rate,
      value: compact(rate, 4),
      formula: stacked(plan.computed['learning_rate']?.formula ?? ''),
      now: stated('\\eta', rate, compact(rate, 4)),
      ...computedBy(plan.computed['learning_rate'], { places: { rate }, mark: ['rate', 'learning_rate'] }),
    },
  };
  Object.assign(numbers, trainingNumbers(run, live, words));
  numbers['sample'] = answersNumber(live.answers, plan, words);
  if (outcome?.test_accuracy != null) numbers['test'] = testNumber(outcome.test_accuracy, plan, words);
  // Before the first step nothing has died.
  const deadUnits = live.inside.dead_step > 0 ? live.inside.dead_units : [];
  deadUnits.forEach((dead, i) => {
    const all = [...settings.layers, 10][i] ?? 0;
    numbers[`dead${i}`] = {
      name: words.deadName(i + 1),
      value: words.dead(dead, all),
      formula: `\\#\\{\\, j : a^{(${i + 1})}_{ij} = 0 \\; \\forall i \\,\\}`,
      now:
        `\\#\\{\\, j : a^{(${i + 1})}_{ij} = 0 \\; \\forall i \\,\\} = ${dead}, ` +
        `\\quad 1 \\le i \\le ${texCount(run.images ?? plan.images)}`,
      ...computedBy(plan.computed['dead'], { mark: 'silent', layer: plan.layers[i] }),
    };
  });
  live.inside.gradient_norms.forEach((norm, i) => {
    const value = norm === 0 ? '0' : compact(norm, 4);
    numbers[`gradient${i}`] = {
      name: words.gradientName(i + 1),
      value,
      formula:
        `\\frac{\\lVert \\partial L / \\partial W_{${i + 1}} \\rVert}{\\sqrt{n_{${i}}\\, ` + `n_{${i + 1}}}}`,
      now: stated('', norm, value).trim(),
      ...computedBy(plan.computed['gradient'], { layer: plan.layers[i] }),
      sources: [sourceOf(plan.computed['gradient'], 'norm'), sourceOf(plan.computed['backward'])],
    };
  });
  return numbers;
}
