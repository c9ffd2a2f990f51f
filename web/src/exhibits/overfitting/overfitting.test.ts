import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { f8 } from '../../testing/arrays';
import { exchangesOf } from '../../testing/snapshots';
import { flat, lengthened, simplified, spotsOf } from './drawing';
import { en } from './en';
import { keptSeries, liveSeries, writerOf } from './curves';
import { readOverfittingView, readRunsView, type KeptRun } from './lab.gen';
import { codec, heldBack, imageSteps, moreData, RANDOM_LABELS, settingsOf, smallerNetwork } from './settings';
import { coverRemark, described, intervalOf, remarkOf, verdictOf } from './texts';
import { zh } from './zh';

const exchanges = exchangesOf('overfitting');
const view = readOverfittingView(exchanges['small']?.data);
const runs = readRunsView(exchanges['uncovered']?.data);
const [run] = runs.runs;
if (run === undefined) throw new Error('no run');

describe('the address', () => {
  it('is empty at first, and survives the way to text and back', () => {
    expect(codec.encode(codec.defaults)).toBe('');
    const settings = {
      ...codec.defaults,
      panel: 'weights' as const,
      measure: 'loss' as const,
      images: 60_000,
      noise: 0.25,
      l1: 0.00003,
      boundary: [-1.25, 0, 3, 4.01, 0, 0],
      fallen: true,
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it.each(['#panel=none', '#images=0', '#noise=0.9', '#width=4096', '#boundary=1,x'])(
    'takes the default for what cannot be read: %s',
    (hash) => expect(codec.decode(hash)).toEqual(codec.defaults),
  );

  it('keeps from the lab what only the page has', () => {
    expect(settingsOf(codec.defaults)).not.toHaveProperty('panel');
    expect(settingsOf(codec.defaults)).not.toHaveProperty('measure');
  });
});

describe('the drawing', () => {
  it('leaves out places that are too near, and corners on a line', () => {
    const path = [0, 0.05, 1, 2, 3].reduce(
      (spots, x) => lengthened(spots, { x, y: 0 }),
      [] as readonly { x: number; y: number }[],
    );
    expect(path.map(({ x }) => x)).toEqual([0, 1, 2, 3]);
    expect(simplified(path).map(({ x }) => x)).toEqual([0, 3]);
  });

  it('keeps every place of a path within a small distance of the simplified one', () => {
    const coordinate = fc.double({ min: -6, max: 6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 3, maxLength: 50 }),
        (path) => {
          const corners = simplified(path, 0.1);
          expect(corners[0]).toEqual(path[0]);
          expect(corners.at(-1)).toEqual(path.at(-1));
          for (const corner of corners) expect(path).toContainEqual(corner);
        },
      ),
    );
  });

  it('has few corners even of a wild path', () => {
    const wild = Array.from({ length: 2000 }, (_, i) => ({ x: 5 * Math.sin(i * i), y: 5 * Math.cos(7 * i) }));
    expect(simplified(wild).length).toBeLessThanOrEqual(60);
  });

  it('goes into the settings and back', () => {
    const corners = [
      { x: 1.234, y: -2 },
      { x: 0, y: 5.999 },
    ];
    expect(flat(corners)).toEqual([1.23, -2, 0, 6]);
    expect(spotsOf([1.23, -2, 0, 6])).toEqual([
      { x: 1.23, y: -2 },
      { x: 0, y: 6 },
    ]);
  });
});

describe('the presets', () => {
  it('go no further than the lab does', () => {
    const { defaults } = codec;
    expect(moreData(defaults, view.set)).toEqual({ images: 10_000 });
    expect(moreData({ ...defaults, images: 20_000 }, view.set)).toEqual({ images: 50_000 });
    expect(smallerNetwork(defaults)).toEqual({ width: 16 });
    expect(smallerNetwork({ ...defaults, width: 10 })).toEqual({ width: 4 });
  });
});

describe('the images', () => {
  const small = { train: 100, test: 20, most_held_back: 16, classes: ['flat', 'up'] };

  it('can be as many as the data set has; the last sixth is held back as long as it can be', () => {
    const steps = imageSteps(view.set);
    expect([steps[0], ...steps.slice(-2)]).toEqual([100, 50_000, 60_000]);
    expect(imageSteps(small)).toEqual([5, 10, 20, 50, 84, 100]);
    expect([80, 84, 90, 100].map((n) => heldBack(small, n))).toEqual([16, 16, 10, 0]);
    expect(moreData({ ...codec.defaults, images: 20 }, small)).toEqual({ images: 84 });
  });
});

describe('the words', () => {
  it('describe a run by what is set', () => {
    expect(described(run, en)).toBe('100 images, 4 neurons, 2 epochs');
    const setup = {
      ...run.setup,
      ...RANDOM_LABELS,
      l2: 0.001,
      dropout: 0.5,
      early_stopping: 3,
      batch_norm: true,
    };
    expect(described({ setup }, en)).toBe(
      '1,000 images, random labels, 512 neurons, 50 epochs, L2 0.001, dropout 0.50, ' +
        'early stopping (patience: 3 epochs), batch normalization',
    );
    // Two runs that differ in their patience only are told apart.
    expect(described({ setup: { ...setup, early_stopping: 1 } }, en)).toContain('(patience: 1 epoch)');
    expect(described({ setup: { ...setup, early_stopping: 10 } }, zh)).toContain('早停（耐心：10 轮）');
    expect(
      described({ setup: { ...run.setup, noise: 0.3, epochs: 1, l1: 0.01, augmentation: true } }, zh),
    ).toContain('30% 错误标签');
  });

  it('say of a difference only what its interval shows', () => {
    const said = (mean: number, is_shown: boolean): string =>
      verdictOf({ difference: { mean, low: 0, high: 0 }, is_shown } as KeptRun, en);
    expect([said(0.1, true), said(-0.1, true), said(0.1, false)]).toEqual([
      en.verdict.better,
      en.verdict.worse,
      en.verdict.none,
    ]);
    expect(verdictOf({ difference: null, is_shown: false }, en)).toBe('');
    expect(intervalOf({ low: -0.00123, high: 0.02 })).toBe('[−0.12, 2.00]');
  });

  it('say whether it has learned by heart', () => {
    const live = { ...view.live, done: 1, held: view.live.train };
    const said = (change: object, setup: object = {}): string =>
      remarkOf({ ...live, ...change }, { ...view.settings, random_labels: false, ...setup }, en);
    expect(said({ done: 0.5 })).toBe(en.see.training);
    expect(said({ held: null })).toBe(en.see.noneHeld);
    expect(said({ memorises: true })).toBe(en.see.memorises);
    expect(said({ memorises: false })).toBe(en.see.together);
    expect(said({}, { random_labels: true })).toBe(en.see.random);
  });

  it('count how often the test set was uncovered', () => {
    expect(coverRemark({ ...runs, uncovered: 0 }, en)).toBe(en.test.covered);
    expect(coverRemark(runs, en)).toBe(en.test.once);
    expect(coverRemark({ ...runs, uncovered: 3 }, zh)).toContain('3 次');
  });
});

describe('the curves', () => {
  const curve = f8([2], [0.1, 0.9]);
  const band = { mean: curve, low: curve, high: curve };

  it('of the live training: what is learned from is dashed', () => {
    const series = liveSeries(
      {
        epoch: f8([2], [0, 1]),
        train_loss: curve,
        train_accuracy: curve,
        held_loss: curve,
        held_accuracy: curve,
      },
      'loss',
      en,
    );
    expect(series.map(({ id, dashed }) => [id, dashed === true])).toEqual([
      ['train', true],
      ['held', false],
    ]);
  });

  it('of the live training: none of what is held back, if nothing is', () => {
    const none = f8([2], [Number.NaN, Number.NaN]);
    const curves = { train_loss: curve, train_accuracy: curve, held_loss: none, held_accuracy: none };
    const series = liveSeries({ epoch: f8([2], [0, 1]), ...curves }, 'accuracy', en);
    expect(series.map(({ id }) => id)).toEqual(['train']);
  });

  it('of kept runs: a band about what is held back', () => {
    const bands = {
      epoch: f8([2], [0, 1]),
      train_loss: band,
      train_accuracy: band,
      held_loss: band,
      held_accuracy: band,
    };
    const series = keptSeries([{ run: { ...run, bands }, number: 3 }], 'accuracy');
    expect(series.map(({ label, band: about }) => [label, about !== undefined])).toEqual([
      ['', false],
      ['3', true],
    ]);
    expect(writerOf('accuracy')(0.5)).toBe('50.0%');
    expect(writerOf('loss')(0.5)).toBe('0.500');
  });
});
