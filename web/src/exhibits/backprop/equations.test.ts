import { describe, expect, it } from 'vitest';

import { asTex } from '../../lib/format';
import { check } from '../../testing/arithmetic';
import { all } from '../../testing/equations';
import { viewsOf } from '../../testing/snapshots';
import { averageNumbers } from './batch';
import { en as words } from './en';
import { chosenNumbers, passNumbers } from './explanations';
import { readBackpropView } from './lab.gen';

describe('backpropagation', () => {
  const views = viewsOf('backprop', readBackpropView);

  it.each(views)('every number of the pass of "%s"', (_, view) => all(passNumbers(view, words)));

  // A snapshot holds the first eight numbers of an array.
  it.each(views)('the averages of the batch in "%s"', (_, view) => {
    const { proposals, losses } = view.step;
    all(averageNumbers(view, words), proposals.data.length === losses.data.length * view.places.length);
  });

  it.each(views)('a weight, its paths and its step in "%s"', (_, view) => {
    const numbers = chosenNumbers(view, words);
    all(numbers);
    const column = view.paths.paths.map((_path, k) => `(${asTex(numbers[`share${k}`]?.value ?? '')})`);
    const sign = numbers.total.now.includes('≈') ? '≈' : '=';
    expect(check(`${column.join(' + ')} ${sign} ${asTex(numbers.total.value)}`).broken).toEqual([]);
  });
});
