/** What methods are called, wherever they are named: by the keys that the engine has for them. */
export const activations = {
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'ReLU',
  leaky_relu: 'leaky ReLU',
  gelu: 'GELU',
  step: 'step',
  linear: 'linear',
  softmax: 'softmax',
};

export const optimizers = {
  sgd: 'SGD',
  momentum: 'momentum',
  nesterov: 'Nesterov',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW',
};
