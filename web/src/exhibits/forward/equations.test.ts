import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asTex } from '../../lib/format';
import { check } from '../../testing/arithmetic';
import { f8 } from '../../testing/arrays';
import { all, filled, half, several } from '../../testing/equations';
import { exchangesOf } from '../../testing/snapshots';
import { en as words } from './en';
import { costNumbers, lessonLines, matrixDecimals } from './explanations';
import { type ForwardView, readForwardView, readUnitSum } from './lab.gen';
import { unitTable, walkTable } from './sumTable';

describe('forward propagation', () => {
  const exchanges = exchangesOf('forward');
  const view = readForwardView(exchanges['default']?.data);
  const unitSum = readUnitSum(exchanges['sum']?.data);

  /** A 2-2-1 network as the lab would compute it; the oracle of this test, nothing of the page. */
  const network = (x: readonly number[], theta: readonly number[]): ForwardView => {
    let fed = [...x];
    const layers = [2, 1].map((units, k) => {
      const found = view.layers[k];
      if (found === undefined) throw new Error('no layer');
      const W = theta.slice(k * 6, k * 6 + 2 * units);
      const b = theta.slice(k * 6 + 2 * units, k * 6 + 3 * units);
      const inputs = fed;
      const terms = inputs.flatMap((value, i) => b.map((_, j) => value * (W[i * units + j] ?? 0)));
      const first = terms.slice(0, units);
      const both = first.map((term, j) => term + (terms[units + j] ?? 0));
      const z = both.map((sum, j) => sum + (b[j] ?? 0));
      fed = z.map((sum) => 1 / (1 + Math.exp(-sum)));
      return {
        ...found,
        x: f8([1, 2], inputs),
        W: f8([2, units], W),
        b: f8([units], b),
        terms: f8([1, 2, units], terms),
        totals: f8([1, 3, units], [...first, ...both, ...z]),
        z: f8([1, units], z),
        a: f8([1, units], fed),
      };
    });
    return { ...view, layers };
  };

  const expectTable = (table: ReturnType<typeof walkTable>): void => {
    all([table.z, table.a, ...table.rows.map(({ term }) => term)]);
    for (const { x, w, term } of table.rows)
      expect(check(`(${asTex(x)}) \\times (${asTex(w)}) ${table.times} ${asTex(term.value)}`).broken).toEqual(
        [],
      );
    const steps = [
      ...table.rows.map(({ term, total }) => [term.value, total] as const),
      ...(table.rest ? [[table.rest.value, table.rest.total] as const] : []),
      [table.bias, table.z.value] as const,
    ];
    if (table.adds === '=')
      steps.reduce((before, [part, total]) => {
        const tex = `${before === '' ? '' : `(${asTex(before)}) + `}(${asTex(part)}) = ${asTex(total)}`;
        expect(check(tex).broken).toEqual([]);
        return total;
      }, '');
    const { lines, numbers } = lessonLines(table);
    if (!table.rest) expect(lines.flatMap((line) => check(filled(line, numbers)).broken)).toEqual([]);
  };

  it('the start, all of it exactly but for the sigmoids', () => {
    for (const [layer, units] of [
      [1, 2],
      [2, 1],
    ] as const)
      for (let index = 0; index < units; index += 1) {
        const table = unitTable(view, { layer, index }, 0, words);
        if (table === undefined) throw new Error('no table');
        expectTable(table);
        if (layer === 1) expect([table.times, table.adds]).toEqual(['=', '=']);
      }
    expect(view.layers.map((layer) => matrixDecimals(layer).sign)).toEqual(['=', '≈']);
  });

  it('whatever the sliders can be set to, and beyond', () => {
    const slider = fc.integer({ min: -200, max: 200 }).map((n) => n / 100);
    const typed = fc.integer({ min: -50_000, max: 50_000 }).map((n) => n / 10_000);
    fc.assert(
      fc.property(several(2, slider), several(9, fc.oneof(slider, typed)), (x, theta) => {
        const shown = network(x, theta);
        for (const unit of [
          { layer: 1, index: 0 },
          { layer: 1, index: 1 },
          { layer: 2, index: 0 },
        ]) {
          const table = unitTable(shown, unit, 0, words);
          if (table === undefined) throw new Error('no table');
          expectTable(table);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('what a pass costs', () => {
    for (const name of ['default', 'two hidden layers, two rows'])
      all(costNumbers(readForwardView(exchanges[name]?.data), words));
  });

  it('a unit of a model', () => {
    fc.assert(
      fc.property(several(6), several(6), half, half, (x, weights, rest, bias) => {
        const terms = x.map((value, i) => value * (weights[i] ?? 0));
        let total = 0;
        const totals = [...terms, rest, bias].map((part) => (total += part));
        const shown = {
          ...unitSum,
          inputs: { ...unitSum.inputs, shape: [6], data: Int32Array.from([0, 1, 2, 3, 4, 5]) },
          x: f8([6], x),
          weights: f8([6], weights),
          terms: f8([6], terms),
          totals: f8([8], totals),
          others: 3,
          rest,
          bias,
          z: total,
          a: Math.max(0, total),
          activation: 'relu',
        };
        expectTable(walkTable(shown, words));
      }),
      { numRuns: 40 },
    );
  });
});
