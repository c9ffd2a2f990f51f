import { aDigit } from '../../i18n/article';
import type { Problem } from './lab.gen';

/** "x1", "hidden neuron 2", "layer 3, neuron 2", "answer". */
const unit = (layer: number, index: number, last: number): string => {
  if (layer === 0) return `x${index + 1}`;
  if (layer === last) return 'answer';
  return last === 2 ? `hidden neuron ${index + 1}` : `layer ${layer}, neuron ${index + 1}`;
};

export type ProblemWords = Readonly<Record<Problem['expected'], (problem: Problem) => string>>;
const problems: ProblemWords = {
  name: () => 'expected a name: x, W1, b1, W2, b2 and so on up to W5, b5',
  equals: ({ name }) => `expected “=” after ${name}`,
  list: ({ name }) => `expected a list in brackets, such as ${name} = [0.1, −0.2]`,
  number: () => 'expected a number',
  comma: () => 'expected a comma or a closing bracket',
  line_end: () => 'expected the end of the line',
  range: () => 'expected a number from −100 to 100',
  once: ({ name }) => `expected ${name} only once`,
  missing: ({ name }) => `expected a line for ${name}`,
  numbers: ({ name }) => `expected ${name} as a list of numbers, such as [0.1, −0.2]`,
  rows: ({ name }) => `expected ${name} as a list of rows, such as [[0.7], [−0.5]]`,
  row_count: ({ name, count }) => `expected ${name} with ${count} rows, one for each input of the layer`,
  row_length: ({ name, count }) => `expected ${count} numbers in each row of ${name}`,
  length: ({ name, count }) => `expected ${count} numbers in ${name}, one for each neuron`,
  most_rows: ({ name, count }) => `expected at most ${count} rows in ${name}`,
  units: ({ name, count }) => `expected at most ${count} numbers in each row of ${name}`,
  one_output: ({ name }) => `expected one number in each row of ${name}, for there is one answer`,
};

export const en = {
  unit,
  layerName: (layer: number, last: number): string =>
    layer === 0 ? 'inputs' : layer === last ? 'answer' : last === 2 ? 'hidden layer' : `layer ${layer}`,
  svg: 'Picture (SVG)',
  numbers: { term: (name: string) => `term of ${name}`, z: 'sum z', a: 'output a' },
  network: {
    by: 'A step is',
    byLayer: 'layer by layer',
    byUnit: 'neuron by neuron',
    whole: 'The whole pass. Play it, or step through it.',
    next: (next: { layer: number; from: number; to: number } | undefined, last: number): string =>
      next === undefined
        ? ''
        : next.to - next.from === 1
          ? `Next: ${unit(next.layer, next.from, last)}.`
          : `Next: all ${next.to - next.from} neurons of ` +
            `${last === 2 ? 'the hidden layer' : `layer ${next.layer}`}.`,
    picture: (shape: string) => `A network ${shape}, sigmoid everywhere`,
    point: 'Point at a neuron or a connection: the matrices and the code show the same one.',
    row: (row: number, rows: number) => `Row ${row} of ${rows}.`,
  },
  controls: {
    inputs: 'Inputs',
    rows: 'Rows at once',
    row: 'Row shown',
    shape: 'Layers',
    layers: 'Hidden layers',
    weights: 'Weights and bias',
    unit: 'Of',
    weight: (from: string) => `from ${from}`,
    bias: 'Bias',
  },
  matrices: {
    title: 'The same as matrices',
    layer: 'Layer',
    product: (k: number) => `Layer ${k}: inputs times weights plus bias, then the sigmoid`,
  },
  sum: {
    title: (name: string, row: number, rows: number) =>
      `The sum of ${name}, in order${rows > 1 ? ` (row ${row})` : ''}`,
    from: 'from',
    x: 'value',
    w: 'weight',
    term: 'term',
    total: (sign: string) => `${sign === '=' ? '' : '≈ '}so far`,
    bias: 'bias b',
    bend: (name: string) => `output ${name === 'relu' ? 'ReLU' : name}(z)`,
    normalised: 'output, after batch normalization',
  },
  code: {
    title: 'The same as code',
    loops: 'Loops',
    now: (layer: string, row: number, rows: number) =>
      `The lines that ran for: ${layer}${rows > 1 ? `, row ${row}` : ''}. Beside each what it gave.`,
  },
  cost: {
    title: (rows: number) => (rows === 1 ? 'What one row costs' : `What ${rows} rows cost`),
    multiplications: 'multiplications',
    sigmoids: 'sigmoids',
    parameterBytes: 'bytes of weights and biases',
    valueBytes: 'bytes of values',
    remark:
      'Counted from the arrays of this pass; a number here takes 8 bytes. More rows need more ' +
      'multiplications and values, but the weights are there only once.',
  },
  text: {
    title: 'A tiny network to edit',
    hint: 'Numbers and lists only; nothing is executed. x may hold 1 to 32 rows; W3 and b3 add a layer.',
    problem: ({ line, got, ...rest }: Problem) =>
      `Line ${line}: ${problems[rest.expected]({ line, got, ...rest })}; ` +
      `got ${got === '' ? 'nothing more' : `“${got}”`}.`,
    answer: (outputs: readonly string[], count: number) =>
      count === 1
        ? `The answer: ${outputs.join('')}`
        : `The answers: ${outputs.join(', ')}` +
          (count > outputs.length ? ` and ${count - outputs.length} more` : ''),
    back: 'Back to the last network that could be read',
  },
  walk: {
    title: 'Your own model',
    hint: 'The same pass through a model that reads digits, with a test image that it never learned from.',
    model: 'Model',
    none: 'choose one',
    upload: 'From a file (.safetensors)',
    empty: 'No model is trained yet: train one in “Train on digits”, or choose a file.',
    image: 'Test image',
    digit: (label: number) => `Test image: ${aDigit(label)}`,
    picture: (name: string) => `The layers of the model ${name}`,
    digits: 'digits',
    caption: (shown: number, all: number) => (shown < all ? `${shown} strongest of ${all}` : String(all)),
    pixel: (row: number, column: number) => `pixel (${row + 1}, ${column + 1})`,
    unit: (layer: number, index: number) => `layer ${layer + 1}, neuron ${index + 1}`,
    others: (count: string) => `the ${count} other terms`,
    answer: (label: number, answer: number, count: string) =>
      `It is ${aDigit(label)}; the model says ${answer}. That took ${count} multiplications.`,
    onTheWay: 'The image is on its way.',
    tooLarge: (name: string, most: number, size: number) =>
      `“${name}” has ${size.toFixed(1)} MB; expected a file of at most ${most} MB that is not empty.`,
    refused: {
      file: (name: string) =>
        `“${name}” is no whole model file of Neurarium. Expected a .safetensors file that Neurarium ` +
        'saved; it may be damaged, or from another program.',
      digits: (name: string) =>
        `The network in “${name}” does not read digits. Expected 784 inputs and 10 outputs.`,
    },
    added: (name: string) => `Now among your models: ${name}`,
  },
  see: (
    inputs: readonly string[],
    strongest: { index: number; count: number },
  ): readonly [string, string, (answer: number) => string] => [
    `x1 = ${inputs[0] ?? ''} and x2 = ${inputs[1] ?? ''} went in. `,
    (strongest.count > 1
      ? `Of the last hidden layer, neuron ${strongest.index + 1} has the largest output. `
      : '') + 'The answer is ',
    (answer) =>
      Math.abs(answer - 0.5) < 0.005
        ? ': on the fence.'
        : answer > 0.5
          ? ': above 0.5, so it leans to yes.'
          : ': below 0.5, so it leans to no.',
  ],
  maths: (name: string) => `Now for ${name}:`,
};
export type Words = typeof en;
