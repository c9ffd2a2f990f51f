import type { Explanation } from '../../components/explanation';
import { fixed, grouped, percent, tex } from '../../lib/format';
import { unitName, unitTex } from './names';
import { placesOf } from './programs';
import type { Words } from './en';
import { weightAt, type Inspection, type PlaygroundView } from './view';

/** f with a number in it. */
const APPLIED: Readonly<Record<string, (z: string) => string>> = {
  tanh: (z) => `\\tanh(${z})`,
  sigmoid: (z) => `\\frac{1}{1 + e^{-(${z})}}`,
  relu: (z) => `\\max(0, ${z})`,
  leaky_relu: (z) => `\\max(0.01 \\times (${z}), ${z})`,
  linear: (z) => z,
  softmax: (z) => `\\frac{e^{${z}}}{\\sum_j e^{z_j}}`,
};
const KERAS: Readonly<Record<string, string>> = {
  tanh: 'keras.ops.tanh(z)',
  sigmoid: 'keras.ops.sigmoid(z)',
  relu: 'keras.ops.relu(z)',
  leaky_relu: 'keras.ops.leaky_relu(z, negative_slope=0.01)',
  linear: 'z',
  softmax: 'keras.ops.softmax(z)',
};
const TORCH: Readonly<Record<string, string>> = {
  tanh: 'torch.tanh(z)',
  sigmoid: 'torch.sigmoid(z)',
  relu: 'torch.relu(z)',
  leaky_relu: 'torch.nn.functional.leaky_relu(z, 0.01)',
  linear: 'z',
  softmax: 'torch.softmax(z, dim=1)',
};

export interface UnitNumbers {
  readonly terms: readonly Explanation[];
  readonly z: Explanation;
  readonly a: Explanation;
}

/** The sum of one unit for the inspected point, term by term. `layer` counts from 1, the first hidden one. */
export function unitNumbers(
  view: PlaygroundView,
  found: Inspection,
  layer: number,
  unit: number,
  words: Words,
): UnitNumbers | undefined {
  const numbers = found.layers[layer - 1];
  const name = view.setup.activations[layer - 1];
  const bias = view.frame.biases[layer - 1]?.data[unit];
  if (numbers === undefined || name === undefined || bias === undefined) return undefined;
  const units = numbers.z.data.length;
  const count = numbers.terms.shape[0] ?? 0;
  const fed = layer === 1 ? found.inputs.data : (found.layers[layer - 2]?.a.data ?? []);
  const z = numbers.z.data[unit] ?? Number.NaN;
  const a = numbers.a.data[unit] ?? Number.NaN;
  const products: string[] = [];
  const { keras, torch } = placesOf(view)[layer - 1] ?? { keras: 0, torch: 0 };
  const dense = { symbol: view.sources['z'] ?? '' };
  const terms = Array.from({ length: count }, (_, row): Explanation => {
    const term = numbers.terms.data[row * units + unit] ?? Number.NaN;
    const product =
      `${tex(fed[row] ?? Number.NaN, 2, true)} \\times ` +
      `${tex(weightAt(view.frame, layer - 1, row, unit), 2, true)}`;
    products.push(product);
    return {
      name: words.term(unitName(view, layer - 1, row, words)),
      value: fixed(term),
      formula: `${unitTex(view, layer - 1, row)} \\cdot w_{${row + 1},${unit + 1}}`,
      now: `${product} = ${tex(term)}`,
      sources: [{ ...dense, mark: 'matmul' }],
      keras: `x[0, ${row}] * model.layers[${keras}].kernel[${row}, ${unit}]`,
      torch: `x[0, ${row}] * model[${torch}].weight[${unit}, ${row}]`,
    };
  });
  return {
    terms,
    z: {
      name: 'z',
      value: fixed(z),
      formula:
        `z^{(${layer})}_{${unit + 1}} = \\sum_{i=1}^{${count}} ` +
        `${layer === 1 ? 'x_i' : `a^{(${layer - 1})}_i`} \\, w_{i,${unit + 1}} + b_{${unit + 1}}`,
      now:
        `\\begin{aligned} z = {} & ${products.join(' \\\\ & + ')} \\\\ & ${bias < 0 ? '-' : '+'} ` +
        `${tex(Math.abs(bias))} \\\\ = {} & ${tex(z)} \\end{aligned}`,
      sources: [{ ...dense, mark: ['matmul', 't.z +='] }],
      keras: `z = x @ model.layers[${keras}].kernel + model.layers[${keras}].bias`,
      torch: `z = model[${torch}](x)`,
    },
    a: {
      name: words.outputOf(unitName(view, layer, unit, words)),
      value: fixed(a),
      formula: view.setup.formulas[layer - 1] ?? '',
      now: `${(APPLIED[name] ?? String)(tex(z))} = ${tex(a)}`,
      sources: [{ symbol: view.activation_sources[layer - 1] ?? '' }],
      keras: `a = ${KERAS[name] ?? 'z'}`,
      torch: `a = ${TORCH[name] ?? 'z'}`,
    },
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
    now: words.epochNow(`\\left\\lceil \\tfrac{${n}}{${batch}} \\right\\rceil = ${steps}`, tex(step, 0)),
    sources: [{ symbol: view.sources['steps'] ?? '' }, { symbol: view.sources['epoch'] ?? '' }],
    keras: `model.fit(x, y, batch_size=${batch}, epochs=${Math.max(1, epoch)})  # ${steps} steps each`,
    torch:
      `for epoch in range(${epoch}):\n    for rows in torch.randperm(${n}).split(${batch}):  # ` +
      `${steps} steps\n        ...`,
  };
}

/** The loss' formula with its name and the number of samples in it. */
const filledIn = (formula: string, symbol: string, count: number): string =>
  formula.replace(/^L/, symbol).replaceAll('2n', `2 \\cdot ${count}`).replaceAll('{n}', `{${count}}`);

/** The losses and the accuracy. */
export function scoreNumbers(view: PlaygroundView, words: Words): Readonly<Record<string, Explanation>> {
  const { frame, setup } = view;
  const several = setup.classes.length > 2;
  const loss = (name: string, symbol: string, value: number, count: number, rows: string): Explanation => ({
    name,
    value: fixed(value, 3),
    formula: setup.loss_formula,
    now: `${filledIn(setup.loss_formula, symbol, count)} = ${tex(value, 4)}`,
    sources: [{ symbol: view.sources['loss'] ?? '' }],
    keras: several
      ? `keras.losses.sparse_categorical_crossentropy(${rows}, model(x)).mean()`
      : `0.5 * keras.losses.mean_squared_error(${rows}, model(x)).mean()`,
    torch: several
      ? `torch.nn.functional.cross_entropy(z, ${rows})`
      : `0.5 * torch.nn.functional.mse_loss(model(x), ${rows})`,
  });
  const train = setup.train.target.data.length;
  const test = setup.test.target.data.length;
  const numbers: Record<string, Explanation> = {
    train: loss(words.trainLoss, 'L_{\\text{train}}', frame.train_loss, train, 'y_train'),
    test: loss(words.testLoss, 'L_{\\text{test}}', frame.test_loss, test, 'y_test'),
  };
  if (frame.test_accuracy !== null) {
    const right = Math.round(frame.test_accuracy * test);
    numbers['accuracy'] = {
      name: words.accuracy,
      value: percent(frame.test_accuracy),
      formula: '\\frac{\\text{right}}{\\text{all}}',
      now: `\\frac{${right}}{${test}} = ${tex(100 * frame.test_accuracy, 1)}\\%`,
      sources: [{ symbol: view.sources['accuracy'] ?? '' }],
      keras: several
        ? 'keras.ops.mean(keras.ops.argmax(model(x), axis=1) == y_test)'
        : 'keras.ops.mean(keras.ops.sign(model(x)) == y_test)',
      torch: several
        ? '(model(x).argmax(1) == y_test).float().mean()'
        : '(model(x).sign() == y_test).float().mean()',
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
  const { classes } = view.setup;
  const names = [classes[actual], classes[predicted]];
  if (confusion === null || names[0] === undefined || names[1] === undefined) return undefined;
  const several = classes.length > 2;
  const count = confusion.data[actual * classes.length + predicted] ?? 0;
  // Two classes are -1 and +1, more are counted from 0.
  const [y, answer] = several ? [actual, predicted] : [2 * actual - 1, 2 * predicted - 1];
  const decided = several ? '\\arg\\max_c a_{ic}' : '\\operatorname{sign} a_i';
  return {
    name: words.cellName(words.className(names[0]), words.className(names[1])),
    value: grouped(count),
    formula: `\\#\\{\\, i : y_i = ${y},\\ ${decided} = ${answer} \\,\\}`,
    now:
      `\\begin{aligned} & \\#\\{\\, i : y_i = ${y},\\ ${decided} = ${answer} \\,\\} \\\\ & = ${count} ` +
      `\\quad (1 \\le i \\le ${view.setup.test.target.data.length}) \\end{aligned}`,
    sources: [
      { symbol: view.sources['confusion'] ?? '', mark: ['cell =', 'bincount'] },
      { symbol: view.sources['answer'] ?? '', mark: several ? 'argmax' : '>= 0.5' },
    ],
    keras:
      `answers = ` +
      `${several ? 'keras.ops.argmax(model(x_test), axis=1)' : 'keras.ops.sign(model(x_test))[:, 0]'}` +
      `\ncount = keras.ops.sum((y_test == ${y}) & (answers == ${answer}))`,
    torch:
      `answers = ${several ? 'model(x_test).argmax(1)' : 'model(x_test)[:, 0].sign()'}\ncount = ` +
      `((y_test == ${y}) & (answers == ${answer})).sum()`,
  };
}
