import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { check } from '../../testing/arithmetic';
import { f8 } from '../../testing/arrays';
import { all, several } from '../../testing/equations';
import { exchangesOf } from '../../testing/snapshots';
import { en as words } from './en';
import { bendNumbers, collapseNumbers, depthNumbers, softmaxNumbers, sumNumbers } from './explanations';
import { type ActivationsView, readActivationsView } from './lab.gen';

describe('the activation functions', () => {
  const exchanges = exchangesOf('activations');
  const view = readActivationsView(exchanges['all']?.data);

  it.each(['default', 'all', 'step', 'softmax'])('the numbers at the point of "%s"', (name) => {
    all(bendNumbers(readActivationsView(exchanges[name]?.data, name), words));
  });

  it('the GELU, its slope and that of softmax, wherever the slider is', () => {
    const gelu = view.bends.find(({ name }) => name === 'gelu');
    const softmax = view.bends.find(({ name }) => name === 'softmax');
    if (gelu === undefined || softmax === undefined) throw new Error('not on the chart');
    fc.assert(
      fc.property(
        fc.integer({ min: -2000, max: 2000 }).map((n) => n / 100),
        (z) => {
          const root = Math.sqrt(2 / Math.PI);
          const t = Math.tanh(root * (z + 0.044715 * z ** 3));
          const slope = (1 + t) / 2 + (z / 2) * (1 - t * t) * root * (1 + 0.134145 * z * z);
          const p = Math.exp(z) / (Math.exp(z) + 9);
          const bends = [
            { ...gelu, output: (z / 2) * (1 + t), slope },
            { ...softmax, output: p, slope: p * (1 - p) },
          ];
          all(bendNumbers({ ...view, bends, settings: { ...view.settings, z } }, words));
        },
      ),
    );
  });

  it('shares of the sums, dead neurons, and images that are read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 32_000 }), fc.integer({ min: 0, max: 1000 }), (flat, right) => {
        const sums = {
          ...view.sums,
          accuracy: right / 1000,
          dead: 5,
          learned_from: 4000,
          shown: { ...view.sums.shown, units: 32, total: 32_000, flat, silent: 7 },
        };
        const numbers = sumNumbers(sums, view.computed, words);
        all(numbers);
        expect(numbers['dead']?.now).toContain('4{,}000');
        expect(numbers['silent']?.now).toContain('1{,}000');
      }),
    );
  });

  it('every entry of the product of two matrices: exactly', () => {
    const tenths = (count: number): fc.Arbitrary<number[]> =>
      several(
        count,
        fc.integer({ min: -15, max: 15 }).map((n) => n / 10),
      );
    fc.assert(
      fc.property(tenths(6), tenths(3), tenths(6), tenths(2), (W1, b1, W2, b2) => {
        const dot = (row: readonly number[], j: number): number =>
          row.reduce((sum, w, k) => sum + w * (W2[2 * k + j] ?? 0), 0);
        const collapse: ActivationsView['collapse'] = {
          ...view.collapse,
          first: f8([2, 3], W1),
          first_bias: f8([3], b1),
          second: f8([3, 2], W2),
          second_bias: f8([2], b2),
          product: f8(
            [2, 2],
            [0, 1].flatMap((i) => [0, 1].map((j) => dot(W1.slice(3 * i, 3 * i + 3), j))),
          ),
          bias: f8(
            [2],
            [0, 1].map((j) => dot(b1, j) + (b2[j] ?? 0)),
          ),
        };
        const numbers = collapseNumbers({ ...view, collapse }, words);
        all(numbers);
        for (const id of ['w00', 'w01', 'w10', 'w11', 'b0', 'b1'])
          expect(check(numbers[id]?.now ?? '')).toEqual({ held: 1, broken: [] });
      }),
    );
  });

  it('the product of slopes, one layer more, of any size', () => {
    fc.assert(
      fc.property(several(6, fc.integer({ min: -1300, max: 11_300 })), (tenThousandths) => {
        const few = tenThousandths.map((n) => n / 10_000);
        const slopes = Array.from({ length: 48 }, (_, i) => few[i % 6] ?? 0);
        let product = 1;
        const products = slopes.map((slope) => (product *= slope));
        const chain = { name: 'gelu', slopes: f8([48], slopes), products: f8([48], products) };
        for (const n of [1, 2, 7, 48]) all(depthNumbers(chain, n, view.computed, words));
      }),
    );
  });

  it('ten probabilities, the ratio of two, and what a constant changes', () => {
    fc.assert(
      fc.property(
        several(10, fc.double({ min: -200, max: 200, noNaN: true })),
        fc.double({ min: 0, max: 1e-12, noNaN: true }),
        (scores, change) => {
          const largest = Math.max(...scores);
          const powers = scores.map((score) => Math.exp(score - largest));
          const whole = powers.reduce((sum, power) => sum + power, 0);
          const [first = 0, second = 0] = [...scores.keys()].sort(
            (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0),
          );
          const softmax: ActivationsView['softmax'] = {
            scaled: f8([10], scores),
            probabilities: f8(
              [10],
              powers.map((power) => power / whole),
            ),
            first,
            second,
            ratio: (powers[first] ?? 0) / (powers[second] ?? 1),
            change,
          };
          all(softmaxNumbers({ ...view, softmax }, words));
        },
      ),
    );
  });
});
