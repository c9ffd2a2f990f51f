import { describe, expect, it } from 'vitest';

import { exchangesOf } from '../../testing/snapshots';
import { en } from './en';
import { pairNumbers } from './explanations';
import { readCompareView, type Pair } from './lab.gen';
import { against, axisOf, codec, isVaried, KNOBS, ranked, readSizes, writeSizes } from './settings';
import { described, intervalOf, spanOf, valueText } from './texts';
import { zh } from './zh';

const exchanges = exchangesOf('compare');
const { sweep } = readCompareView(exchanges['default']?.data);

describe('sizes of hidden layers', () => {
  it.each([
    ['32', [32]],
    ['64-32', [64, 32]],
    ['64, 32', [64, 32]],
    ['６４，３２', [64, 32]],
    ['0', []],
  ])('"%s"', (typed, sizes) => expect(readSizes(typed)).toEqual(sizes));
  it.each(['', 'many', '0-3', '1025', '1-2-3-4-5', '2.5'])('"%s" is none', (typed) =>
    expect(readSizes(typed)).toBeUndefined(),
  );
  it('are written as they are read', () => {
    expect(readSizes(writeSizes([64, 32]))).toEqual([64, 32]);
    expect(readSizes(writeSizes([]))).toEqual([]);
  });
});

describe('knobs', () => {
  it('a knob is never varied against itself, nor two that say the same', () => {
    for (const knob of KNOBS) expect(against(knob)).not.toContain(knob);
    expect(against('width')).not.toContain('depth');
    expect(against('depth')).not.toContain('width');
    expect(against('epochs')).toHaveLength(KNOBS.length);
  });
  it('have names in both languages', () => {
    for (const knob of KNOBS) for (const words of [en, zh]) expect(words.setup.knobs[knob]).toBeTruthy();
  });
  it('settings of saved networks have words in both languages', () => {
    const own = Object.keys(en.settings).filter(
      (name) => !['augment', 'width', 'depth', 'limit'].includes(name),
    );
    expect(Object.keys(zh.settings).toSorted()).toEqual(own.toSorted());
    expect(valueText('', zh)).toBe('–');
    expect(valueText('784-32-10', zh)).toBe('784-32-10');
  });
  it('say which setting has no value of its own', () => {
    const settings = { ...codec.defaults, knob: 'depth', against: 'epochs' } as const;
    expect(isVaried(settings, 'hidden')).toBe(true);
    expect(isVaried(settings, 'epochs')).toBe(true);
    expect(isVaried(settings, 'l2')).toBe(false);
  });
  it('lie on an axis, by place where 0 is among them', () => {
    expect(axisOf(sweep.knobs[0]!)).toEqual({ scale: 'log', x: [2, 4, 8, 16, 32, 64, 128, 256] });
    expect(axisOf({ name: 'l2', texts: ['0', '0.1'], numbers: [0, 0.1] })).toEqual({
      scale: 'linear',
      x: [0, 1],
    });
  });
});

it('points with fewer seeds are ranked below those that are whole', () => {
  const points = sweep.points.map((point, i) => ({
    ...point,
    accuracies: i === 0 ? [0.99] : i < 3 ? [0.5, 0.5, 0.5, 0.5, 0.4 + i / 100] : [],
    mean: i === 0 ? 0.99 : i < 3 ? 0.48 + i / 500 : null,
  }));
  expect(ranked({ ...sweep, points }).map(({ number }) => number)).toEqual([2, 1, 0]);
});

it('a p too small for a number is not called 0', () => {
  const pair = { between: { only_first: 0, only_second: 3000, p: 0 } } as Pair;
  expect(pairNumbers(pair, {}, en)['p']).toMatchObject({
    value: '< 1e−300',
    now: expect.stringMatching(/^p < 10\^\{-300\}, /),
  });
});

it('points and intervals are written in the reader’s words', () => {
  const point = { ...sweep.points[0]!, text: 'hidden=64-32 activation=leaky-relu' };
  expect(described(point, en)).toBe('hidden neurons 64-32, activation leaky ReLU');
  expect(described(point, zh)).toBe('隐藏神经元 64-32，激活函数 带泄漏 ReLU');
  expect(described(undefined, en)).toBe('');
  expect(intervalOf({ low: 0.9, high: 0.95 })).toBe('90.00% – 95.00%');
  expect(intervalOf({ low: null, high: null })).toBe('');
  expect(spanOf({ mean: 0, low: -0.012, high: 0.003 })).toBe('−1.20 – 0.30');
});
