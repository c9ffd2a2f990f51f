import { describe, expect, it } from 'vitest';

import { exchangesOf } from '../../testing/snapshots';
import { en } from './en';
import { constants, readGradientFlowView, readProgress } from './lab.gen';
import { codec, PRESETS } from './settings';
import { decades, remark } from './summary';
import { zh } from './zh';

const exchanges = exchangesOf('gradient-flow');
const view = readGradientFlowView(exchanges['default']?.data);

describe('the address of the gradient', () => {
  it('is empty at first, and survives the way to text and back', () => {
    expect(codec.encode(codec.defaults)).toBe('');
    const settings = {
      ...codec.defaults,
      ...PRESETS.connect,
      layer: 7,
      mend: 'residual' as const,
      train: true,
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it.each(['#depth=1', '#depth=101', '#width=3', '#weight_scale=4', '#activation=step', '#mend=sleep'])(
    'takes the default for what cannot be read: %s',
    (hash) => expect(codec.decode(hash)).toEqual(codec.defaults),
  );

  it('each preset is a network of its own', () => {
    const addresses = Object.values(PRESETS).map((preset) => codec.encode({ ...codec.defaults, ...preset }));
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});

describe('what is said', () => {
  it.each([
    [1e-5, 'vanishing', 'vanishes'],
    [1, 'normal', 'comes through'],
    [1e9, 'exploding', 'explodes'],
    [Infinity, 'exploding', 'do not even fit'],
  ] as const)('of %d (%s)', (ratio, verdict, text) =>
    expect(remark({ ...view, ratio, verdict }, en)).toContain(text),
  );

  it('of nothing at all: either the weights are 0, or all neurons of a layer are off', () => {
    const nothing = (initializer: 'zeros' | 'he'): string =>
      remark({ ...view, ratio: 0, verdict: 'vanishing', settings: { ...view.settings, initializer } }, en);
    expect(nothing('zeros')).toContain('weights of 0');
    expect(nothing('he')).toContain('no neuron is on');
  });

  it('has words for every verdict and every choice, in both languages', () => {
    for (const words of [en, zh])
      for (const name of Object.keys(PRESETS) as (keyof typeof PRESETS)[])
        expect(words.setup.preset[name]).not.toBe('');
    expect(zh.verdict[view.verdict]).toBe('消失');
  });
});

describe('the reach of a logarithmic picture', () => {
  it('goes from power of ten to power of ten, past zeros and what is not finite', () => {
    expect(decades([[0.02, 0, 3, Number.NaN, Infinity]])).toEqual([0.01, 10]);
    expect(decades([[0.02, 3]], [1e-4])).toEqual([1e-4, 10]);
    expect(decades([[1, 1]])).toEqual([1, 10]);
    expect(decades([[0, Number.NaN]])).toBeUndefined();
  });
});

it('the first answer has one seed, and says that there is more to come', () => {
  expect([view.progress.band.seeds, view.progress.over]).toEqual([1, false]);
  expect(readProgress(exchanges['a slice']?.data).band.seeds).toBe(2);
  expect(constants.seeds).toBe(20);
});
