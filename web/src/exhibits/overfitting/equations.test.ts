import fc from 'fast-check';
import { describe, it } from 'vitest';

import { f8 } from '../../testing/arrays';
import { all, several } from '../../testing/equations';
import { exchangesOf } from '../../testing/snapshots';
import { en as words } from './en';
import { gameNumbers, liveNumbers, luckNumbers, runNumbers, weightNumbers } from './explanations';
import { readOverfittingView, readRunsView, type Estimate, type Weights } from './lab.gen';

const exchanges = exchangesOf('overfitting');
const view = readOverfittingView(exchanges['small']?.data);
const runs = readRunsView(exchanges['uncovered']?.data);

/** Scores of five seeds on 10,000 digits. */
const scores = several(
  5,
  fc.integer({ min: 0, max: 10_000 }).map((right) => right / 10_000),
);
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
const estimate = (values: readonly number[]): Estimate => ({
  mean: mean(values),
  low: 0,
  high: 1,
  values: [...values],
});

describe('overfitting: every equation holds for the digits that are printed', () => {
  it('shares of the game', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 400 }), (seen, unseen) => {
        const score = { seen, unseen };
        all(gameNumbers({ ...view, game: { ...view.game, yours: score, network: score } }, words));
      }),
    );
  });

  it('shares of the live training', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 2000 }), (train, held) => {
        const share = { share: 0, low: 0, high: 0 };
        const live = {
          ...view.live,
          train: { ...share, right: train, images: 1000 },
          held: { ...share, right: held, images: 2000 },
        };
        all(liveNumbers({ ...view, live }, words));
      }),
    );
  });

  it('means of kept runs, and their differences', () => {
    fc.assert(
      fc.property(scores, scores, (a, b) => {
        const [run] = runs.runs;
        if (run === undefined) throw new Error('no run');
        const before = { ...run, id: 'a', train: estimate(b), held: estimate(a), test: estimate(b) };
        const difference = { mean: mean(b) - mean(a), low: 0, high: 0 };
        const after = { ...before, id: 'b', held: estimate(b), difference };
        const both = { ...runs, runs: [before, after], reference: 'a' };
        all(runNumbers(both, view.computed, words));
      }),
    );
  });

  it('what luck costs', () => {
    fc.assert(
      fc.property(several(10, fc.integer({ min: -300, max: 900 })), (costs) => {
        const shares = costs.map((cost) => cost / 9000);
        const luck = { ...runs.luck, best: 3, costs: f8([10], shares), mean_cost: mean(shares) };
        all(luckNumbers(luck, view.computed, words));
      }),
    );
  });

  it('weights near 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12_544 }), (tiny) => {
        const weights = { tiny, total: 12_544 } as Weights;
        all(weightNumbers({ without: weights, penalised: weights }, view.computed, words));
      }),
    );
  });
});
