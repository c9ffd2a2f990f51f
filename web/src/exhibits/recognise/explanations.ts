import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import { meanLoss, RIGHT_SHARE, rightShare } from '../../components/scores';
import { softmaxTex } from '../../components/softmax';
import { added, decimalsIn, printedTo, stated, sum } from '../../lib/equation';
import { asTex, fixed, grouped, percent } from '../../lib/format';
import type { Words } from './en';
import type { Digit, Progress, RecogniseView } from './lab.gen';

/** How numbers are computed, and how each layer is found in the programs. */
export type Lines = Pick<RecogniseView, 'computed' | 'layers'>;

/** The lines of a dense layer's sum. */
export const SUM = ['matmul', 't.z +='];

type AnswerView = NonNullable<Digit['answer']>;

const score = (answer: AnswerView, k: number): number => answer.logits.data[k] ?? Number.NaN;
const chance = (answer: AnswerView, k: number): number => answer.probabilities.data[k] ?? Number.NaN;

/** What the panels behind the answer's numbers show: `probability3`, `logit3` and so on. */
export function answerNumbers(
  digit: Digit | undefined,
  output: string,
  lines: Lines | undefined,
  words: Words,
): Numbers {
  const answer = digit?.answer;
  if (!answer || !lines) return {};
  const numbers: Record<string, Explanation> = {};
  for (let k = 0; k < 10; k++) {
    numbers[`probability${k}`] = probabilityNumber(answer, k, output, lines, words);
    numbers[`logit${k}`] = logitNumber(answer, k, lines, words);
  }
  return numbers;
}

function probabilityNumber(
  answer: AnswerView,
  k: number,
  output: string,
  lines: Lines,
  words: Words,
): Explanation {
  const { formula, now } =
    output === 'sigmoid'
      ? { formula: `p_${k} = \\frac{a_${k}}{\\sum_j a_j}`, now: `p_${k}` }
      : softmaxTex(answer.logits.data, k, chance(answer, k));
  const value = percent(chance(answer, k));
  return {
    name: words.numbers.probability(k),
    value,
    formula,
    now: `${now} ≈ ${asTex(value)}`,
    ...computedBy(lines.computed['share'], { places: { i: 0, j: k } }),
  };
}

function logitNumber(answer: AnswerView, k: number, lines: Lines, words: Words): Explanation {
  const value = fixed(score(answer, k));
  return {
    name: words.numbers.logit(k),
    value,
    formula: `z_${k} = \\sum_j a_j W_{j${k}} + b_${k}`,
    now: stated(`z_${k}`, score(answer, k), value),
    ...computedBy(lines.computed['z'], { places: { j: k }, mark: SUM, layer: lines.layers.at(-1) }),
  };
}

/**
 * TeX: from the answer's score to its probability, and how it compares with
 * the second best; the numbers can be opened.
 */
export function answerFormula(answer: AnswerView | undefined, output: string): string {
  if (answer === undefined) return '';
  const { digit: a, second: b } = answer;
  const lines = [`z_${a} &= \\textstyle\\sum_j a_j W_{j${a}} + b_${a} = \\explain{logit${a}}`];
  if (output === 'softmax') {
    lines.push(`p_${a} &= \\frac{e^{z_${a}}}{\\sum_j e^{z_j}} = \\explain{probability${a}}`);
    const taken = score(answer, b) < 0 ? `(\\explain{logit${b}})` : `\\explain{logit${b}}`;
    lines.push(`\\frac{p_${a}}{p_${b}} &= e^{z_${a} - z_${b}} ≈ e^{\\explain{logit${a}} - ${taken}}`);
  } else lines.push(`p_${a} &= \\explain{probability${a}}`);
  return `\\begin{aligned} ${lines.join(' \\\\[4pt] ')} \\end{aligned}`;
}

/** Loss and accuracy of a short training, over its epoch's images so far; undefined before the first. */
export function trainingNumbers(
  { loss, accuracy, images, computed }: Progress,
  { lesson }: Words,
): { readonly loss: Explanation; readonly accuracy: Explanation } | undefined {
  if (loss === null || accuracy === null) return undefined;
  const count = grouped(images);
  return {
    loss: {
      name: lesson.lossOf(count),
      formula: computed['loss']?.formula ?? '',
      ...meanLoss(loss, images, 2),
      ...computedBy(computed['loss']),
    },
    accuracy: {
      name: lesson.accuracyOf(count),
      formula: RIGHT_SHARE,
      ...rightShare(accuracy, images),
      ...computedBy(computed['accuracy']),
    },
  };
}

/** Of sums that are opened to their terms. */
export const DECIMALS = 3;

/** So many terms of a long sum are written out, and the others together. */
export const TERMS = 3;

/** A sum of which some terms are written out, with all the others together, as TeX. */
export function partial(terms: readonly number[], total: number, value: string): string {
  const rest = total - sum(terms);
  const { parts, sign } = printedTo(
    { parts: [...terms, rest], combine: sum, result: total },
    decimalsIn(value),
  );
  return `${asTex(parts[0] ?? '')} ${parts.slice(1).map(added).join(' ')} ${sign} ${asTex(value)}`;
}

/** Where a pixel is. */
export const pixelName = (i: number, { unit }: Words): string =>
  unit.pixel(Math.floor(i / 28) + 1, (i % 28) + 1);
