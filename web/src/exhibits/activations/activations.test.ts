import { describe, expect, it } from 'vitest';

import { exchangesOf } from '../../testing/snapshots';
import { bendNumbers } from './explanations';
import { en } from './en';
import { readActivationsView, readSums } from './lab.gen';
import { codec, NAMES, settingsOf, toggled } from './settings';
import { remark } from './summary';
import { isBehind } from './watch.svelte';
import { zh } from './zh';

const exchanges = exchangesOf('activations');
const view = readActivationsView(exchanges['all']?.data);

describe('the address of the activation functions', () => {
  it('is empty at first, and survives the way to text and back', () => {
    expect(codec.encode(codec.defaults)).toBe('');
    const settings = {
      ...codec.defaults,
      shown: ['step', 'gelu'] as const,
      activation: 'gelu' as const,
      z: -0.75,
      panel: 'softmax' as const,
      scores: [1, -2, 3, 0, 0, 0, 0, 0, 0, 4.5],
      bend: true,
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it.each(['#shown=relu,maxout', '#z=99', '#panel=none', '#scores=1,2', '#depth=51', '#epoch=6'])(
    'takes the default for what cannot be read: %s',
    (hash) => expect(codec.decode(hash)).toEqual(codec.defaults),
  );

  it('keeps from the lab what only the page has', () =>
    expect(settingsOf(codec.defaults)).not.toHaveProperty('panel'));
});

describe('what is on the chart', () => {
  const { defaults } = codec;

  it('comes in one order, and goes', () => {
    expect(toggled(defaults, 'step')).toEqual({ shown: ['step', 'sigmoid', 'tanh', 'relu'] });
    expect(toggled(defaults, 'tanh')).toEqual({ shown: ['sigmoid', 'relu'] });
  });

  it('always has one that is followed', () => {
    expect(toggled(defaults, 'sigmoid')).toEqual({ shown: ['tanh', 'relu'], activation: 'tanh' });
    expect(toggled({ ...defaults, shown: ['sigmoid'] }, 'sigmoid')).toEqual({});
    expect(toggled({ ...defaults, activation: 'gelu' }, 'gelu')).toEqual({
      shown: ['sigmoid', 'tanh', 'relu'],
      activation: 'sigmoid',
    });
  });
});

describe('the words', () => {
  it('have a name, a card and a remark for every function, in both languages', () => {
    expect(view.bends.map(({ name }) => name)).toEqual([...NAMES]);
    for (const words of [en, zh])
      for (const name of NAMES) {
        expect(words.names[name]).toBeTruthy();
        expect(words.cards[name].used.length).toBeGreaterThan(8);
        expect(words.cards[name].trouble.length).toBeGreaterThan(8);
      }
  });

  it('say of the slope what it means for a gradient', () => {
    const [bend] = view.bends;
    if (bend === undefined) throw new Error('no function');
    const said = (slope: number | null): string => remark({ ...bend, slope }, 0.1, en);
    expect([null, -0.1, 0, 0.09, 0.1, 0.8, 0.81].map(said)).toEqual([
      '',
      en.see.down,
      en.see.flat,
      en.see.flat,
      en.see.middling,
      en.see.middling,
      en.see.steep,
    ]);
  });

  it('open every number with formula, values, source, Keras and PyTorch', () => {
    const numbers = bendNumbers(view, zh);
    expect(Object.keys(numbers)).toHaveLength(15); // the step has no slope
    for (const number of Object.values(numbers)) {
      for (const part of [number.formula, number.now, number.keras, number.torch]) expect(part).not.toBe('');
      expect(number.sources[0]?.symbol).toMatch(/^engine\.activations\./);
    }
  });
});

describe('the training', () => {
  it('goes on until the epoch that is to be shown, or its end', () => {
    const sums = readSums(exchanges['a slice']?.data);
    expect(isBehind(sums, 0)).toBe(false);
    expect(isBehind(sums, 2)).toBe(true);
    expect(isBehind({ ...sums, trained: 5 }, 5)).toBe(false);
    expect(isBehind({ ...sums, epochs: 0 }, 5)).toBe(false); // a finished model
    expect(isBehind({ ...sums, diverged: { step: 7, epoch: 1, learning_rate: 3 } }, 5)).toBe(false);
  });
});
