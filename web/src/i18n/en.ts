import { refusals } from './refusals.en';
import { ruleWords } from './rules';

/** Every string of the frame. An exhibit has its own beside it: `exhibits/<id>/en.ts`, `zh.ts`. */
export const en = {
  name: 'Neurarium',
  /** Between words that are put together. */
  marks: { and: ', ', comma: ', ', colon: ': ', semicolon: '; ', stop: '. ', gap: ' ' },
  skipToStage: 'Skip to the exhibit',
  exhibits: {
    neuron: { title: 'One neuron', question: 'How does one neuron decide?' },
    activations: { title: 'Activation functions', question: 'What does the bend do?' },
    perceptron: { title: 'The perceptron', question: 'Why can’t one neuron learn XOR?' },
    forward: { title: 'Forward propagation', question: 'What happens between input and answer?' },
    backprop: { title: 'Backpropagation', question: 'How does a network know which weight to blame?' },
    playground: { title: 'Playground', question: 'How does a small network bend space?' },
    'gradient-flow': { title: 'Gradient flow', question: 'Why do deep networks stop learning?' },
    optimizers: { title: 'Optimizers', question: 'Who gets down the hill first?' },
    data: { title: 'The digits', question: 'What does a network see in a digit?' },
    train: { title: 'Train on digits', question: 'How do thousands of digits become knowledge?' },
    overfitting: { title: 'Overfitting', question: 'When does learning turn into memorising?' },
    recognise: { title: 'Read my writing', question: 'How does a network read your digit?' },
    compare: { title: 'Compare', question: 'Which settings are really better?' },
    code: { title: 'Code lab', question: 'Can I do it myself?' },
  },
  path: {
    label: 'Exhibits',
    open: 'Exhibits',
    collapse: 'Fold the list away',
    expand: 'Unfold the list',
    done: 'done',
    progress: (done: number, all: number) => `${done} of ${all} done`,
    sections: {
      neuron: 'One neuron',
      network: 'A network',
      depth: 'Learning in depth',
      digits: 'Digits',
      code: 'Your own code',
    },
  },
  first: {
    title: 'From one neuron to a network that reads your handwriting',
    goOn: (exhibit: string) => `Go on where you were: ${exhibit}`,
    begin: (exhibit: string) => `Begin: ${exhibit}`,
    tasks: (done: number, all: number) => `${done} of ${all} tasks done`,
    link: 'First page',
  },
  top: {
    language: 'Language',
    theme: 'Theme',
    themes: { light: 'Light', dark: 'Dark' },
    share: 'Share',
    shared: 'Link copied. It opens this exhibit exactly as it is now.',
    shareFailed: 'The browser did not allow copying. The link is in the address bar.',
    glossary: 'Glossary',
  },
  model: {
    label: 'Model',
    none: 'not trained',
    training: (progress: string) => `training ${progress}`,
    someTrained: 'trained',
    trained: (accuracy: string) => `trained, ${accuracy}`,
  },
  trainings: {
    label: 'Trainings in the background',
    states: {
      running: 'Training:',
      stopped: 'Stopped:',
      failed: 'Failed:',
      elsewhere: 'Another lab on this computer trains:',
    },
    of: (done: number, all: number) => `${done} of ${all} trainings`,
    left: (seconds: number) => `· about ${seconds} s left`,
    stop: 'Stop',
    go: 'Go on',
    failed: 'It failed:',
    unkept: 'The results cannot be kept:',
  },
  connection: {
    connecting: 'Connecting to the lab …',
    loading: (done: string, total: string) =>
      `Loading the lab into your browser: ${done} of ${total} MB. The next visit needs no loading.`,
    starting: 'Starting Python …',
    lost: 'The connection to the lab was lost. Trying again by itself; nothing you set is gone.',
    retry: 'Try now',
  },
  exhibit: {
    loading: 'Setting up the exhibit …',
    undo: 'Undo',
    reset: 'Reset',
    missing: 'There is no such exhibit here.',
    toFirst: 'Go to the first exhibit',
    ignored: (parts: string) => `Not all of this link could be taken over as it is written: ${parts}.`,
    sections: 'Parts of the lesson',
    /** By the section's id in the lesson's Markdown. */
    parts: { see: 'What you see', maths: 'Maths', code: 'Code', try: 'Try it' } as Readonly<
      Record<string, string>
    >,
    stage: 'The exhibit',
    lesson: 'The lesson',
    neighbours: 'The exhibits before and after',
  },
  tour: {
    start: 'Guided tour',
    station: (now: number, all: number) => `Guided tour, ${now} of ${all}`,
    back: 'Back',
    next: 'Next',
    finish: 'Finish',
    end: 'End the tour',
  },
  welcome: {
    label: 'Welcome',
    text:
      'Neurarium is a glass-box lab for neural networks: everything is really computed while you ' +
      'watch, and every underlined number or word opens and shows what is behind it.',
    close: 'Got it',
  },
  play: { play: 'Play', pause: 'Pause', step: 'One step', back: 'One step back', speed: 'Speed' },
  slider: {
    value: (name: string) => `${name}, typed value`,
    range: (low: string, high: string) => `${low} to ${high}`,
  },
  chart: { table: 'As a table', picture: 'As a picture', empty: 'Nothing to draw yet.' },
  explanation: {
    title: (name: string) => `${name}: where it comes from`,
    hint: 'Open to see how it was computed',
    formula: 'Formula',
    now: 'With the current values',
    engine: 'The engine’s own code',
    keras: 'Keras',
    torch: 'PyTorch',
    close: 'Close',
  },
  byHand: {
    start: 'Now you',
    title: (name: string) => `Now you: ${name}`,
    hint: 'Results are blank on the whole page. Press a ? and type what you get.',
    find: (name: string) => `${name} = ?`,
  },
  code: {
    versions: 'Written in',
    engine: 'Engine',
    keras: 'Keras',
    torch: 'PyTorch',
    inLab: 'Open in the code lab',
    inLabHint: 'As a program with these settings, which can be run there and changed; it gives these numbers',
    handedOver: (name: string) => `This is “${name}”, now one of your own programs.`,
    loading: 'Fetching the source …',
    line: (file: string, line: number) => `${file}, line ${line}`,
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'The browser did not allow copying.',
    failed: 'The source could not be fetched.',
  },
  tasks: {
    check: 'Check',
    done: 'Done',
    notYet: (missing: string) => `Not yet. ${missing}`,
    progress: (done: number, all: number) => `${done}/${all}`,
  },
  quiz: {
    heading: 'Predict first',
    run: 'Show me',
    right: 'Right.',
    wrong: 'Not quite.',
    again: 'Ask again',
    unreadable: (typed: string) => `“${typed}” is not a number. Type one such as 0.5, −2 or 1e-3.`,
  },
  glossary: {
    title: 'Glossary',
    search: 'Search the cards',
    none: (query: string) => `No card speaks of “${query}”.`,
    analogy: 'Think of it as',
    formula: 'Formula',
    tryIn: (exhibit: string) => `Try it in “${exhibit}”`,
    all: 'All cards',
  },
  diagram: {
    keys:
      'Arrow keys go from neuron to neuron, with Shift from connection to connection; Enter chooses, ' +
      'Escape lets go.',
    shown: (shown: string, all: string) => `${shown} strongest of ${all} connections drawn`,
    more: (count: number) => `+${count} more`,
    weight: (from: string, to: string) => `weight from ${from} to ${to}`,
  },
  proof: {
    button: 'Prove it',
    buttonAll: 'Prove all',
    again: 'Check again',
    busy: 'Checking …',
    /** Why two ways: `rows` samples, steps as they were used. */
    lead: (rows: number) =>
      `Two ways to the same slopes, both in float64, for the ` +
      `${rows === 1 ? 'loss of one sample' : `mean loss of ${rows} samples`}, ` +
      'with the penalty on the weights if there is one: ' +
      'backpropagation, and finite differences, which only compute the loss, with the parameter a little ' +
      'smaller and a little larger.',
    parameter: 'Parameter',
    analytic: 'Backpropagation',
    numeric: 'Finite differences',
    error: 'Relative error',
    agree: (count: number, worst: string) =>
      count === 0
        ? 'There is nothing to compare.'
        : count === 1
          ? `They agree: the relative error is ${worst}.`
          : `All ${count} agree: the largest relative error is ${worst}.`,
    differ: (worst: string) => `They do not agree: the largest relative error is ${worst}.`,
    sample: (count: number, all: string) => `A sample: ${count} of ${all} parameters.`,
    bent: (count: number) =>
      `${count === 1 ? 'One is' : `${count} are`} marked ∧: a corner (of ReLU, or of |w|) lies between the ` +
      'two points, so that the difference says nothing about the slope. It does not count.',
    rule: 'The rule',
  },
  confusion: {
    actual: 'Label',
    predicted: 'Predicted',
    cell: (actual: string, predicted: string, count: number) =>
      `label ${actual}, predicted ${predicted}: ${count}`,
  },
  heat: { at: (row: number, column: number) => `row ${row}, column ${column}` },
  diverged: {
    title: 'The training diverged',
    text: (epoch: string, step: string) =>
      `The loss stopped being a number in epoch ${epoch}, at step ${step}. What you see is from just ` +
      `before. A smaller learning rate usually mends it.`,
    mend: 'Use a smaller learning rate',
  },
  error: {
    title: 'That did not work',
    again: 'Try again',
    dismiss: 'Close',
    codes: refusals,
    rules: ruleWords.en,
    typed: (typed: string, expected: string) =>
      typed.trim() === '' ? `Type ${expected}.` : `“${typed}” cannot be used here: type ${expected}.`,
    changed: (typed: string, value: string, expected: string) =>
      `“${typed}” became ${value}: this field takes ${expected}.`,
  },
};

export type Strings = typeof en;
