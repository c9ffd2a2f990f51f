import type { PlaygroundSettings } from './settings';
import { inputsOf } from './names';
import type { PlaygroundView } from './view';

const KERAS_INPUT: Readonly<Record<string, string>> = {
  x: 'x',
  y: 'y',
  xSquared: 'x**2',
  ySquared: 'y**2',
  xTimesY: 'x * y',
  sinX: 'np.sin(x)',
  sinY: 'np.sin(y)',
};
const TORCH_LAYER: Readonly<Record<string, string>> = {
  tanh: 'nn.Tanh()',
  sigmoid: 'nn.Sigmoid()',
  relu: 'nn.ReLU()',
  leaky_relu: 'nn.LeakyReLU(0.01)',
};

/** Where each dense layer stands in the programs: activations and dropout may be layers of their own. */
export function placesOf({
  settings,
  setup,
}: PlaygroundView): readonly { readonly keras: number; readonly torch: number }[] {
  const dropout = Number(settings['dropout'] ?? 0) > 0 ? 1 : 0;
  let torch = 0;
  return setup.activations.map((name, i) => {
    const place = { keras: i * (1 + dropout), torch };
    torch += 1 + (name in TORCH_LAYER ? 1 : 0) + dropout;
    return place;
  });
}

/** The same network and training in Keras and in PyTorch. */
export function programs(
  view: PlaygroundView,
  settings: PlaygroundSettings,
): { keras: string; torch: string } {
  return { keras: keras(view, settings), torch: torch(view, settings) };
}

function keras(view: PlaygroundView, settings: PlaygroundSettings): string {
  const { layers, activations, classes } = view.setup;
  const several = classes.length > 2;
  const rate = settings.regularization_rate;
  const extra = [
    ...(settings.init_zero || settings.init === 'zeros'
      ? ['kernel_initializer="zeros"']
      : settings.init === 'uniform'
        ? ['kernel_initializer=start', 'bias_initializer=bias']
        : []),
    ...(settings.init === 'he'
      ? ['kernel_initializer="he_normal"']
      : settings.init === 'xavier'
        ? ['kernel_initializer="glorot_uniform"']
        : settings.init === 'normal'
          ? ['kernel_initializer=keras.initializers.RandomNormal(stddev=0.01)']
          : []),
    ...(settings.regularization === 'none' ? [] : ['kernel_regularizer=penalty']),
  ];
  const dense = layers.slice(1).flatMap((units, i) => {
    const last = i === layers.length - 2;
    const line = `    layers.Dense(${[units, `activation="${activations[i]}"`, ...extra].join(', ')}),`;
    return settings.dropout > 0 && !last ? [line, `    layers.Dropout(${settings.dropout}),`] : [line];
  });
  const optimizers: Record<PlaygroundSettings['optimizer'], string> = {
    sgd: `SGD(${settings.learning_rate})`,
    momentum: `SGD(${settings.learning_rate}, momentum=${settings.momentum})`,
    nesterov: `SGD(${settings.learning_rate}, momentum=${settings.momentum}, nesterov=True)`,
    rmsprop: `RMSprop(${settings.learning_rate})`,
    adam: `Adam(${settings.learning_rate})`,
    adamw: `AdamW(${settings.learning_rate})`,
  };
  return [
    'import keras, numpy as np',
    'from keras import layers, optimizers',
    '',
    `X = np.column_stack([${inputsOf(view)
      .map((name) => KERAS_INPUT[name])
      .join(', ')}])`,
    ...(settings.init === 'uniform' && !settings.init_zero
      ? ['start = keras.initializers.RandomUniform(-0.5, 0.5)', 'bias = keras.initializers.Constant(0.1)']
      : []),
    ...(settings.regularization === 'l1'
      ? [`penalty = keras.regularizers.L1(${rate})`]
      : settings.regularization === 'l2'
        ? [`penalty = keras.regularizers.L2(${rate} / 2)  # ours is half the square`]
        : []),
    'model = keras.Sequential([',
    `    keras.Input((${layers[0]},)),`,
    ...dense,
    '])',
    ...(several
      ? []
      : ['', 'def half_squared_error(t, a):', '    return 0.5 * keras.losses.mean_squared_error(t, a)', '']),
    `model.compile(optimizers.${optimizers[settings.optimizer]}, ` +
      `loss=${several ? '"sparse_categorical_crossentropy"' : 'half_squared_error'})`,
    `model.fit(X, t, batch_size=${settings.batch_size}, epochs=${Math.max(1, view.frame.epoch)})`,
  ].join('\n');
}

function torch(view: PlaygroundView, settings: PlaygroundSettings): string {
  const { layers, activations, classes } = view.setup;
  const several = classes.length > 2;
  const body = layers.slice(1).flatMap((units, i) => {
    const last = i === layers.length - 2;
    const bend = last && several ? undefined : TORCH_LAYER[activations[i] ?? ''];
    const lines = [`    nn.Linear(${layers[i]}, ${units}),`];
    if (bend) lines.push(`    ${bend},`);
    if (settings.dropout > 0 && !last) lines.push(`    nn.Dropout(${settings.dropout}),`);
    return lines;
  });
  const optimizers: Record<PlaygroundSettings['optimizer'], string> = {
    sgd: `SGD(model.parameters(), ${settings.learning_rate})`,
    momentum: `SGD(model.parameters(), ${settings.learning_rate}, momentum=${settings.momentum})`,
    nesterov:
      `SGD(model.parameters(), ${settings.learning_rate}, momentum=${settings.momentum}, ` + `nesterov=True)`,
    rmsprop: `RMSprop(model.parameters(), ${settings.learning_rate}, alpha=0.9)`,
    adam: `Adam(model.parameters(), ${settings.learning_rate})`,
    adamw: `AdamW(model.parameters(), ${settings.learning_rate})`,
  };
  const linear =
    settings.init_zero || settings.init === 'zeros'
      ? ['        nn.init.zeros_(layer.weight)', '        nn.init.zeros_(layer.bias)']
      : settings.init === 'uniform'
        ? ['        nn.init.uniform_(layer.weight, -0.5, 0.5)', '        nn.init.constant_(layer.bias, 0.1)']
        : settings.init === 'he'
          ? ['        nn.init.kaiming_normal_(layer.weight)', '        nn.init.zeros_(layer.bias)']
          : settings.init === 'xavier'
            ? ['        nn.init.xavier_uniform_(layer.weight)', '        nn.init.zeros_(layer.bias)']
            : ['        nn.init.normal_(layer.weight, std=0.01)', '        nn.init.zeros_(layer.bias)'];
  const norm =
    settings.regularization === 'l1' ? 'layer.weight.abs().sum()' : '0.5 * layer.weight.square().sum()';
  const penalty =
    settings.regularization === 'none'
      ? []
      : [
          `        loss += ${settings.regularization_rate} * sum(${norm} for layer in model if ` +
            `isinstance(layer, nn.Linear))`,
        ];
  return [
    'import torch',
    'from torch import nn',
    '',
    'model = nn.Sequential(',
    ...body,
    ')',
    'for layer in model:',
    '    if isinstance(layer, nn.Linear):',
    ...linear,
    `optimizer = torch.optim.${optimizers[settings.optimizer]}`,
    '',
    `for epoch in range(${Math.max(1, view.frame.epoch)}):`,
    `    for rows in torch.randperm(len(X)).split(${settings.batch_size}):`,
    several
      ? '        loss = nn.functional.cross_entropy(model(X[rows]), t[rows])'
      : '        loss = 0.5 * nn.functional.mse_loss(model(X[rows]), t[rows])',
    ...penalty,
    '        optimizer.zero_grad()',
    '        loss.backward()',
    '        optimizer.step()',
  ].join('\n');
}
