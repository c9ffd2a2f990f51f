import fc from 'fast-check';
import { describe, it } from 'vitest';

import { all, several } from '../../testing/equations';
import { exchangesOf } from '../../testing/snapshots';
import { en as words } from './en';
import { pairNumbers, sweepNumbers } from './explanations';
import { readCompareView, type Between, type Pair } from './lab.gen';

const view = readCompareView(exchangesOf('compare')['default']?.data);

/** Scores of five seeds on 1,200 images held back. */
const scores = several(
  5,
  fc.integer({ min: 0, max: 1200 }).map((right) => right / 1200),
);
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

describe('compare: every equation holds for the digits that are printed', () => {
  it('means of points, their difference on fresh seeds, and the test', () => {
    fc.assert(
      fc.property(scores, scores, scores, (chosen, ours, theirs) => {
        const points = view.sweep.points.map((point, i) => ({
          ...point,
          accuracies: chosen,
          mean: mean(chosen),
          confirmed: i === 0 ? ours : theirs,
        }));
        const conclusion = {
          ...view.sweep.conclusion,
          first: 0,
          second: 1,
          difference: { mean: mean(ours) - mean(theirs), low: 0, high: 0 },
          test: { accuracies: theirs, mean: mean(theirs), low: 0, high: 1 },
        };
        all(sweepNumbers({ ...view.sweep, points, conclusion }, view.computed, words));
      }),
    );
  });

  it('the p of two networks', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 0, max: 600 }),
        fc.oneof(fc.double({ min: 1e-200, max: 1, noNaN: true }), fc.constant(0)),
        (only_first, only_second, p) => {
          const between = { only_first, only_second, p } as Between;
          all(pairNumbers({ between } as Pair, view.computed, words));
        },
      ),
    );
  });
});
