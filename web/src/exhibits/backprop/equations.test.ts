import { describe, expect, it } from 'vitest';

import { asTex } from '../../lib/format';
import { check } from '../../testing/arithmetic';
import { all } from '../../testing/equations';
import { viewsOf } from '../../testing/snapshots';
import { en as words } from './en';
import { chosenNumbers, passNumbers } from './explanations';
import { readBackpropView } from './lab.gen';

describe('backpropagation', () => {
  const views = viewsOf('backprop', readBackpropView);

  it.each(views)('every number of the pass of "%s"', (_, view) => all(passNumbers(view, words)));

  it.each(views)('a weight, its paths and its step in "%s"', (_, view) => {
    const numbers = chosenNumbers(view, words);
    all(numbers);
    const column = view.paths.paths.map((_path, k) => `(${asTex(numbers[`share${k}`]?.value ?? '')})`);
    const sign = numbers.total.now.includes('≈') ? '≈' : '=';
    expect(check(`${column.join(' + ')} ${sign} ${asTex(numbers.total.value)}`).broken).toEqual([]);
  });
});
