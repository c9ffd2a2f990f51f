import type { Explanation } from '../../components/explanation';
import { softmaxTex } from '../../components/softmax';
import { compact, fixed, grouped, percent, tex } from '../../lib/format';
import type { Words } from './en';
import { isOver, type CellView, type ModelView, type LiveView, type PlanView, type RunView } from './view';

/** Some test images, and what the network makes of them. */
type Asked = Pick<CellView, 'index' | 'outputs' | 'logits'>;

/** A small number in TeX: with a power of ten where decimals would be all zeros. */
export function texSmall(value: number): string {
  if (!Number.isFinite(value) || value === 0 || Math.abs(value) >= 0.001) return tex(value, 4);
  const [mantissa = '', exponent = ''] = value.toExponential(1).split('e');
  return `${mantissa} \\times 10^{${Number(exponent)}}`;
}

/** A rule of several formulas, one a line: in a row they would be wider than a phone. */
export function stacked(formula: string): string {
  const lines = formula.split(/,?\s*\\quad\s*/u);
  return lines.length === 1 ? formula : `\\begin{gathered} ${lines.join(' \\\\[2pt] ')} \\end{gathered}`;
}

const RIGHT_SHARE = '\\frac{1}{n} \\sum_{i=1}^{n} \\left[ \\arg\\max_c a_{ic} = y_i \\right]';

const texCount = (count: number): string => grouped(count).replaceAll(',', '{,}');

const KERAS_LOSS = {
  cross_entropy: 'keras.losses.sparse_categorical_crossentropy(y, outputs)',
  mse: 'keras.losses.mean_squared_error(one_hot, outputs)',
};
const TORCH_LOSS = {
  cross_entropy: 'torch.nn.functional.cross_entropy(logits, y)',
  mse: '((outputs - one_hot) ** 2).sum(1).mean() / 2',
};

/** How the parameters of a network to be add up, layer by layer. */
export function parameterNumber(plan: PlanView, words: Words): Explanation {
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
export function modelParameters(model: ModelView, plan: PlanView, words: Words): Explanation {
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
  plan: PlanView,
  words: Words,
): Explanation {
  return {
    name: words.parameterCount,
    value: grouped(total),
    formula: '\\sum_l \\left( n_{l-1} \\times n_l + n_l \\right)',
    now:
      `\\begin{aligned} & ${sums.join(' \\\\ + {} & ')} \\\\ = {} & ${parts}${texCount(total)} ` +
      `\\end{aligned}`,
    sources: [{ symbol: plan.sources['parameters'] ?? '' }],
    keras: 'model.count_params()',
    torch: 'sum(p.numel() for p in model.parameters())',
  };
}

/** How many steps an epoch has. */
export function stepsNumber(plan: PlanView, words: Words): Explanation {
  const batch = Math.min(plan.settings.batch_size, plan.images);
  return {
    name: words.stepsName,
    value: grouped(plan.steps_per_epoch),
    formula: '\\left\\lceil \\frac{n}{m} \\right\\rceil',
    now:
      `\\left\\lceil \\frac{${texCount(plan.images)}}{${texCount(batch)}} \\right\\rceil = ` +
      `${texCount(plan.steps_per_epoch)}`,
    sources: [{ symbol: plan.sources['steps'] ?? '' }],
    keras: `steps = math.ceil(len(x) / ${batch})  # model.fit(x, y, batch_size=${batch})`,
    torch: `steps = len(torch.utils.data.DataLoader(data, batch_size=${batch}))`,
  };
}

/** The share of right answers on the test images. */
export function testNumber(accuracy: number, images: number, plan: PlanView, words: Words): Explanation {
  return {
    name: words.testName,
    value: percent(accuracy, 2),
    formula: RIGHT_SHARE,
    now:
      `\\frac{${texCount(Math.round(accuracy * images))}}{${texCount(images)}} = ` +
      `${tex(100 * accuracy, 2)}\\,\\%`,
    sources: [{ symbol: plan.sources['test'] ?? '' }, { symbol: plan.sources['accuracy'] ?? '' }],
    keras: 'loss, accuracy = model.evaluate(x_test, y_test)',
    torch: 'accuracy = (model(x_test).argmax(1) == y_test).float().mean()',
  };
}

/** Which epoch a run is in; of one that is over, how many it has had. */
export function epochNumber(run: RunView, words: Words): Explanation {
  const { plan } = run;
  const { epochs, batch_size } = plan.settings;
  const going = isOver(run) ? 0 : 1;
  const done = Math.floor(run.passes + 1e-9);
  const epoch = Math.min(epochs, done + going);
  const next = going && epoch > done ? ' + 1' : '';
  return {
    name: words.curves.x,
    value: grouped(epoch),
    formula: `\\left\\lfloor \\frac{s}{\\lceil n / m \\rceil} \\right\\rfloor${next}`,
    now:
      `\\left\\lfloor \\frac{${texCount(run.step)}}{${texCount(plan.steps_per_epoch)}} ` +
      `\\right\\rfloor${next} = ${texCount(epoch)}`,
    sources: [{ symbol: plan.sources['epoch'] ?? '' }, { symbol: plan.sources['steps'] ?? '' }],
    keras: `model.fit(x, y, batch_size=${batch_size}, epochs=${epochs})`,
    torch: `for epoch in range(${epochs}):\n    for rows in torch.randperm(len(x)).split(${batch_size}):`,
  };
}

/** What the network makes of digit `k` for one of some test images; its last layer's bend tells how. */
export function shareNumber(
  asked: Asked,
  image: number,
  k: number,
  plan: PlanView,
  words: Words,
): Explanation {
  const at = (values: ArrayLike<number>): number => values[image * 10 + k] ?? Number.NaN;
  const index = asked.index.data[image] ?? 0;
  const share = at(asked.outputs.data);
  const squared = plan.settings.loss === 'mse';
  const { formula, now } = squared
    ? {
        formula: `a_${k} = \\frac{1}{1 + e^{-z_${k}}}`,
        now: `a_${k} = \\frac{1}{1 + e^{-(${tex(at(asked.logits.data))})}} = ${tex(share, 4)}`,
      }
    : softmaxTex(asked.logits.data.subarray(image * 10, image * 10 + 10), k, share);
  return {
    name: words.shareName(index, k),
    value: percent(share, 0),
    formula,
    now,
    sources: [
      { symbol: plan.sources['output'] ?? '' },
      { symbol: plan.sources['logits'] ?? '', mark: ['matmul', 't.z +='] },
    ],
    keras:
      `share = model(x_test)[${index}, ${k}]  # the last layer has ` +
      `activation="${squared ? 'sigmoid' : 'softmax'}"`,
    torch: squared
      ? `share = model(x_test)[${index}, ${k}]  # the last layer is nn.Sigmoid()`
      : `share = torch.softmax(model(x_test), dim=1)[${index}, ${k}]`,
  };
}

/** How often a label got an answer: a cell of the confusion matrix. */
export function cellNumber(
  { test }: LiveView,
  label: number,
  answer: number,
  plan: PlanView,
  words: Words,
): Explanation {
  const count = test.confusion.data[label * 10 + answer] ?? 0;
  return {
    name: words.cellName(label, answer),
    value: grouped(count),
    formula: `C_{${label}${answer}} = \\#\\{\\, i : y_i = ${label},\\ \\arg\\max_c a_{ic} = ${answer} \\,\\}`,
    now: `C_{${label}${answer}} = ${texCount(count)}, \\quad 1 \\le i \\le ${texCount(test.images)}`,
    sources: [
      { symbol: plan.sources['confusion'] ?? '', mark: ['cell =', 'bincount'] },
      { symbol: plan.sources['answer'] ?? '', mark: 'argmax' },
    ],
    keras:
      `answers = keras.ops.argmax(model(x_test), axis=1)\ncount = keras.ops.sum((y_test == ${label}) ` +
      `& (answers == ${answer}))`,
    torch: `answers = model(x_test).argmax(1)\ncount = ((y_test == ${label}) & (answers == ${answer})).sum()`,
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
  const loss = live.loss;
  const accuracy = live.accuracy;
  const numbers: Record<string, Explanation> = {
    rate: {
      name: words.rate,
      value: compact(rate, 4),
      formula: stacked(plan.optimizer_formula),
      now: `\\eta = ${texSmall(rate)}`,
      sources: [{ symbol: plan.sources['learning_rate'] ?? '', mark: ['rate', 'learning_rate'] }],
      keras: 'model.optimizer.learning_rate.assign(' + String(rate) + ')',
      torch: `for group in optimizer.param_groups:\n    group["lr"] = ${String(rate)}`,
    },
  };
  if (loss !== null) {
    numbers['loss'] = {
      name: words.batchLoss,
      value: fixed(loss, 4),
      formula: plan.loss_formula,
      now: `L = ${tex(loss, 4)}`,
      sources: [{ symbol: plan.sources['loss'] ?? '' }],
      keras: `loss = ${KERAS_LOSS[settings.loss]}`,
      torch: `loss = ${TORCH_LOSS[settings.loss]}`,
    };
  }
  if (accuracy !== null) {
    numbers['accuracy'] = {
      name: words.batchAccuracy,
      value: percent(accuracy),
      formula: RIGHT_SHARE,
      now: `${tex(100 * accuracy, 1)}\\,\\%`,
      sources: [{ symbol: plan.sources['accuracy'] ?? '' }],
      keras: 'accuracy = keras.metrics.sparse_categorical_accuracy(y, outputs)',
      torch: 'accuracy = (outputs.argmax(1) == y).float().mean()',
    };
  }
  numbers['sample'] = testNumber(live.test.accuracy, live.test.images, plan, words);
  if (outcome?.test_accuracy != null)
    numbers['test'] = testNumber(outcome.test_accuracy, live.test.images, plan, words);
  live.inside.dead_units.forEach((dead, i) => {
    const all = [...settings.layers, 10][i] ?? 0;
    numbers[`dead${i}`] = {
      name: words.deadName(i + 1),
      value: words.dead(dead, all),
      formula: `\\#\\{\\, j : a^{(${i + 1})}_{ij} = 0 \\text{ for all } i \\,\\}`,
      now: `= ${dead}`,
      sources: [{ symbol: plan.sources['gradient'] ?? '', mark: 'dead' }],
      keras: 'dead = keras.ops.sum(keras.ops.all(a == 0, axis=0))',
      torch: 'dead = (a == 0).all(0).sum()',
    };
  });
  live.inside.gradient_norms.forEach((norm, i) => {
    numbers[`gradient${i}`] = {
      name: words.gradientName(i + 1),
      value: norm === 0 ? '0' : compact(norm, 4),
      formula:
        `\\frac{\\lVert \\partial L / \\partial W_{${i + 1}} \\rVert}{\\sqrt{n_{${i}}\\, ` + `n_{${i + 1}}}}`,
      now: `= ${texSmall(norm)}`,
      sources: [
        { symbol: plan.sources['gradient'] ?? '', mark: 'norm' },
        { symbol: plan.sources['backward'] ?? '' },
      ],
      keras:
        `gradients = tape.gradient(loss, model.trainable_weights)\nnorm = ` +
        `keras.ops.norm(gradients[${2 * i}]) / gradients[${2 * i}].shape.num_elements() ** 0.5`,
      torch:
        `loss.backward()\ngradient = model[${2 * i}].weight.grad\nnorm = gradient.norm() / ` +
        `gradient.numel() ** 0.5`,
    };
  });
  return numbers;
}

const KERAS_ACTIVATIONS = {
  relu: 'relu',
  leaky_relu: 'leaky_relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  linear: 'linear',
};
const TORCH_ACTIVATIONS = {
  relu: 'nn.ReLU()',
  leaky_relu: 'nn.LeakyReLU()',
  tanh: 'nn.Tanh()',
  sigmoid: 'nn.Sigmoid()',
  linear: 'nn.Identity()',
};
const KERAS_OPTIMIZERS = {
  sgd: 'SGD(RATE)',
  momentum: 'SGD(RATE, momentum=MU)',
  nesterov: 'SGD(RATE, momentum=MU, nesterov=True)',
  rmsprop: 'RMSprop(RATE)',
  adam: 'Adam(RATE)',
  adamw: 'AdamW(RATE)',
};
const TORCH_OPTIMIZERS = {
  sgd: 'SGD(PARAMS, RATE)',
  momentum: 'SGD(PARAMS, RATE, momentum=MU)',
  nesterov: 'SGD(PARAMS, RATE, momentum=MU, nesterov=True)',
  rmsprop: 'RMSprop(PARAMS, RATE)',
  adam: 'Adam(PARAMS, RATE)',
  adamw: 'AdamW(PARAMS, RATE)',
};

/** The same training in Keras and in PyTorch. */
export function programs({ settings }: PlanView): { keras: string; torch: string } {
  const {
    layers,
    activation,
    learning_rate,
    momentum,
    batch_size,
    epochs,
    dropout,
    batch_norm,
    loss,
    validation,
    limit,
  } = settings;
  const fill = (text: string): string =>
    text
      .replace('RATE', String(learning_rate))
      .replace('MU', String(momentum))
      .replace('PARAMS', 'model.parameters()');
  const output = loss === 'mse' ? 'sigmoid' : 'softmax';
  const few = limit < 60000 ? `[:${limit}]` : '';
  const kerasLayers = layers.flatMap((n) => [
    ...(batch_norm
      ? [
          `layers.Dense(${n}),`,
          'layers.BatchNormalization(),',
          `layers.Activation("${KERAS_ACTIVATIONS[activation]}"),`,
        ]
      : [`layers.Dense(${n}, activation="${KERAS_ACTIVATIONS[activation]}"),`]),
    ...(dropout > 0 ? [`layers.Dropout(${dropout}),`] : []),
  ]);
  const keras = [
    'import keras',
    'from keras import layers',
    '',
    '(x, y), test = keras.datasets.mnist.load_data()',
    `x = x${few}.reshape(-1, 784) / 255`,
    `y = ${loss === 'mse' ? `keras.utils.to_categorical(y${few})` : `y${few}`}`,
    '',
    'model = keras.Sequential([',
    '    layers.Input((784,)),',
    ...kerasLayers.map((line) => `    ${line}`),
    `    layers.Dense(10, activation="${output}"),`,
    '])',
    'model.compile(',
    `    optimizer=keras.optimizers.${fill(KERAS_OPTIMIZERS[settings.optimizer])},`,
    `    loss="${loss === 'mse' ? 'mean_squared_error' : 'sparse_categorical_crossentropy'}",`,
    '    metrics=["accuracy"],',
    ')',
    `model.fit(x, y, batch_size=${batch_size}, epochs=${epochs}, validation_split=${validation})`,
  ];
  const sizes = [784, ...layers, 10];
  const torchLayers = sizes.slice(1).flatMap((n, i) => {
    const last = i === sizes.length - 2;
    return [
      `nn.Linear(${sizes[i] ?? 784}, ${n}),`,
      ...(last
        ? loss === 'mse'
          ? ['nn.Sigmoid(),']
          : []
        : [
            ...(batch_norm ? [`nn.BatchNorm1d(${n}),`] : []),
            `${TORCH_ACTIVATIONS[activation]},`,
            ...(dropout > 0 ? [`nn.Dropout(${dropout}),`] : []),
          ]),
    ];
  });
  const torch = [
    'import torch',
    'from torch import nn',
    'from torchvision import datasets',
    '',
    'data = datasets.MNIST(".", download=True)',
    `x = data.data${few}.reshape(-1, 784) / 255`,
    `y = ${loss === 'mse' ? `nn.functional.one_hot(data.targets${few}).float()` : `data.targets${few}`}`,
    '',
    'model = nn.Sequential(',
    ...torchLayers.map((line) => `    ${line}`),
    ')',
    `optimizer = torch.optim.${fill(TORCH_OPTIMIZERS[settings.optimizer])}`,
    `loss_of = nn.${loss === 'mse' ? 'MSELoss' : 'CrossEntropyLoss'}()`,
    `for epoch in range(${epochs}):`,
    `    for rows in torch.randperm(len(x)).split(${batch_size}):`,
    '        loss = loss_of(model(x[rows]), y[rows])',
    '        optimizer.zero_grad()',
    '        loss.backward()',
    '        optimizer.step()',
  ];
  return { keras: keras.join('\n'), torch: torch.join('\n') };
}
