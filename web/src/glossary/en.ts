import type { CardTexts } from './cards';

export const cards: CardTexts = {
  neuron: {
    term: 'neuron',
    sentence:
      'A neuron multiplies each input by a weight, adds a bias, and bends the sum with an activation ' +
      'function.',
    analogy:
      'A vote on going out for hot pot: each reason counts as much as you care about it, and the bias is ' +
      'how willing you were to begin with.',
  },
  'activation-function': {
    term: 'activation function',
    sentence:
      'The activation function turns a neuron’s weighted sum into its output; without its bend, a stack ' +
      'of layers would be no more than one layer.',
    analogy:
      'A dimmer on a lamp: the sum is how far you turn the knob, the activation is how bright that makes it.',
  },
  layer: {
    term: 'layer',
    sentence: 'A layer is a row of neurons that all look at the same inputs, each with weights of its own.',
    analogy: 'A panel of judges who watch the same dance, each with an eye for something else.',
  },
  'forward-propagation': {
    term: 'forward propagation',
    sentence:
      'Forward propagation computes a network’s answer layer by layer, each layer’s outputs being the ' +
      'next one’s inputs.',
    analogy: 'A relay: each runner takes the baton, does one stretch, and hands it on.',
  },
  softmax: {
    term: 'softmax',
    sentence:
      'Softmax turns scores into probabilities that add up to 1; one point more in score makes a class e ' +
      '≈ 2.718 times as likely.',
    analogy:
      'Sharing a cake by applause: everyone gets some, and a little more applause gets a much larger slice.',
  },
  'one-hot': {
    term: 'one-hot encoding',
    sentence:
      'One-hot encoding writes a class as a list of zeros with a single 1 in its place, so that no class ' +
      'counts as “larger” than another.',
    analogy: 'A row of ten lamps of which exactly one is lit.',
  },
  classification: {
    term: 'classification',
    sentence:
      'Classification asks which of a few classes something belongs to; the network gives each class a ' +
      'probability, and the largest one is its answer.',
    analogy:
      'Sorting the post: each letter goes into exactly one pigeonhole, even when the address is smudged.',
  },
  mnist: {
    term: 'MNIST',
    sentence:
      'MNIST is a set of 70,000 handwritten digits, 28 by 28 grey pixels each, that networks have been ' +
      'trying their skill on since 1998.',
    analogy: 'The copybook of machine learning: everyone learns to read with it.',
  },
  preprocessing: {
    term: 'preprocessing',
    sentence:
      'Preprocessing brings new data into the form the network was trained on: the same size, the same ' +
      'scale, the same place in the frame.',
    analogy: 'Washing and cutting the vegetables before they meet the pan: the recipe counts on it.',
  },
  'train-validation-test': {
    term: 'training, validation and test data',
    sentence:
      'A network learns from the training data, is tuned by the validation data, and is judged once, at ' +
      'the end, by test data that it has never seen.',
    analogy:
      'Exercises, mock exam, final exam: whoever has seen the final beforehand proves nothing by passing it.',
  },
  'loss-function': {
    term: 'loss function',
    sentence:
      'The loss function says in one number how wrong the network is; training is the search for weights ' +
      'that make it small.',
    analogy:
      'The distance from the arrow to the bull’s eye: it tells you not only that you missed but by how much.',
  },
  gradient: {
    term: 'gradient',
    sentence:
      'The gradient tells for every weight how fast the loss would rise if that weight were raised a little.',
    analogy:
      'The slope under your feet in fog: you cannot see the valley, but you can feel which way is down.',
  },
  backpropagation: {
    term: 'backpropagation',
    sentence:
      'Backpropagation computes the whole gradient in one sweep from the output back to the input, by the ' +
      'chain rule.',
    analogy:
      'Tracing a wrong bill back through the company: each department learns its share of the mistake.',
  },
  'learning-rate': {
    term: 'learning rate',
    sentence:
      'The learning rate is what a weight’s slope is multiplied by to get its step: the larger the rate, ' +
      'the longer all the steps.',
    analogy:
      'Your stride on the way downhill: too short and you never arrive, too long and you leap across the ' +
      'valley.',
  },
  'mini-batch': {
    term: 'mini-batch',
    sentence:
      'A mini-batch is a handful of samples whose average gradient makes one step: cheaper than asking ' +
      'all, steadier than asking one.',
    analogy: 'A poll: you do not ask the whole country to learn which way it leans.',
  },
  epoch: {
    term: 'epoch',
    sentence: 'An epoch is one pass through all the training data.',
    analogy: 'Reading the whole textbook once; most of us need to read it several times.',
  },
  metrics: {
    term: 'metrics',
    sentence:
      'Metrics measure what people care about, such as the share of right answers; the loss measures what ' +
      'the network can descend.',
    analogy: 'The marks on the report, as against the ache in the legs that tells you how to run better.',
  },
  overfitting: {
    term: 'overfitting',
    sentence:
      'A network overfits when it learns its training data by heart: better and better there, worse and ' +
      'worse on anything new.',
    analogy: 'Memorising the answers of old exams without understanding the questions.',
  },
  regularization: {
    term: 'regularization',
    sentence:
      'Regularization is whatever makes learning by heart harder, such as a price on large weights, so ' +
      'that the network prefers simple explanations.',
    analogy: 'A word limit on an essay: only what matters gets in.',
  },
  dropout: {
    term: 'dropout',
    sentence:
      'Dropout switches off randomly chosen neurons at each training step, so that none can rely on a ' +
      'particular other.',
    analogy:
      'A team in which someone different is missing every day soon learns that everyone must be able to ' +
      'do the work.',
  },
  'batch-normalization': {
    term: 'batch normalization',
    sentence:
      'Batch normalization shifts and scales each neuron’s sums over a batch to mean 0 and spread 1, then ' +
      'lets the network choose its own mean and spread.',
    analogy: 'A sound engineer who levels every microphone before mixing.',
  },
  'vanishing-gradient': {
    term: 'vanishing gradient',
    sentence:
      'On the way back through many layers a gradient is multiplied by many small slopes, until the first ' +
      'layers hear almost nothing and stop learning.',
    analogy: 'Whispering down a long line of people: at the far end nothing is left of the message.',
  },
  'residual-connection': {
    term: 'residual connection',
    sentence:
      'A residual connection adds a block’s input to its output, so that the signal, and the gradient on ' +
      'its way back, has a road around the block.',
    analogy: 'A bypass beside the town: through traffic keeps moving whatever happens downtown.',
  },
};
