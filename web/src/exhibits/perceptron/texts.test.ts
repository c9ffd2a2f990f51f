import { describe, expect, it } from 'vitest';

import { exchangesOf, viewsOf } from '../../testing/snapshots';
import { en } from './en';
import { explanations } from './explanations';
import { type PerceptronView, readPerceptronView } from './lab.gen';
import { sentences } from './summary';
import { zh } from './zh';

const exchanges = exchangesOf('perceptron');
const views = viewsOf('perceptron', readPerceptronView);
const view = (name: string): PerceptronView => readPerceptronView(exchanges[name]?.data, name);

describe('what is said', () => {
  it.each(views)('has no gap in it: %s', (_, each) => {
    for (const words of [en, zh])
      for (const bound of ['', '51.0'])
        expect(sentences(each, bound, words)).not.toMatch(/undefined|NaN|null| {2}|^ | $/);
  });

  it('tells the end of a run by how it ended', () => {
    expect(sentences(view('and learned'), '51.0', en)).toContain(
      'Pass 6 was without a mistake: it has learned, after 11 mistakes; the bound allows 51.0.',
    );
    expect(sentences(view('xor'), '', en)).toContain(
      'The weights after pass 3 are exactly those after pass 2',
    );
    expect(sentences(view('default'), '51.0', en)).toBe(
      '4 points, and weights that know nothing. Now 3 points are answered wrongly.',
    );
  });
});

describe('the numbers', () => {
  it.each(views)('of "%s" open with formula, values, source, Keras and PyTorch', (_, each) => {
    const numbers = Object.values(explanations(each, zh));
    expect(numbers.length).toBeGreaterThan(1);
    for (const { name, formula, now, keras, torch, sources } of numbers) {
      for (const part of [name, formula, now, keras, torch]) expect(part).not.toBe('');
      for (const { symbol } of sources) expect(symbol).toMatch(/^engine\.(perceptron|margin)\./);
    }
  });
});
