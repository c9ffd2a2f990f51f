import type { ExhibitId } from '../exhibits/registry';

/** What the cards share in both languages: the formula, and the exhibit to try. In the order of learning. */
export interface CardFacts {
  readonly formula: string;
  readonly exhibit: ExhibitId;
}

export const CARDS = {
  neuron: { formula: 'a = f(w_1 x_1 + \\dots + w_n x_n + b)', exhibit: 'neuron' },
  'activation-function': {
    formula: 'a = f(z), \\quad \\sigma(z) = \\frac{1}{1 + e^{-z}}',
    exhibit: 'activations',
  },
  layer: { formula: 'A = f(X W + b)', exhibit: 'forward' },
  'forward-propagation': { formula: 'A_l = f_l(A_{l-1} W_l + b_l)', exhibit: 'forward' },
  softmax: { formula: 'p_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}', exhibit: 'activations' },
  'one-hot': { formula: '3 \\mapsto (0, 0, 0, 1, 0, 0, 0, 0, 0, 0)', exhibit: 'data' },
  classification: { formula: '\\hat{y} = \\arg\\max_k p_k', exhibit: 'recognise' },
  mnist: { formula: '60\\,000 + 10\\,000 = 70\\,000, \\quad 28 \\times 28 = 784', exhibit: 'data' },
  preprocessing: { formula: "x' = \\frac{x}{255}", exhibit: 'recognise' },
  'train-validation-test': { formula: '70\\,000 = 48\\,000 + 12\\,000 + 10\\,000', exhibit: 'data' },
  'loss-function': { formula: 'L = -\\frac{1}{n} \\sum_i \\log p_{i, y_i}', exhibit: 'backprop' },
  gradient: {
    formula:
      '\\nabla L = \\left(\\frac{\\partial L}{\\partial w_1}, \\dots, \\frac{\\partial L}{\\partial ' +
      'w_n}\\right)',
    exhibit: 'backprop',
  },
  backpropagation: {
    formula: "\\delta_l = (\\delta_{l+1} W_{l+1}^\\top) \\odot f_l'(z_l)",
    exhibit: 'backprop',
  },
  'learning-rate': {
    formula: 'w \\leftarrow w - \\eta \\, \\frac{\\partial L}{\\partial w}',
    exhibit: 'optimizers',
  },
  'mini-batch': { formula: '\\nabla L \\approx \\frac{1}{m} \\sum_{i=1}^{m} \\nabla L_i', exhibit: 'train' },
  epoch: { formula: '\\text{steps} = \\lceil n / m \\rceil', exhibit: 'train' },
  metrics: { formula: '\\frac{\\#\\{\\, i : \\hat y_i = y_i \\,\\}}{n}', exhibit: 'train' },
  overfitting: { formula: 'L_{\\text{validation}} \\gg L_{\\text{train}}', exhibit: 'overfitting' },
  regularization: { formula: 'L + \\frac{\\lambda}{2} \\sum_j w_j^2', exhibit: 'overfitting' },
  dropout: { formula: "a' = \\frac{m \\odot a}{1 - p}, \\quad m_j \\in \\{0, 1\\}", exhibit: 'overfitting' },
  'batch-normalization': {
    formula: "z' = \\gamma \\, \\frac{z - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + \\beta",
    exhibit: 'gradient-flow',
  },
  'vanishing-gradient': {
    formula: "\\sigma'(z) \\le \\tfrac{1}{4} \\;\\Rightarrow\\; \\left(\\tfrac{1}{4}\\right)^{10} < 10^{-6}",
    exhibit: 'gradient-flow',
  },
  'residual-connection': { formula: 'a = x + F(x)', exhibit: 'gradient-flow' },
} as const satisfies Readonly<Record<string, CardFacts>>;

export type CardId = keyof typeof CARDS;

export interface CardText {
  readonly term: string;
  readonly sentence: string;
  readonly analogy: string;
}
export type CardTexts = Readonly<Record<CardId, CardText>>;

export const CARD_IDS = Object.keys(CARDS) as CardId[];

/** The cards whose term or text contains every word of the query; those whose term does come first. */
export function findCards(query: string, texts: CardTexts, alsoTerms: CardTexts): CardId[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const terms = (id: CardId): string => `${texts[id].term} ${alsoTerms[id].term}`.toLowerCase();
  const all = (id: CardId): string => `${terms(id)} ${texts[id].sentence} ${texts[id].analogy}`.toLowerCase();
  const found = CARD_IDS.filter((id) => words.every((word) => all(id).includes(word)));
  const named = (id: CardId): number => (words.every((word) => terms(id).includes(word)) ? 0 : 1);
  return words.length === 0 ? found : found.sort((a, b) => named(a) - named(b));
}
