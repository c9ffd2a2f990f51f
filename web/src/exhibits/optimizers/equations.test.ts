import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, it } from 'vitest';

import { f8 } from '../../testing/arrays';
import { check } from '../../testing/arithmetic';
import { all, expectStated, expectTrue, filled } from '../../testing/equations';
import { exchangesOf } from '../../testing/snapshots';
import { en as words } from './en';
import { lettersOf, lossNumber, planeNumbers, updateLines, updateNumbers } from './explanations';
import { readOptimizersView, type Frames, type Landscape, type OptimizersView } from './lab.gen';
import { RACERS } from './settings';

const exchanges = exchangesOf('optimizers');
/** What the page shows is TeX that can be set, and its lines hold for their own digits. */
function expectShown(view: OptimizersView): void {
  const numbers = updateNumbers(view, words);
  for (const { formula, now } of Object.values(numbers))
    for (const tex of [formula, now]) katex.renderToString(tex, { throwOnError: true, strict: false });
  for (const line of updateLines(view, numbers))
    expect(check(filled(line, numbers).replaceAll('&', '')).broken).toEqual([]);
}
const viewOf = (name: string): OptimizersView => readOptimizersView(exchanges[name]?.data, name);

describe('the loss of each racer', () => {
  it.each(RACERS)('of %s: that of its place on the surface, rounded or not', (name) => {
    const view = { ...viewOf('sgd'), settings: { ...viewOf('sgd').settings, problem: 'bowl' as const } };
    const number = fc.integer({ min: -5000, max: 5000 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(number, number, fc.integer({ min: 0, max: 9 }), (x, y, step) => {
        const places = new Array<number>(2 * 7 * 4).fill(Number.NaN);
        places.splice(2 * (4 * RACERS.indexOf(name) + Math.min(step, 3)), 2, x, y);
        const frames = { places: f8([7, 4, 2], places) } as Frames;
        const loss = 0.5 * x * x + 0.5 * y * y;
        const found = lossNumber(view, frames, name, step, loss, words);
        expectStated(found, loss);
        const [, shownX, shownY] = found.now.split(/\\quad|\\;/).map((part) => part.replace(/[^-\d.]/g, ''));
        expect([Number(shownX), Number(shownY)]).toEqual([x + 0, y + 0]);
      }),
    );
  });

  it('of a real network: the mean of its samples', () => {
    const frames = { places: f8([7, 1, 2], new Array<number>(14).fill(Number.NaN)) } as Frames;
    const found = lossNumber(viewOf('network gd'), frames, 'gd', 0, 0.123456, words);
    expect([found.value, found.formula, found.now]).toEqual([
      '0.123',
      'L = \\frac{1}{64} \\sum_i L_i',
      'L ≈ 0.123',
    ]);
  });
});

describe('the update of each optimizer', () => {
  it.each([...RACERS, 'network gd', 'network adamw'])('of "%s", as the lab took it', (name) => {
    const view = viewOf(name);
    const numbers = updateNumbers(view, words);
    all(numbers, false); // the snapshot has seven digits of each
    expect(updateLines(view, numbers).length).toBeGreaterThan(2);
    expectShown(view);
  });

  it.each(RACERS)('of %s, with numbers of any size', (name) => {
    const view = viewOf(name);
    const size = fc.double({ min: -6, max: 5, noNaN: true }).map((power) => 10 ** power);
    const signed = fc.tuple(size, fc.boolean()).map(([value, less]) => (less ? -value : value));
    fc.assert(
      fc.property(
        fc.tuple(signed, signed, signed, signed, size),
        fc.tuple(
          fc.double({ min: 1e-5, max: 10, noNaN: true }),
          fc.double({ min: 0.01, max: 1, noNaN: true }),
        ),
        fc.integer({ min: 1, max: 1000 }),
        ([before, slope, tilt, old, square], [rate, factor], step) => {
          const gradient = slope + tilt;
          const eta = rate * factor;
          const mu = 0.9;
          const adam = name.startsWith('adam');
          const velocity = adam ? 0.9 * old + 0.1 * gradient : mu * old + gradient;
          const share = adam ? 0.999 : 0.9;
          const squares = share * square + (1 - share) * gradient ** 2;
          const corrected = velocity / (1 - 0.9 ** step);
          const root = Math.sqrt(squares / (1 - 0.999 ** step)) + 1e-8;
          const change = {
            gd: gradient,
            sgd: gradient,
            momentum: velocity,
            nesterov: gradient + mu * velocity,
            rmsprop: gradient / (Math.sqrt(squares) + 1e-8),
            adam: corrected / root,
            adamw: corrected / root,
          }[name];
          const moment = {
            ...view.moment,
            step,
            rate,
            factor,
            momentum: mu,
            before,
            after: (name === 'adamw' ? 1 - eta * 0.01 : 1) * before - eta * change,
            gradient,
            slope,
            tilt,
            velocity_before: old,
            velocity,
            squares_before: square,
            squares,
            velocity_corrected: corrected,
            squares_corrected: squares / (1 - 0.999 ** step),
          };
          all(updateNumbers({ ...view, moment }, words));
          expectShown({ ...view, moment });
        },
      ),
    );
  });

  it('adds slope and tilt with the digits that their sum needs', () => {
    const view = viewOf('momentum');
    const moment = { ...view.moment, slope: -0.10726351, tilt: 0.10643699, gradient: -0.00082652 };
    const numbers = updateNumbers({ ...view, moment }, words);
    const [line = ''] = updateLines(view, numbers);
    expect(check(filled(line, numbers).replaceAll('&', ''))).toEqual({ held: 1, broken: [] });
    expect(numbers['g']?.value).toBe('−0.0008265');
  });

  it('takes no result for nothing because a part of its fraction is large', () => {
    const view = viewOf('adam');
    const [rate, gradient, squares] = [0.00805144695671, -99601.5304169, 9.91867311384e9];
    const after = -1 - (rate * gradient) / (Math.sqrt(squares) + 1e-8);
    const moment = { ...view.moment, rate, factor: 1, before: -1, after, velocity_corrected: gradient };
    const { after: found } = updateNumbers(
      { ...view, moment: { ...moment, squares_corrected: squares } },
      words,
    );
    expect(found?.value.slice(0, 5)).toBe('−0.99');
  });

  it('squares a small gradient as a whole', () => {
    const view = viewOf('adam');
    const moment = { ...view.moment, slope: 3e-5, tilt: 2e-5, gradient: 5e-5 };
    const { v } = updateNumbers({ ...view, moment }, words);
    expect(v?.now).toContain('(5 \\times 10^{-5})^2');
  });

  it('has words for the letters of its rule', () => {
    const rules = { rmsprop: 'ρε', adam: 'βε', adamw: 'βλε', momentum: 'μ', nesterov: 'μ', gd: '', sgd: '' };
    for (const racer of RACERS)
      for (const letter of 'μρβλε')
        expect(lettersOf(racer, 0.9, words).includes(`${letter}`)).toBe(rules[racer].includes(letter));
    expect(lettersOf('adamw', 0.9, words)).toContain('λ = 0.01');
    expect(lettersOf('adamw', 0.9, words)).toContain('ε = 1e−8');
  });

  it('has no numbers at the start', () => expect(updateNumbers(viewOf('default'), words)).toEqual({}));
});

describe('the share of the variance', () => {
  const view = viewOf('network gd');
  const land = (shares: [number, number]): Landscape => ({
    version: 0,
    problem: 'network',
    share_done: 1,
    heights: f8([1, 1], [0]),
    centre: [0, 0],
    reach: 1,
    racer: 'gd',
    shares,
    within: [1],
  });

  it('is the sum of both directions, as printed', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (first, part) => {
          const { share } = planeNumbers(land([first, (1 - first) * part]), view, words);
          if (!share) throw new Error('no number');
          expectTrue(share);
        },
      ),
    ));

  it('is nothing where there is no plane', () => {
    expect(planeNumbers(undefined, view, words)).toEqual({});
    expect(planeNumbers({ ...land([0, 0]), shares: null }, view, words)).toEqual({});
  });
});
