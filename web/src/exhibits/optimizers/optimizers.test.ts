import { describe, expect, it } from 'vitest';

import { readVerdict } from '../../lab.gen';
import { f8 } from '../../testing/arrays';
import { exchangesOf } from '../../testing/snapshots';
import { at, beside, lengthOf, toPixel, toPlace } from './draw';
import { cost, en } from './en';
import { parameterName } from './explanations';
import { shades } from './heights';
import { readOptimizersView, type Frames } from './lab.gen';
import {
  codec,
  DEMONSTRATIONS,
  problemPatch,
  PROBLEMS,
  RACERS,
  rated,
  settingsOf,
  steered,
  toggled,
  type PageSettings,
} from './settings';
import { ranked, stateOf } from './standing';
import { sentences } from './summary';
import { lossText, placeText } from './written';
import { zh } from './zh';

const view = readOptimizersView(exchangesOf('optimizers')['default']?.data);

describe('the address of the race', () => {
  it('is empty at first, and survives the way to text and back', () => {
    expect(codec.encode(codec.defaults)).toBe('');
    const settings = {
      ...codec.defaults,
      problem: 'network' as const,
      racers: ['gd', 'adam'] as const,
      rates: [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
      arrows: ['size'] as const,
      everyone: true,
      step: 17,
      changes: [3, 5, 0.1, 9, 7, 0.9, 12, 8, 2],
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
    expect(codec.decode(`#${codec.encode({ ...settings, arrows: [] })}`).arrows).toEqual([]);
  });

  it.each([
    '#problem=hill',
    '#rates=1,2',
    '#racers=gd,lion',
    '#step=1001',
    '#momentum=1',
    '#start=7,0',
    '#changes=2,0',
    '#changes=0,0,1',
    '#changes=2,0,101',
    '#changes=2,7,1',
    '#changes=2,8,9',
    '#changes=2.5,0,1',
    '#changes=2,9,1',
  ])('takes the default for what cannot be read: %s', (hash) =>
    expect(codec.decode(hash)).toEqual(codec.defaults),
  );

  it('keeps from the lab what only the page has', () => {
    expect(settingsOf(codec.defaults)).not.toHaveProperty('arrows');
    expect(settingsOf(codec.defaults)).not.toHaveProperty('everyone');
  });
});

describe('settings', () => {
  it('another problem brings its own start and rates, and begins anew', () => {
    expect(view.presets.map(({ name }) => name)).toEqual([...PROBLEMS]);
    const patch = problemPatch('rosenbrock', view.presets);
    expect(patch).toMatchObject({ problem: 'rosenbrock', start: [-1.2, 1], step: 0 });
    expect(patch.rates).toHaveLength(RACERS.length);
  });

  it('racers come in one order, and one stays', () => {
    expect(toggled(['adam'], 'gd')).toEqual(['gd', 'adam']);
    expect(toggled(['gd', 'adam'], 'gd')).toEqual(['adam']);
    expect(toggled(['adam'], 'adam')).toEqual(['adam']);
  });

  it('one rate changes and the others stay', () =>
    expect(rated([1, 2, 3, 4, 5, 6, 7], 'momentum', 9)).toEqual([1, 2, 9, 4, 5, 6, 7]));
});

describe('a change on the way', () => {
  const settings: PageSettings = { ...codec.defaults, length: 100, rates: [1, 2, 3, 4, 5, 6, 7] };
  const change = (from: PageSettings, step: number, racer: 'gd' | 'adam', rate: number): PageSettings => ({
    ...from,
    ...steered(from, step, { rates: rated(from.rates, racer, rate) }),
  });

  it('keeps what was before it: where a slider is dragged, what it was at first', () => {
    const dragged = change(change(settings, 20, 'gd', 1.5), 20, 'gd', 8);
    expect(dragged).toMatchObject({ rates: [8, 2, 3, 4, 5, 6, 7], changes: [20, 0, 1], step: 20 });
    expect(change(dragged, 30, 'adam', 9).changes).toEqual([20, 0, 1, 30, 5, 6]);
  });

  it('earlier than another takes that one with it', () => {
    const later = change(change(settings, 40, 'gd', 8), 30, 'adam', 9);
    expect(later.changes).toEqual([30, 0, 1, 30, 5, 6]);
  });

  it('may be of the momentum or the schedule', () =>
    expect(steered(settings, 7, { momentum: 0.5, schedule: 'cosine' }).changes).toEqual([
      7, 7, 0.9, 7, 8, 0,
    ]));

  it('at the start, at the end, or after too many, makes the whole race anew', () => {
    const steering = change(settings, 20, 'gd', 8);
    expect(change(steering, 0, 'gd', 9)).toMatchObject({ changes: [], step: 0 });
    expect(change(steering, 100, 'gd', 9)).toMatchObject({ changes: [], step: 100 });
    let many = settings;
    for (let step = 1; step <= 30; step += 1) many = change(many, step, 'gd', 10 + step);
    expect(many.changes).toHaveLength(90);
    expect(change(many, 31, 'gd', 50)).toMatchObject({ changes: [], step: 0 });
  });
});

describe('what the questions show', () => {
  it('is long enough to show the answer', () => {
    const { values } = readVerdict(exchangesOf('optimizers')['prediction']?.data);
    const step = Number(values['step']);
    expect(step).toBeGreaterThan(50);
    expect(DEMONSTRATIONS.predict_rate.length).toBeGreaterThan(step);
  });
});

describe('numbers of the race', () => {
  it('are parted at thousands wherever they stand', () => {
    expect([lossText(12345), lossText(1e6), lossText(0.12345)]).toEqual(['12,300', '1e6', '0.123']);
    expect(en.steps(1000)).toBe('1,000 steps');
    expect(zh.diverged(1000)).toContain('1,000');
  });

  it('are short beside the picture', () =>
    expect([placeText(-67649.3), placeText(-3), placeText(12.34)]).toEqual(['−67600', '−3.0', '12.3']));

  it('say how much more data gradient descent takes', () => {
    expect([cost(8), cost(64), cost(12)]).toEqual(['8', '1', '5.3']);
    expect(en.samples(16, true)).toContain('4 times the data');
    expect(zh.samples(16, false)).toContain('4 倍的数据');
  });

  it('say above which loss a racer has diverged', () => {
    expect(en.lossRule('0.1', '9.5', true)).toContain('above 9.5 (ten times that at the start)');
    expect(zh.lossRule('0.1', '1e6', false)).not.toContain('十倍');
  });
});

/** Seven racers, three frames; the loss of racer r at step s is 7 - r - s. */
const frames: Frames = {
  version: 1,
  over: true,
  places: f8(
    [7, 3, 2],
    Array.from({ length: 42 }, (_, i) => i),
  ),
  losses: f8(
    [7, 3],
    Array.from({ length: 21 }, (_, i) => 7 - Math.floor(i / 3) - (i % 3)),
  ),
  gradients: f8([7, 3, 2], Array<number>(42).fill(0)),
  velocities: f8([7, 3, 2], Array<number>(42).fill(0)),
  sizes: null,
  diverged: [-1, 2, -1, -1, -1, -1, -1],
  finished: [-1, -1, 2, -1, -1, -1, 1],
};

describe('where each racer stands', () => {
  it('is told as far as the race is shown', () => {
    expect(stateOf(frames, 'sgd', 1)).toEqual({ loss: 5, diverged: undefined, finished: undefined });
    expect(stateOf(frames, 'sgd', 2)).toEqual({ loss: 4, diverged: 2, finished: undefined });
    expect(stateOf(frames, 'adamw', 1)).toEqual({ loss: 0, diverged: undefined, finished: 1 });
  });

  it('first is who came to the finish first, then who has the lowest loss; who diverged is out', () => {
    expect(ranked(frames, ['gd', 'sgd', 'momentum', 'adamw'], 2)).toEqual(['adamw', 'momentum', 'gd']);
    expect(ranked(frames, ['gd', 'sgd', 'momentum'], 1)).toEqual(['momentum', 'sgd', 'gd']);
  });

  it('names all who are level, on the way and at the finish', () => {
    const level: Frames = {
      ...frames,
      losses: f8([7, 3], Array<number>(21).fill(1)),
      diverged: Array<number>(7).fill(-1),
      finished: [-1, 2, 2, -1, -1, -1, -1],
    };
    const said = (step: number): string =>
      sentences(view, level, { ...codec.defaults, racers: ['sgd', 'momentum'] }, step, en);
    expect(said(1)).toContain('SGD, momentum');
    expect(said(2)).toContain(en.see.first('SGD, momentum', 2));
  });

  it('is put into words in both languages', () => {
    for (const words of [en, zh]) {
      const said = (step: number): string => sentences(view, frames, codec.defaults, step, words);
      expect(said(0)).toContain('7');
      expect(said(1)).toContain(words.see.first('AdamW', 1));
      expect(said(2)).toContain(words.see.arrived(2, 7));
      expect(said(2)).toContain(words.see.gone('SGD'));
    }
  });
});

describe('the name of a parameter', () => {
  it('is short on a surface, and tells the layer in a network', () => {
    expect(parameterName('x', en)).toBe('x');
    expect(parameterName('w^{(1)}_{26}', en)).toBe('w₂₆ of layer 1');
    expect(parameterName('b^{(2)}_{1}', zh)).toBe('第 2 层的 b₁');
  });
});

describe('the picture', () => {
  const square = { centre: [1, -1], reach: 2 } as const;

  it('finds the place under a pixel again', () => {
    expect(toPixel([1, -1], square, 200)).toEqual([100, 100]);
    expect(toPixel([3, 1], square, 200)).toEqual([200, 0]); // above is upwards
    expect(toPlace(toPixel([0.5, -2], square, 200), square, 200)).toEqual([0.5, -2]);
  });

  it('does not leave the numbers that a canvas draws', () =>
    expect(toPixel([1e30, -1e30], square, 200).every((value) => Math.abs(value) < 1e5)).toBe(true));

  it('reads the place of a racer at a step', () => expect(at(frames.places, 2, 1)).toEqual([14, 15]));

  it('writes no label over another', () => {
    expect(beside([10, 10], [])).toEqual([10, 10]);
    expect(beside([10, 10], [[100, 10]])).toEqual([10, 10]);
    expect(beside([10, 10], [[12, 14]])).toEqual([10, 30]);
    expect(
      beside(
        [10, 10],
        [
          [12, 14],
          [14, 32],
        ],
      ),
    ).toEqual([10, 48]);
  });

  it('finds room for a label wherever the racer is between two pixels', () => {
    for (let i = 0; i < 2000; i += 1) {
      const taken = [[10, 0.137 * i] as const];
      const [, y] = beside([10, 0.137 * i - 3], taken); // 16 below, whatever that rounds to
      expect(y - 0.137 * i).toBeCloseTo(16);
    }
  });

  it('makes an arrow 14 pixels longer for each factor of ten, as it says', () => {
    expect(lengthOf(10) - lengthOf(1)).toBeCloseTo(14);
    expect(lengthOf(-1)).toBe(lengthOf(1));
    expect(lengthOf(0)).toBe(0);
    expect(en.arrowRule).toContain('14 pixels');
  });

  it('shades a height by the logarithm of what it is above the lowest', () => {
    const [low, middle, high] = shades([2, 3, 2 + Math.E ** 2 - 1]);
    expect([low, high]).toEqual([0, 1]);
    expect(middle).toBeCloseTo(Math.log(2) / 2);
    expect(Array.from(shades([5, 5]))).toEqual([0, 0]);
  });
});
