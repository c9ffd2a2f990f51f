import { describe, expect, it } from 'vitest';

import type { Explanation } from '../../components/explanation';
import { exchangesOf, viewsOf } from '../../testing/snapshots';
import { differences } from './differences';
import { lossesCsv, readExperiment, writeExperiment } from './files';
import { cellNumber, epochNumber, scoreNumbers, unitNumbers } from './explanations';
import { codec, HIDABLE, type PlaygroundSettings } from './settings';
import { classNames, targetNames } from './names';
import { kindOf, sentences } from './summary';
import { slopeNumbers } from './slopes';
import { en } from './en';
import { zh } from './zh';
import { type PlaygroundView, readInspection, readPlaygroundView, readSlopes } from './lab.gen';

const exchanges = exchangesOf('playground');
const views = viewsOf('playground', readPlaygroundView);
const [, first] = views[0] ?? [];
const inspection = readInspection(exchanges['a point']?.data);
const iris = readPlaygroundView(exchanges['iris']?.data);

function expectWhole(number: Explanation): void {
  for (const part of [number.name, number.value, number.formula, number.now, number.keras, number.torch]) {
    expect(part).not.toBe('');
    expect(part).not.toMatch(/undefined|NaN|\{(layer|inputs|outputs|i|j)\}/);
  }
  for (const source of number.sources) expect(source.symbol).toMatch(/^(engine|training)\./);
}

describe('the numbers that open', () => {
  it.each(['en', 'zh'] as const)('tell all about a unit, in %s', (language) => {
    // The inspected network is the one opened last, the irises'.
    const numbers = unitNumbers(iris, inspection, 1, 2, { en, zh }[language]);
    expect(numbers?.terms).toHaveLength(2);
    for (const number of [...(numbers?.terms ?? []), numbers?.z, numbers?.a]) expect(number).toBeDefined();
    for (const number of numbers ? [...numbers.terms, numbers.z, numbers.a] : []) expectWhole(number);
    expect(unitNumbers(iris, inspection, 3, 0, { en, zh }[language])?.a.formula).toContain('e^');
    expect(unitNumbers(iris, inspection, 3, 0, en)?.a.name).toBe('Output for setosa');
    expect(unitNumbers(iris, inspection, 4, 0, { en, zh }[language])).toBeUndefined();
  });

  it.each(views)('tell the scores of "%s"', (_, view) => {
    const numbers = scoreNumbers(view, en);
    expect(Object.keys(numbers)).toHaveLength(view.frame.test_accuracy === null ? 2 : 3);
    Object.values(numbers).forEach(expectWhole);
    const count = view.setup.train.target.data.length;
    expect(numbers['train']?.now).toMatch(new RegExp(`^L_.*sum_\\{i=1\\}\\^\\{${count}\\}.* ≈ [\\d.]+$`));
    expect(numbers['train']?.now).not.toMatch(/\bn\b/);
  });

  it.each(views)('tell how often each class was taken for which in "%s"', (_, view) => {
    const { classes } = view.setup;
    const { confusion } = view.frame;
    const cells = classes.flatMap((_row, actual) =>
      classes.map((_column, predicted) => cellNumber(view, actual, predicted, en)),
    );
    if (confusion === null) return expect(cells.every((cell) => cell === undefined)).toBe(true);
    for (const cell of cells) if (cell !== undefined) expectWhole(cell);
    expect(cells.reduce((sum, cell) => sum + Number(cell?.value), 0)).toBe(
      Array.from(confusion.data).reduce((sum, count) => sum + count, 0),
    );
    expect(cellNumber(view, 0, 1, zh)?.name).toContain('认成');
    return expect(cellNumber(view, 0, classes.length, en)).toBeUndefined();
  });

  it.each(views)('tell how many epochs were trained in "%s"', (_, view) => {
    for (const language of ['en', 'zh'] as const) expectWhole(epochNumber(view, 10, { en, zh }[language]));
    const count = view.setup.train.target.data.length;
    expect(epochNumber(view, 10, en).now).toContain(`\\rceil = ${Math.ceil(count / 10)}`);
  });

  it('tell the slopes of the unit that is opened', () => {
    const slopes = { layer: 1, unit: 2, ...readSlopes(exchanges['slopes']?.data) };
    const found = slopeNumbers(iris, slopes, zh);
    expect(found.weights).toHaveLength(2);
    [...found.weights, found.bias].forEach(expectWhole);
    expect(found.weights[1]?.now).toContain('\\sum_{k=1}^{75} x_{k,2}');
    const flat = slopeNumbers(iris, { ...slopes, bias: -8.9e-5 }, en).bias;
    expect([flat.value, flat.now.split(' = ').at(-1)]).toEqual(['−8.9e−5', '-8.9 \\times 10^{-5}']);
    const priced = {
      ...iris,
      settings: { ...iris.settings, regularization: 'l2' as const, regularization_rate: 0.01, dropout: 0.2 },
    };
    const deeper = slopeNumbers(priced, { ...slopes, layer: 2 }, en).weights[0];
    expect(deeper?.formula).toContain('a^{(1)}_{k,1}');
    expect(deeper?.formula).toContain('\\lambda w');
    expect(deeper?.keras).toContain(iris.layers[1]?.lines.layer.keras);
    expect(deeper?.torch).toContain(iris.layers[1]?.lines.layer.torch);
    expect(deeper?.torch).toContain('layer.weight.grad[2, 0]');
  });
});

describe('the programs', () => {
  it.each(views)('build the network of "%s"', (_, view) => {
    const { keras, torch } = view.program;
    expect(keras.match(/layers\.Dense\(/g)).toHaveLength(view.setup.layers.length - 1);
    expect(torch.match(/nn\.Linear\(\d/g)).toHaveLength(view.setup.layers.length - 1);
    expect(keras + torch).not.toMatch(/undefined|NaN/);
  });
});

describe('the sentences', () => {
  const at = (view: PlaygroundView, change: Partial<PlaygroundView['frame']>): PlaygroundView => ({
    ...view,
    frame: { ...view.frame, ...change },
  });
  const say = (
    change: Partial<PlaygroundView['frame']>,
    settings: Partial<PlaygroundSettings> = {},
  ): string => (first ? sentences(at(first, change), { ...codec.defaults, ...settings }, en) : '');

  it('follow the run', () => {
    expect(say({})).toContain('Nothing has been learned yet');
    expect(say({ epoch: 40, latest: 40, test_accuracy: 0.99, test_loss: 0.02, train_loss: 0.02 })).toContain(
      '99.0%',
    );
    expect(say({ epoch: 40, latest: 80 })).toContain('looking back at epoch 40');
    expect(say({ epoch: 40, latest: 40, test_accuracy: 0.5 }, { network_shape: [] })).toContain(
      'straight line',
    );
    expect(say({ epoch: 40, latest: 40, test_accuracy: 0.5 }, { init_zero: true })).toContain(
      'began at zero',
    );
    expect(say({ epoch: 40, latest: 40, test_accuracy: null })).toContain(
      'the loss on the 250 test points is',
    );
  });
});

describe('what is said of different problems', () => {
  const regression = readPlaygroundView(exchanges['regression']?.data);
  const later = (view: PlaygroundView, change: Partial<PlaygroundView['frame']>): PlaygroundView => ({
    ...view,
    frame: { ...view.frame, epoch: 40, latest: 40, ...change },
  });

  it('is of their own targets, loss and colours', () => {
    const spoken = [first, iris, regression].map((view) => {
      if (!view) throw new Error('no view');
      const kind = kindOf(view);
      const names = targetNames(classNames(view, en), en);
      return [kind, en.targets[kind](names), en.colours[kind](names)];
    });
    expect(spoken.map(([kind]) => kind)).toEqual(['two', 'several', 'numbers']);
    expect(spoken[0]?.[1]).toContain('−1 and +1');
    expect(spoken[1]?.[1]).toContain('3 classes');
    expect(spoken[1]?.[1]).toContain('cross-entropy');
    expect(spoken.slice(1).flat().join()).not.toMatch(/−1|\+1/);
    const straight = { ...codec.defaults, network_shape: [] };
    expect(sentences(later(iris, {}), straight, en)).toContain('all boundaries between classes');
    expect(sentences(later(regression, {}), straight, en)).toContain('even slope');
  });

  const irises = (train: readonly [number, number], test: readonly [number, number], memorises = false) =>
    later(iris, {
      train_accuracy: 1,
      test_accuracy: 73 / 75,
      train_loss: 0.001,
      test_loss: 0.4,
      standing: { train: [...train], test: [...test], guessing: 0.4, memorises },
    });

  it('calls memorising only what the intervals prove, and tells them', () => {
    const sure = sentences(irises([0.951, 1], [0.908, 0.993]), codec.defaults, en);
    expect(sure).toContain('gets 97.3% of the 75 test points right (95% interval: 90.8% to 99.3%)');
    expect(sure).not.toContain('memorises');
    expect(sure).toContain('where it should be');
    const apart = sentences(irises([0.951, 1], [0.7, 0.9], true), codec.defaults, en);
    expect(apart).toContain('100.0% right (95% interval: 95.1% to 100.0%). The two intervals lie apart');
    expect(sentences(irises([0.951, 1], [0.7, 0.9], true), codec.defaults, zh)).toContain('两个区间不重叠');
  });

  it('calls guessing only what may be guessing for so many classes', () => {
    expect(sentences(irises([0.5, 0.7], [0.42, 0.6]), codec.defaults, en)).not.toContain('guessing');
    expect(sentences(irises([0.3, 0.5], [0.3, 0.5]), codec.defaults, en)).toContain('down to 40%');
  });
});

describe('a saved experiment', () => {
  it('comes back with its settings and its weights', () => {
    if (!first) return;
    const settings: PlaygroundSettings = {
      ...codec.defaults,
      dataset: 'spiral',
      network_shape: [4, 4],
      seed: 9,
    };
    const found = readExperiment(writeExperiment(settings, first));
    expect(found?.settings).toEqual(settings);
    expect(found?.weights.epoch).toBe(0);
    expect(found?.weights.theta.data.slice(0, 8)).toEqual(first.frame.theta.data.slice(0, 8));
  });

  it.each([
    '',
    '{}',
    '[1]',
    '{"kind":"neurarium playground","settings":"","epoch":-1,"weights":[]}',
    '{"kind":"another","settings":"","epoch":0,"weights":[1]}',
  ])('is nothing else: %s', (text) => expect(readExperiment(text)).toBeUndefined());

  it('has its losses as a table', () => {
    const lines = first ? lossesCsv(first.curves).trim().split('\n') : [];
    expect(lines[0]).toBe('epoch,train_loss,test_loss,train_accuracy,test_accuracy');
    expect(lines[1]).toMatch(/^0,0\.\d+,0\.\d+,/);
  });
});

describe('two experiments', () => {
  it('differ in what is told', () => {
    const other: PlaygroundSettings = {
      ...codec.defaults,
      learning_rate: 0.3,
      network_shape: [],
      regularization: 'l1',
      regularization_rate: 0.1,
    };
    expect(differences(other, codec.defaults, en)).toBe('layers 0, learning rate 0.3, L1 0.1');
    expect(differences(codec.defaults, codec.defaults, en)).toBe('');
    expect(differences({ ...codec.defaults, showTestData: true }, codec.defaults, zh)).toBe('');
  });
});

it('has a name for every control that can be hidden', () => {
  for (const name of HIDABLE) expect(zh.controls[name]).not.toBe('');
});
