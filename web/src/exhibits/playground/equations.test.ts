import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asTex } from '../../lib/format';
import { check } from '../../testing/arithmetic';
import { f4 } from '../../testing/arrays';
import { all, expectTrue, several } from '../../testing/equations';
import { exchangesOf, viewsOf } from '../../testing/snapshots';
import { en as words } from './en';
import { cellNumber, epochNumber, parameterNumber, scoreNumbers, unitNumbers } from './explanations';
import { slopeNumbers } from './slopes';
import {
  type Inspection,
  type PlaygroundView,
  readInspection,
  readPlaygroundView,
  readSlopes,
} from './lab.gen';

describe('the playground', () => {
  const exchanges = exchangesOf('playground');
  const views = viewsOf('playground', readPlaygroundView);

  it.each(views)('the scores and counts of "%s"', (_, view) => {
    all(scoreNumbers(view, words));
    expectTrue(parameterNumber(view, words));
    expect(check(epochNumber(view, 7, words).now)).toEqual({ held: 1, broken: [] });
    const cell = cellNumber(view, 0, 1, words);
    if (cell) expectTrue(cell);
  });

  const iris = readPlaygroundView(exchanges['iris']?.data);
  it('the numbers behind a followed point', () => {
    const found = readInspection(exchanges['a point']?.data);
    iris.setup.layers.slice(1).forEach((units, layer) => {
      for (let unit = 0; unit < units; unit += 1) {
        const numbers = unitNumbers(iris, found, layer + 1, unit, words);
        if (numbers) all([...numbers.terms, numbers.z, numbers.a], false);
      }
    });
  });

  it('small slopes, in the power of ten that is shown', () => {
    const slopes = readSlopes(exchanges['slopes']?.data);
    const { weights, bias } = slopeNumbers(iris, { layer: 1, unit: 2, ...slopes, bias: 8.3e-5 }, words);
    all([...weights, bias]);
    expect([bias.value, bias.now.endsWith('8.3 \\times 10^{-5}')]).toEqual(['8.3e−5', true]);
  });

  it('every row of a neuron’s card, and their sum', () => {
    const [, first] = views[0] ?? [];
    if (first === undefined) throw new Error('no view');
    fc.assert(
      fc.property(several(2), several(8), several(4), (inputs, W, biases) => {
        const view: PlaygroundView = {
          ...first,
          frame: { ...first.frame, weights: [f4([2, 4], W)], biases: [f4([4], biases)] },
        };
        const terms = W.map((w, i) => Math.fround(Math.fround(inputs[i < 4 ? 0 : 1] ?? 0) * Math.fround(w)));
        const z = biases.map((b, j) => Math.fround((terms[j] ?? 0) + (terms[j + 4] ?? 0) + Math.fround(b)));
        const found: Inspection = {
          features: f4([7], []),
          inputs: f4([2], inputs),
          layers: [{ terms: f4([2, 4], terms), z: f4([4], z), a: f4([4], z.map(Math.tanh)) }],
        };
        const numbers = unitNumbers(view, found, 1, 2, words);
        if (!numbers) throw new Error('no numbers');
        all([...numbers.terms, numbers.z, numbers.a]);
        const column = [...numbers.terms, { value: numbers.z.value }].map(({ value }) => asTex(value));
        const bias = asTex(String(Number(Math.fround(biases[2] ?? 0).toFixed(numbers.decimals))));
        if (numbers.adds === '=' && numbers.decimals <= 4)
          expect(check(`${column[0]} + ${column[1]} + ${bias} ≈ ${column[2]}`).broken).toEqual([]);
      }),
    );
  });
});
