import type { activations as English, optimizers as EnglishOptimizers } from './terms.en';

export const activations: typeof English = {
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  relu: 'ReLU',
  leaky_relu: '带泄漏 ReLU',
  gelu: 'GELU',
  step: '阶跃',
  linear: '线性',
  softmax: 'softmax',
};

export const optimizers: typeof EnglishOptimizers = {
  sgd: 'SGD',
  momentum: '动量法',
  nesterov: 'Nesterov',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW',
};
