import type { Explanation } from '../../components/explanation';
import { softmaxTex } from '../../components/softmax';
import { fixed, percent, signed, tex } from '../../lib/format';
import type { NdArray } from '../../validate';
import type { Words } from './en';
import type { DigitView, PictureView, UnitView, WhyView } from './view';
type Numbers = Record<string, Explanation>;

type AnswerView = NonNullable<DigitView['answer']>;

const score = (answer: AnswerView, k: number): number => answer.logits.data[k] ?? Number.NaN;
const chance = (answer: AnswerView, k: number): number => answer.probabilities.data[k] ?? Number.NaN;

/** What the panels behind the answer's numbers show: `share3`, `logit3` and so on. */
export function answerNumbers(
  digit: DigitView | undefined,
  output: string,
  sources: Record<string, string>,
  words: Words,
): Numbers {
  const answer = digit?.answer;
  if (!answer) return {};
  const numbers: Numbers = {};
  for (let k = 0; k < 10; k++) {
    numbers[`share${k}`] = shareNumber(answer, k, output, sources, words);
    numbers[`logit${k}`] = logitNumber(answer, k, sources, words);
  }
  return numbers;
}

function shareNumber(
  answer: AnswerView,
  k: number,
  output: string,
  sources: Record<string, string>,
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
    sources: [{ symbol: sources['softmax'] ?? '' }],
    keras: `share = model(x)[0, ${k}]  # the last layer has activation="softmax"`,
    torch: `share = torch.softmax(logits, dim=1)[0, ${k}]`,
  };
}

function logitNumber(
  answer: AnswerView,
  k: number,
  sources: Record<string, string>,
  words: Words,
): Explanation {
  return {
    name: words.numbers.logit(k),
    value: fixed(score(answer, k)),
    formula: `z_${k} = \\sum_j a_j W_{j${k}} + b_${k}`,
    now: `z_${k} = ${tex(score(answer, k))}`,
    sources: [{ symbol: sources['z'] ?? '', mark: ['matmul', 't.z +='] }],
    keras: `z = (hidden @ output.kernel + output.bias)[0, ${k}]`,
    torch: `z = (hidden @ output.weight.T + output.bias)[0, ${k}]`,
  };
}

/**
 * TeX: from the answer's score to its share, and how it compares with
 * the second best; the numbers can be opened.
 */
export function answerFormula(answer: AnswerView | undefined, output: string): string {
  if (answer === undefined) return '';
  const { digit: a, second: b } = answer;
  const lines = [`z_${a} &= \\textstyle\\sum_j a_j W_{j${a}} + b_${a} = \\explain{logit${a}}`];
  if (output === 'softmax') {
    lines.push(`p_${a} &= \\frac{e^{z_${a}}}{\\sum_j e^{z_j}} = \\explain{share${a}}`);
    const taken = score(answer, b) < 0 ? `(\\explain{logit${b}})` : `\\explain{logit${b}}`;
    lines.push(`\\frac{p_${a}}{p_${b}} &= e^{z_${a} - z_${b}} = e^{\\explain{logit${a}} - ${taken}}`);
  } else lines.push(`p_${a} &= \\explain{share${a}}`);
  return `\\begin{aligned} ${lines.join(' \\\\[4pt] ')} \\end{aligned}`;
}

export function whyNumbers(why: WhyView | undefined, sources: Record<string, string>, words: Words): Numbers {
  if (why === undefined) return {};
  const { towards: a, away: b } = why;
  const [za, zb] = [why.logits[0] ?? 0, why.logits[1] ?? 0];
  const gap: Explanation = {
    name: words.numbers.gap(a, b),
    value: fixed(why.gap, 3),
    formula: `z_${a} - z_${b}`,
    now: `${tex(za, 3)} - ${tex(zb, 3, true)} = ${tex(why.gap, 3)}`,
    sources: [{ symbol: sources['z'] ?? '', mark: ['matmul', 't.z +='] }],
    keras: `gap = logits[0, ${a}] - logits[0, ${b}]`,
    torch: `gap = logits[0, ${a}] - logits[0, ${b}]`,
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
    sources: [
      { symbol: sources['attribute'] ?? '', mark: ['network.backward', 'inputs=slopes', 'delta[0,'] },
    ],
    keras:
      `with tf.GradientTape() as tape:\n    tape.watch(x)\n    gap = logits(x)[0, ${a}] - ` +
      `logits(x)[0, ${b}]\nshares = x * tape.gradient(gap, x)`,
    torch: `gap = logits(x)[0, ${a}] - logits(x)[0, ${b}]\nshares = x * torch.autograd.grad(gap, x)[0]`,
  };
  return { gap, total };
}

const ACTIVATION_CLASSES: Readonly<Record<string, string>> = {
  relu: 'ReLU',
  leaky_relu: 'LeakyReLU',
  linear: 'Linear',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  step: 'Step',
};

type ModelView = NonNullable<PictureView['model']>;

/**
 * What a unit's card shows: its sum `z`, its answer `a`, and of each of
 * its largest terms `input0`, `part0` and so on.
 */
export function unitNumbers(
  unit: UnitView | undefined,
  model: ModelView,
  image: NdArray,
  sources: Record<string, string>,
  words: Words,
): Numbers {
  if (unit === undefined) return {};
  return { ...sumNumbers(unit, sources, words), ...termNumbers(unit, model, image, sources, words) };
}

/** Where an input of a unit comes from: "pixel (3, 14)", "layer 1, unit 5". */
export function inputName(unit: UnitView, input: number, words: Words): string {
  return unit.layer === 0
    ? words.unit.pixel(Math.floor(input / 28) + 1, (input % 28) + 1)
    : words.unit.input(unit.layer, input + 1);
}

function termNumbers(
  unit: UnitView,
  model: ModelView,
  image: NdArray,
  sources: Record<string, string>,
  words: Words,
): Numbers {
  const { terms } = unit;
  if (terms === null) return {};
  const j = unit.unit + 1;
  const dense = { symbol: sources['z'] ?? '' };
  const numbers: Numbers = {};
  for (const [row, input] of [...terms.top.data].entries()) {
    const i = input + 1;
    const name = inputName(unit, input, words);
    const x = terms.inputs.data[row] ?? Number.NaN;
    const weight = terms.weights.data[input] ?? Number.NaN;
    const share = terms.shares.data[input] ?? Number.NaN;
    const below = model.activations[unit.layer - 1] ?? '';
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
            sources: [{ symbol: sources['scale'] ?? '' }],
            keras:
              `x = keras.layers.Rescaling(${scale.toPrecision(4)}, ` +
              `offset=${(-shift * scale).toPrecision(4)})(image.reshape(1, 784))[0, ${input}]`,
            torch:
              `x = ((image.reshape(1, 784) - ${shift.toPrecision(4)}) * ${scale.toPrecision(4)})[0, ` +
              `${input}]`,
          }
        : {
            name: words.numbers.input(name),
            value: fixed(x),
            formula: `a_{${i}} = f(z_{${i}})`,
            now: `a_{${i}} = ${tex(x, 3)}`,
            sources: [{ symbol: `engine.activations.${ACTIVATION_CLASSES[below] ?? 'ReLU'}.forward` }],
            keras: `a = keras.activations.${below}(z)[0, ${input}]`,
            torch:
              below === 'linear' ? `a = z[0, ${input}]` : `a = torch.nn.functional.${below}(z)[0, ${input}]`,
          };
    numbers[`part${row}`] = {
      name: words.numbers.shareOf(name),
      value: signed(share, 3),
      formula: `x_{${i}} \\, W_{${i},${j}}`,
      now: `${tex(x)} \\times ${tex(weight, 3, true)} = ${tex(share, 3)}`,
      sources: [{ ...dense, mark: 'matmul' }],
      keras: `x[0, ${input}] * layer.kernel[${input}, ${unit.unit}]`,
      torch: `x[0, ${input}] * layer.weight[${unit.unit}, ${input}]`,
    };
  }
  const shown = terms.total - terms.bias - terms.rest;
  numbers['rest'] = {
    name: words.unit.rest,
    value: signed(terms.rest, 3),
    formula: `\\sum_{i \\notin \\text{${words.numbers.shown}}} x_i \\, W_{i,${j}}`,
    now: `${tex(terms.total - terms.bias, 3)} - ${tex(shown, 3, true)} = ${tex(terms.rest, 3)}`,
    sources: [{ ...dense, mark: 'matmul' }],
    keras: `(x @ layer.kernel)[0, ${unit.unit}] - shown`,
    torch: `(x @ layer.weight.T)[0, ${unit.unit}] - shown`,
  };
  numbers['sum'] = {
    name: words.unit.total,
    value: signed(terms.total, 3),
    formula: `\\sum_i x_i \\, W_{i,${j}} + b_{${j}}`,
    now:
      `${tex(terms.total - terms.bias, 3)} ${terms.bias < 0 ? '-' : '+'} ` +
      `${tex(Math.abs(terms.bias), 3)} = ${tex(terms.total, 3)}`,
    sources: [{ ...dense, mark: ['matmul', 't.z +='] }],
    keras: `(x @ layer.kernel + layer.bias)[0, ${unit.unit}]`,
    torch: `(x @ layer.weight.T + layer.bias)[0, ${unit.unit}]`,
  };
  return numbers;
}

function sumNumbers(unit: UnitView, sources: Record<string, string>, words: Words): Numbers {
  const j = unit.unit + 1;
  const terms = unit.terms;
  const some = terms
    ? [...terms.top.data]
        .slice(0, 3)
        .map(
          (input, i) =>
            `${tex(terms.inputs.data[i] ?? 0)} \\times ${tex(terms.weights.data[input] ?? 0, 3, true)}`,
        )
    : [];
  const kind = ACTIVATION_CLASSES[unit.activation] ?? 'ReLU';
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
      sources: [{ symbol: sources['z'] ?? '', mark: ['matmul', 't.z +='] }],
      keras: `z = (x @ layer.kernel + layer.bias)[0, ${unit.unit}]`,
      torch: `z = (x @ layer.weight.T + layer.bias)[0, ${unit.unit}]`,
    },
    a: {
      name: words.numbers.a(j),
      value: fixed(unit.a, 3),
      formula: unit.formula,
      now: `f(${tex(unit.z, 3)}) = ${tex(unit.a, 3)}`,
      sources: [
        { symbol: `engine.activations.${kind}.forward` },
        ...(unit.silenced ? [{ symbol: sources['silence'] ?? '' }] : []),
      ],
      keras: `a = keras.activations.${unit.activation}(z)`,
      torch: unit.activation === 'linear' ? 'a = z' : `a = torch.nn.functional.${unit.activation}(z)`,
    },
  };
}

/** The whole way from pixels to the answer in Keras and in PyTorch. */
export function programs(
  layers: readonly number[],
  activations: readonly string[],
): { keras: string; torch: string } {
  const rows = layers.slice(1);
  const keras = [
    'import keras, numpy as np',
    '',
    'model = keras.Sequential([',
    `    keras.Input((${layers[0] ?? 784},)),`,
    ...rows.map(
      (units, i) => `    keras.layers.Dense(${units}, activation="${activations[i] ?? 'linear'}"),`,
    ),
    '])',
    '# … trained or loaded …',
    '',
    'x = image.reshape(1, 784) / 255  # 28x28, 255 is ink',
    'probabilities = model(x)[0]',
    'digit = int(np.argmax(probabilities))',
  ];
  const modules = rows.flatMap((units, i) => {
    const linear = `    torch.nn.Linear(${layers[i] ?? 0}, ${units}),`;
    const name = ACTIVATION_CLASSES[activations[i] ?? ''];
    return i + 1 < rows.length && name !== undefined && name !== 'Linear'
      ? [linear, `    torch.nn.${name}(),`]
      : [linear];
  });
  const torch = [
    'import torch',
    '',
    'model = torch.nn.Sequential(',
    ...modules,
    ')',
    '# … trained or loaded …',
    '',
    'x = torch.tensor(image.reshape(1, 784) / 255, dtype=torch.float32)',
    'logits = model(x)',
    'probabilities = torch.softmax(logits, dim=1)[0]',
    'digit = int(probabilities.argmax())',
  ];
  return { keras: keras.join('\n'), torch: torch.join('\n') };
}
