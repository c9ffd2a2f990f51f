import type { Explanation } from '../../components/explanation';
import { fixed, tex } from '../../lib/format';
import type { Activation } from './settings';
import type { Words } from './en';
import { letter, sumTex } from './sum';
import type { NeuronView } from './view';

/** "1", "2", "3" when there are several inputs; nothing when there is one. */
export function ordinal(i: number, count: number): string {
  return count === 1 ? '' : String(i + 1);
}

/** f with a number in it, for the line with the current values. */
const APPLIED: Readonly<Record<Activation, (z: string, sign: number) => string>> = {
  sigmoid: (z) => `\\sigma(${z}) = \\frac{1}{1 + e^{-(${z})}}`,
  tanh: (z) => `\\tanh(${z}) = \\frac{e^{${z}} - e^{-(${z})}}{e^{${z}} + e^{-(${z})}}`,
  relu: (z) => `\\max(0, ${z})`,
  leaky_relu: (z, sign) => (sign < 0 ? `0.01 \\times (${z})` : z),
  step: (z, sign) => (sign < 0 ? `${z} < 0 \\;\\Rightarrow\\; f(z)` : `${z} \\ge 0 \\;\\Rightarrow\\; f(z)`),
  linear: (z) => `f(${z})`,
};

const SLOPE_APPLIED: Readonly<Record<Activation, (z: string, a: string, sign: number) => string>> = {
  sigmoid: (_, a) => `${a} \\times (1 - ${a})`,
  tanh: (_, a) => `1 - (${a})^2`,
  relu: (z, _, sign) => `${z} ${sign > 0 ? '>' : '\\le'} 0 \\;\\Rightarrow\\; f'(z)`,
  leaky_relu: (z, _, sign) => `${z} ${sign > 0 ? '>' : '\\le'} 0 \\;\\Rightarrow\\; f'(z)`,
  step: () => "f'(z)",
  linear: () => "f'(z)",
};

const KERAS: Readonly<Record<Activation, string>> = {
  sigmoid: 'keras.ops.sigmoid(z)',
  tanh: 'keras.ops.tanh(z)',
  relu: 'keras.ops.relu(z)',
  leaky_relu: 'keras.ops.leaky_relu(z, negative_slope=0.01)',
  step: 'keras.ops.cast(z >= 0, "float32")',
  linear: 'z',
};

const TORCH: Readonly<Record<Activation, string>> = {
  sigmoid: 'torch.sigmoid(z)',
  tanh: 'torch.tanh(z)',
  relu: 'torch.relu(z)',
  leaky_relu: 'torch.nn.functional.leaky_relu(z, 0.01)',
  step: '(z >= 0).float()',
  linear: 'z',
};

export function explanations(
  view: NeuronView,
  activation: Activation,
  words: Words,
): Record<string, Explanation> {
  const { inputs, weights, bias } = view.settings;
  const count = inputs.length;
  const z = tex(view.z);
  const output = tex(view.output);
  const products = inputs.map((x, i) => `${tex(x, 2, true)} \\times ${tex(weights[i] ?? 0, 2, true)}`);
  const letters = inputs.map((_, i) => `${letter('I', i, count)} \\cdot ${letter('W', i, count)}`);
  const product = { symbol: view.sources['z'] ?? '', mark: 'matmul' };
  const sum = { ...product, mark: ['matmul', 't.z +='] };

  const numbers: Record<string, Explanation> = {
    z: {
      name: words.z,
      value: fixed(view.z),
      ...sumTex(view),
      sources: [sum],
      keras: 'z = x @ layer.kernel + layer.bias',
      torch: 'z = x @ layer.weight.T + layer.bias',
    },
    output: {
      name: words.output,
      value: fixed(view.output),
      formula: view.formula,
      now: `${APPLIED[activation](z, view.z)} = ${output}`,
      sources: [{ symbol: view.sources['output'] ?? '' }],
      keras: `output = ${KERAS[activation]}`,
      torch: `output = ${TORCH[activation]}`,
    },
  };
  /** What the learner sets is not computed by anything before it: it opens to where it goes. */
  const given = (id: string, name: string, value: number, keras: string, torch: string): void => {
    numbers[id] = {
      name: name.trim(),
      value: fixed(value),
      ...sumTex(view, id),
      sources: [sum],
      keras,
      torch,
    };
  };
  given('bias', words.bias, bias, 'layer.bias[0]', 'layer.bias[0]');
  view.terms.forEach((term, i) => {
    given(`input${i}`, words.input(ordinal(i, count)), inputs[i] ?? 0, `x[0, ${i}]`, `x[0, ${i}]`);
    given(
      `weight${i}`,
      words.weight(ordinal(i, count)),
      weights[i] ?? 0,
      `layer.kernel[${i}, 0]`,
      `layer.weight[0, ${i}]`,
    );
    numbers[`term${i}`] = {
      name: words.term(ordinal(i, count)).trim(),
      value: fixed(term),
      formula: letters[i] ?? '',
      now: `${products[i] ?? ''} = ${tex(term)}`,
      sources: [product],
      keras: `x[0, ${i}] * layer.kernel[${i}, 0]`,
      torch: `x[0, ${i}] * layer.weight[0, ${i}]`,
    };
  });
  if (view.slope !== null) {
    numbers['slope'] = {
      name: words.slope,
      value: fixed(view.slope),
      formula: view.slope_formula,
      now: `${SLOPE_APPLIED[activation](z, output, view.z)} = ${tex(view.slope)}`,
      sources: [{ symbol: view.sources['slope'] ?? '' }],
      keras:
        `with tf.GradientTape() as tape:\n    tape.watch(z)\n    output = ` +
        `${KERAS[activation]}\nslope = tape.gradient(output, z)`,
      torch:
        `output = ${TORCH[activation]}\nslope, = torch.autograd.grad(output, z)  # z.requires_grad ` +
        `is True`,
    };
  }
  return numbers;
}

/** The whole neuron in Keras and in PyTorch, with the numbers of now. */
export function programs(view: NeuronView, activation: Activation): { keras: string; torch: string } {
  const { inputs, weights, bias } = view.settings;
  const count = inputs.length;
  const row = inputs.join(', ');
  const after = activation === 'linear' ? 'output = z' : '';
  const keras = [
    'import keras, numpy as np',
    '',
    'layer = keras.layers.Dense(1)',
    `layer.build((None, ${count}))`,
    `layer.set_weights([np.array([${weights.map((w) => `[${w}]`).join(', ')}]), np.array([${bias}])])`,
    '',
    `x = np.array([[${row}]])`,
    `z = layer(x)  # ${view.z.toFixed(2)}`,
    after || `output = ${KERAS[activation]}`,
  ];
  const torch = [
    'import torch',
    '',
    `layer = torch.nn.Linear(${count}, 1)`,
    'with torch.no_grad():',
    `    layer.weight[:] = torch.tensor([[${weights.join(', ')}]])`,
    `    layer.bias[:] = torch.tensor([${bias}])`,
    '',
    `x = torch.tensor([[${row}]])`,
    `z = layer(x)  # ${view.z.toFixed(2)}`,
    after || `output = ${TORCH[activation]}`,
  ];
  const answer = `  # ${view.output.toFixed(2)}`;
  return { keras: keras.join('\n') + answer, torch: torch.join('\n') + answer };
}
