import { describe, expect, it } from 'vitest';

import { f8 } from '../../testing/arrays';
import { exchangesOf } from '../../testing/snapshots';
import { at, lengthOf, toPixel, toPlace } from './draw';
import { en } from './en';
import { parameterName } from './explanations';
import { shades } from './heights';
import { readOptimizersView, type Frames } from './lab.gen';
import { codec, problemPatch, PROBLEMS, RACERS, rated, settingsOf, toggled } from './settings';
import { ranked, stateOf } from './standing';
import { sentences } from './summary';
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
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
    expect(codec.decode(`#${codec.encode({ ...settings, arrows: [] })}`).arrows).toEqual([]);
  });

  it.each(['#problem=hill', '#rates=1,2', '#racers=gd,lion', '#step=1001', '#momentum=1', '#start=7,0'])(
    'takes the default for what cannot be read: %s',
    (hash) => expect(codec.decode(hash)).toEqual(codec.defaults),
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
