import { computedBy, sourceOf } from '../../components/computed';
import type { Explanation } from '../../components/explanation';
import { softmaxTex } from '../../components/softmax';
import { fixed, percent, signed, tex } from '../../lib/format';
import type { NdArray } from '../../validate';
import type { Words } from './en';
import type { Digit, RecogniseView, UnitView, Why } from './lab.gen';

type Numbers = Record<string, Explanation>;
type ModelView = NonNullable<RecogniseView['model']>;

/** How numbers are computed, and how each layer is found in the programs. */
type Lines = Pick<RecogniseView, 'computed' | 'layers'>;

/** The lines of a dense layer's sum. */
const SUM = ['matmul', 't.z +='];

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
  const numbers: Numbers = {};
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
    output === 'softmax'
      ? softmaxTex(answer.logits.data, k, chance(answer, k))
      : { formula: `p_${k} = \\frac{a_${k}}{\\sum_j a_j}`, now: `p_${k} = ${tex(chance(answer, k), 4)}` };
  return {
    name: words.numbers.probability(k),
    value: percent(chance(answer, k)),
    formula,
    now,
    ...computedBy(lines.computed['softmax'], { places: { i: 0, j: k } }),
  };
}

function logitNumber(answer: AnswerView, k: number, lines: Lines, words: Words): Explanation {
  return {
    name: words.numbers.logit(k),
    value: fixed(score(answer, k)),
    formula: `z_${k} = \\sum_j a_j W_{j${k}} + b_${k}`,
    now: `z_${k} = ${tex(score(answer, k))}`,
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
    lines.push(`\\frac{p_${a}}{p_${b}} &= e^{z_${a} - z_${b}} = e^{\\explain{logit${a}} - ${taken}}`);
  } else lines.push(`p_${a} &= \\explain{probability${a}}`);
  return `\\begin{aligned} ${lines.join(' \\\\[4pt] ')} \\end{aligned}`;
}

export function whyNumbers(why: Why | undefined, lines: Lines, words: Words): Numbers {
  if (why === undefined) return {};
  const { towards: a, away: b } = why;
  const [za, zb] = [why.logits[0] ?? 0, why.logits[1] ?? 0];
  const gap: Explanation = {
    name: words.numbers.gap(a, b),
    value: fixed(why.gap, 3),
    formula: `z_${a} - z_${b}`,
    now: `${tex(za, 3)} - ${tex(zb, 3, true)} = ${tex(why.gap, 3)}`,
    ...computedBy(lines.computed['gap'], { places: { i: a, j: b }, layer: lines.layers.at(-1) }),
    sources: [sourceOf(lines.computed['z'], SUM)],
  };
  if (why.pixels === null) return { gap };
  const { pixels } = why;
  const biases = pixels.biases.reduce((sum, bias) => sum + bias, 0);
  const total: Explanation = {
    name: words.numbers.total,
    value: fixed(pixels.total, 3),
    formula:
      `\\sum_{i=1}^{784} x_i \\frac{\\partial (z_${a} - z_${b})}{\\partial x_i} + \\sum_l b_l ` +
      `\\cdot \\delta_l`,
    now:
      `${tex(pixels.towards, 3)} - ${tex(Math.abs(pixels.away), 3)} ${biases < 0 ? '-' : '+'} ` +
      `${tex(Math.abs(biases), 3)} = ${tex(pixels.total, 3)}`,
    ...computedBy(lines.computed['shares'], {
      layer: lines.layers.at(-1),
      places: { i: a, j: b },
      mark: ['network.backward', 'inputs=slopes', 'delta[0,'],
    }),
  };
  return { gap, total };
}

/**
 * What a unit's card shows: its sum `z`, its answer `a`, and of each of
 * its largest terms `input0`, `part0` and so on.
 */
export function unitNumbers(
  unit: UnitView | undefined,
  model: ModelView,
  image: NdArray,
  lines: Lines,
  words: Words,
): Numbers {
  if (unit === undefined) return {};
  return { ...sumNumbers(unit, lines, words), ...termNumbers(unit, model, image, lines, words) };
}

/** Where an input of a unit comes from: "pixel (3, 14)", "layer 1, unit 5". */
export function inputName(unit: UnitView, input: number, words: Words): string {
  return unit.layer === 0
    ? words.unit.pixel(Math.floor(input / 28) + 1, (input % 28) + 1)
    : words.unit.input(unit.layer, input + 1);
}

function termNumbers(unit: UnitView, model: ModelView, image: NdArray, lines: Lines, words: Words): Numbers {
  const { terms } = unit;
  if (terms === null) return {};
  const j = unit.unit + 1;
  const layer = lines.layers[unit.layer];
  const numbers: Numbers = {};
  for (const [row, input] of [...terms.top.data].entries()) {
    const i = input + 1;
    const name = inputName(unit, input, words);
    const x = terms.inputs.data[row] ?? Number.NaN;
    const weight = terms.weights.data[input] ?? Number.NaN;
    const share = terms.shares.data[input] ?? Number.NaN;
    const { shift, scale } = model;
    numbers[`input${row}`] =
      unit.layer === 0
        ? {
            name: words.numbers.input(name),
            value: fixed(x),
            formula: `x_{${i}} = (\\text{pixel}_{${i}} - \\text{shift}) \\cdot \\text{scale}`,
            now:
              `x_{${i}} = (${tex(image.data[input] ?? Number.NaN, 0)} - ${tex(shift, 2, true)}) \\cdot ` +
              `${tex(scale, 5)} = ${tex(x, 3)}`,
            ...computedBy(unit.computed['input'], { places: { shift, scale } }),
          }
        : {
            name: words.numbers.input(name),
            value: fixed(x),
            formula: `a_{${i}} = f(z_{${i}})`,
            now: `a_{${i}} = ${tex(x, 3)}`,
            ...computedBy(unit.computed['input']),
          };
    numbers[`part${row}`] = {
      name: words.numbers.shareOf(name),
      value: signed(share, 3),
      formula: `x_{${i}} \\, W_{${i},${j}}`,
      now: `${tex(x)} \\times ${tex(weight, 3, true)} = ${tex(share, 3)}`,
      ...computedBy(lines.computed['term'], { places: { i: input, j: unit.unit }, mark: 'matmul', layer }),
    };
  }
  const shown = terms.total - terms.bias - terms.rest;
  numbers['rest'] = {
    name: words.unit.rest,
    value: signed(terms.rest, 3),
    formula: `\\sum_{i \\notin \\text{${words.numbers.shown}}} x_i \\, W_{i,${j}}`,
    now: `${tex(terms.total - terms.bias, 3)} - ${tex(shown, 3, true)} = ${tex(terms.rest, 3)}`,
    ...computedBy(lines.computed['z'], { places: { j: unit.unit }, mark: 'matmul', layer }),
  };
  numbers['sum'] = {
    name: words.unit.total,
    value: signed(terms.total, 3),
    formula: `\\sum_i x_i \\, W_{i,${j}} + b_{${j}}`,
    now:
      `${tex(terms.total - terms.bias, 3)} ${terms.bias < 0 ? '-' : '+'} ` +
      `${tex(Math.abs(terms.bias), 3)} = ${tex(terms.total, 3)}`,
    ...computedBy(lines.computed['z'], { places: { j: unit.unit }, mark: SUM, layer }),
  };
  return numbers;
}

function sumNumbers(unit: UnitView, lines: Lines, words: Words): Numbers {
  const j = unit.unit + 1;
  const layer = lines.layers[unit.layer];
  const terms = unit.terms;
  const some = terms
    ? [...terms.top.data]
        .slice(0, 3)
        .map(
          (input, i) =>
            `${tex(terms.inputs.data[i] ?? 0)} \\times ${tex(terms.weights.data[input] ?? 0, 3, true)}`,
        )
    : [];
  return {
    z: {
      name: words.numbers.z(j),
      value: fixed(unit.z, 3),
      formula: `z_{${j}} = \\sum_i x_i W_{i,${j}} + b_{${j}}`,
      now: terms
        ? `\\begin{aligned} z_{${j}} = {} & ${some.join(' \\\\ & + ')} \\\\ & + \\dots ` +
          `${terms.bias < 0 ? '-' : '+'} ${tex(Math.abs(terms.bias), 3)} ` +
          `= ${tex(terms.total, 3)} \\end{aligned}`
        : `z_{${j}} = ${tex(unit.z, 3)}`,
      ...computedBy(lines.computed['z'], { places: { j: unit.unit }, mark: SUM, layer }),
    },
    a: {
      name: words.numbers.a(j),
      value: fixed(unit.a, 3),
      formula: unit.computed['a']?.formula ?? '',
      now: `f(${tex(unit.z, 3)}) = ${tex(unit.a, 3)}`,
      ...computedBy(unit.computed['a']),
      sources: [
        sourceOf(unit.computed['a']),
        ...(unit.silenced ? [sourceOf(lines.computed['silence'])] : []),
      ],
    },
  };
}
