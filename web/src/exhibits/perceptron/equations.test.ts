import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asTex } from '../../lib/format';
import { check } from '../../testing/arithmetic';
import { f4 } from '../../testing/arrays';
import { all, filled, several } from '../../testing/equations';
import { viewsOf } from '../../testing/snapshots';
import { en as words } from './en';
import { exerciseOf } from '../../byhand/exercise';
import { judge } from '../../byhand/judge';
import { cornerNumbers, explanations, lessonLines } from './explanations';
import { type PerceptronView, readPerceptronView } from './lab.gen';

describe('the perceptron', () => {
  const views = viewsOf('perceptron', readPerceptronView);
  const expectPerceptron = (view: PerceptronView, whole: boolean): void => {
    const { nearest, ...numbers } = explanations(view, words);
    all(numbers, whole);
    if (nearest) expect(nearest.now.replaceAll('\\ ', ' ')).toBe(asTex(nearest.value).replaceAll('{,}', ','));
    const lines = lessonLines(view, numbers).map((line) =>
      check(filled(line, numbers).replace(/.*leftarrow/, '')),
    );
    expect(lines.flatMap(({ broken }) => broken)).toEqual([]);
    if (view.frame.correction) expect(lines.reduce((sum, { held }) => sum + held, 0)).toBeGreaterThan(2);
  };

  // A snapshot holds the first eight numbers of an array: four points.
  it.each(views)('"%s"', (_, view) => {
    if (view.labels.data.length <= 4) {
      expectPerceptron(view, true);
      all(cornerNumbers(view));
    }
  });

  const [, first] = views[0] ?? [];
  it('with points and rates of any kind', () => {
    if (first === undefined) throw new Error('no view');
    const decimal = fc.integer({ min: -600, max: 600 }).map((n) => n / 100);
    const rate = fc.constantFrom(0.125, 0.25, 0.5, 1, 2, 8, 0.1, 0.3);
    fc.assert(
      fc.property(several(3, decimal), several(2, decimal), rate, fc.boolean(), (before, x, eta, up) => {
        const [w1 = 0, w2 = 0, b = 0] = before;
        const [x1 = 0, x2 = 0] = x;
        const sign = up ? eta : -eta;
        const change = [sign * x1, sign * x2, sign];
        const v = [w1 / 7, w2 / 7, 0.3 + Math.abs(b)];
        const [radius, gamma] = [Math.hypot(x1, x2, 1), Math.hypot(...v)];
        expectPerceptron(
          {
            ...first,
            settings: { ...first.settings, eta },
            samples: f4([4, 2], [x1, x2, 0, 0, 0, 0, 0, 0]),
            margin: { radius, farthest: 0, gamma, nearest: v, supports: [0], bound: (radius / gamma) ** 2 },
            frame: {
              ...first.frame,
              correction: {
                sample: 0,
                epoch: 1,
                z: w1 * x1 + w2 * x2 + b,
                predicted: up ? 0 : 1,
                true: up ? 1 : 0,
                before,
                change,
                after: before.map((w, k) => w + (change[k] ?? 0)),
                skipped: 0,
              },
            },
          },
          true,
        );
      }),
    );
  });

  it('the bound follows from R and gamma as they are shown', () => {
    if (first === undefined) throw new Error('no view');
    const { radius, gamma, bound } = explanations(first, words);
    expect(((Number(radius?.value) / Number(gamma?.value)) ** 2).toFixed(1)).toBe(bound?.value);
    if (bound === undefined) throw new Error('no bound');
    const exercise = exerciseOf(bound);
    if (exercise === undefined) throw new Error('nothing to do by hand');
    expect(judge(exercise, '51.0').kind).toBe('right');
    expect(judge(exercise, '50.8').kind).toBe('close'); // with 1.73 and 0.243, or 1.732 and 0.243
    expect(judge(exercise, '7.14')).toMatchObject({ kind: 'wrong', mistake: { kind: 'power' } });
    expect(judge(exercise, '30').kind).toBe('wrong');
    expect([radius?.value, bound?.value]).toEqual(['1.7321', '51.0']);
    expect(radius?.now).toBe('\\sqrt{1^2 + 1^2 + 1^2} ≈ 1.7321');
  });
});
