import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { slopeApplied } from '../../components/activations';
import { asTex } from '../../lib/format';
import { check } from '../../testing/arithmetic';
import { f8 } from '../../testing/arrays';
import { all, expectStated, filled, several } from '../../testing/equations';
import { viewsOf } from '../../testing/snapshots';
import { averageNumbers, sampleNumbers } from './batch';
import { en as words } from './en';
import { chosenNumbers, lessonLines, passNumbers } from './explanations';
import { readBackpropView, type BackpropView } from './lab.gen';

describe('backpropagation', () => {
  const views = viewsOf('backprop', readBackpropView);

  it('the means of a batch are those that make the step', () => {
    const view = views.find(([name]) => name === 'softmax')?.[1];
    if (view === undefined) throw new Error('no batch among the snapshots');
    const count = view.places.length;
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const thousandths = fc.integer({ min: -3000, max: 3000 }).map((n) => n / 1000);
    fc.assert(
      fc.property(several(5, thousandths), several(5, thousandths), (own, found) => {
        const losses = found.map(Math.abs);
        const gradients = own.flatMap((g) => Array<number>(count).fill(g));
        const fill = (value: number): BackpropView['step']['gradient'] =>
          f8([count], Array<number>(count).fill(value));
        const step: BackpropView['step'] = {
          ...view.step,
          gradients: f8([5, count], gradients),
          gradient: fill(mean(own)),
          change: fill(-view.settings.learning_rate * mean(own)),
          losses: f8([5], losses),
          loss: mean(losses),
        };
        const batch = { ...view, settings: { ...view.settings, batch: 5 }, step };
        const { meanGradient, change } = chosenNumbers(batch, words);
        const { meanLoss } = passNumbers(batch, words);
        all([meanGradient, change, meanLoss].filter((number) => number !== undefined));
        for (const id of ['meanLoss', 'meanGradient', 'change'])
          expect(lessonLines(batch).join()).toContain(`\\explain{${id}}`);
      }),
    );
  });

  it('a unit has the same name and number everywhere, in softmax too', () => {
    const view = views.find(([name]) => name === 'softmax')?.[1];
    if (view === undefined) throw new Error('no softmax among the snapshots');
    const last = view.layers.length;
    for (const unit of [0, 1])
      expect(passNumbers(view, words)[`a${last}_${unit}`]?.now).toContain(`a^{(${last})}_{${unit + 1}} =`);
  });

  it.each([
    [9.1e-4, '0.00091'],
    [3.2e-7, '3.2e−7'],
    [0.24, '0.24'],
  ])('a slope of %s says its size: %s', (slope, value) => {
    const a = (1 + Math.sqrt(1 - 4 * slope)) / 2;
    const found = slopeApplied('sigmoid', '0', a, slope);
    expect(found.value).toBe(value);
    expect(check(found.now)).toEqual({ held: 1, broken: [] });
  });

  it.each(views)('every number of the pass of "%s"', (_, view) => all(passNumbers(view, words)));

  it.each(views)('the lines of the lesson in "%s": a rounded loss or gradient is "≈"', (_, view) => {
    const numbers = { ...passNumbers(view, words), ...chosenNumbers(view, words) };
    const lines = lessonLines(view).map((line) => filled(line, numbers));
    expectStated(numbers['loss'], view.step.losses.data[view.shown] ?? Number.NaN);
    for (const [i, id] of ['loss', 'gradient'].entries())
      expect(lines[i]?.includes('&≈')).toBe(numbers[id]?.now.includes('≈'));
    expect(lines[0]).toMatch(/^L(_\{\d\})? &[=≈] \d/);
  });

  it.each(views)('what each sample proposes, and its losses, in "%s"', (_, view) => {
    const { step, chosen, places } = view;
    const rate = view.settings.learning_rate * (view.settings.wrong_sign ? 1 : -1);
    fc.assert(
      fc.property(several(step.losses.data.length), (own) => {
        const [gradients, proposals] = [step.gradients.data.slice(), step.proposals.data.slice()];
        own.forEach((value, k) => {
          gradients[k * places.length + chosen] = value;
          proposals[k * places.length + chosen] = rate * value;
        });
        const found = sampleNumbers(
          {
            ...view,
            step: {
              ...step,
              gradients: { ...step.gradients, data: gradients },
              proposals: { ...step.proposals, data: proposals },
            },
          },
          words,
        );
        expect(found).toHaveLength(own.length);
        all(found.map(({ proposal }) => proposal));
      }),
    );
    for (const [k, { before, after }] of sampleNumbers(view, words).entries()) {
      expectStated(before, step.losses.data[k] ?? Number.NaN);
      expectStated(after, step.losses_after.data[k] ?? Number.NaN);
    }
  });

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
    // A snapshot leaves out most samples' gradients: their mean has a test of its own.
    all(Object.entries(numbers).flatMap(([id, number]) => (id === 'meanGradient' ? [] : [number])));
    const column = view.paths.paths.map((_path, k) => `(${asTex(numbers[`share${k}`]?.value ?? '')})`);
    const sign = numbers.total.now.includes('≈') ? '≈' : '=';
    expect(check(`${column.join(' + ')} ${sign} ${asTex(numbers.total.value)}`).broken).toEqual([]);
  });
});
