import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asTex } from '../../lib/format';
import { check } from '../../testing/arithmetic';
import { all, several } from '../../testing/equations';
import { viewsOf } from '../../testing/snapshots';
import { averageNumbers } from './batch';
import { en as words } from './en';
import { chosenNumbers, passNumbers } from './explanations';
import { readBackpropView } from './lab.gen';

describe('backpropagation', () => {
  const views = viewsOf('backprop', readBackpropView);

  it.each(views)('every number of the pass of "%s"', (_, view) => all(passNumbers(view, words)));

  it.each(views)('the averages of the batch in "%s"', (_, view) => {
    const { step, chosen, places } = view;
    fc.assert(
      fc.property(several(step.losses.data.length), (own) => {
        // A snapshot holds the first eight numbers of an array.
        const proposals = step.proposals.data.slice();
        own.forEach((value, k) => (proposals[k * places.length + chosen] = value));
        const change = step.change.data.slice();
        change[chosen] = own.reduce((total, value) => total + value, 0) / own.length;
        all(
          averageNumbers(
            {
              ...view,
              step: {
                ...step,
                proposals: { ...step.proposals, data: proposals },
                change: { ...step.change, data: change },
              },
            },
            words,
          ),
        );
      }),
    );
  });

  it.each(views)('a weight, its paths and its step in "%s"', (_, view) => {
    const numbers = chosenNumbers(view, words);
    all(numbers);
    const column = view.paths.paths.map((_path, k) => `(${asTex(numbers[`share${k}`]?.value ?? '')})`);
    const sign = numbers.total.now.includes('≈') ? '≈' : '=';
    expect(check(`${column.join(' + ')} ${sign} ${asTex(numbers.total.value)}`).broken).toEqual([]);
  });
});
