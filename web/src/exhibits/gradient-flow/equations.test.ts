import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { f8 } from '../../testing/arrays';
import { check } from '../../testing/arithmetic';
import { all, filled, several } from '../../testing/equations';
import { exchangesOf } from '../../testing/snapshots';
import { en as words } from './en';
import { endNumber, layerNumbers, ratioLines, verdictNumbers } from './explanations';
import { readGradientFlowView, type Measured } from './lab.gen';

const exchanges = exchangesOf('gradient-flow');
const view = readGradientFlowView(exchanges['default']?.data);

/** Numbers of any size: powers of ten from 10^−60 to 10^60. */
const anySize = fc.double({ min: -60, max: 60, noNaN: true }).map((power) => 10 ** power);
const measured = (size: number, entries: number): Measured => ({
  norm: size * Math.sqrt(entries),
  entries,
  size,
});

describe('the gradient’s numbers', () => {
  it.each(['default', 'deep', 'zeros', 'training'])('of "%s"', (name) => {
    const shown = readGradientFlowView(exchanges[name]?.data, name);
    const numbers = verdictNumbers(shown, words);
    all(numbers);
    all(layerNumbers(shown, words));
    if (name !== 'zeros')
      expect(check(filled(ratioLines(numbers, shown.settings.depth), numbers))).toEqual({
        held: 2,
        broken: [],
      });
  });

  it('the ratio, its two sizes, and the factor of each layer, however large or small', () => {
    fc.assert(
      fc.property(anySize, anySize, fc.integer({ min: 2, max: 100 }), (first, last, depth) => {
        const ratio = first / last;
        const shown = {
          ...view,
          settings: { ...view.settings, depth },
          input: measured(first, 50_176),
          output: measured(last, 640),
          ratio,
          factor: ratio ** (1 / (depth + 1)),
        };
        const numbers = verdictNumbers(shown, words);
        all(numbers);
        expect(check(filled(ratioLines(numbers, depth), numbers)).broken).toEqual([]);
      }),
    );
  });

  it('sizes of a layer, its mean slope, and its update over its weights', () => {
    fc.assert(
      fc.property(anySize, anySize, fc.double({ min: 0.001, max: 10, noNaN: true }), (g, w, rate) => {
        const layer = {
          ...view.layer,
          gradient: measured(g, 2048),
          activation: measured(w, 2048),
          weight: measured(w, 1024),
          weight_gradient: measured(g, 1024),
          slope: rate / 10,
        };
        all(layerNumbers({ ...view, layer, settings: { ...view.settings, learning_rate: rate } }, words));
      }),
    );
  });

  it('the loss at the end of a training', () => {
    fc.assert(
      fc.property(several(20, fc.double({ min: 0, max: 30, noNaN: true })), (losses) => {
        const end = losses.reduce((sum, loss) => sum + loss, 0) / 20;
        const course = {
          losses: f8([losses.length], losses),
          diverged: null,
          end,
          learned: true,
          ratio: 1,
          verdict: 'normal' as const,
          predicted: true,
        };
        const number = endNumber(course, 'as it is', view.computed, words);
        all(number ? [number] : []);
      }),
    );
  });

  it('what is no finite number stands as it is', () => {
    const shown = { ...view, ratio: Infinity, factor: Infinity, input: measured(Infinity, 50_176) };
    const { ratio, factor } = verdictNumbers(shown, words);
    expect(ratio?.value).toBe('∞');
    expect(factor).toBeUndefined();
  });
});
