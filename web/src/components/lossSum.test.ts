import fc from 'fast-check';
import { expect, it } from 'vitest';

import { asTex, fixed, significant } from '../lib/format';
import { check } from '../testing/arithmetic';
import { lossSum } from './lossSum';

it('losses that have run away', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e6, max: 3e38, noNaN: true }), { minLength: 1, maxLength: 300 }),
      (rows) => {
        const mean = rows.reduce((sum, row) => sum + row / rows.length, 0);
        const { now, largest, rest } = lossSum(rows, mean);
        expect(check(now)).toMatchObject({ held: 2, broken: [] });
        expect(now).toContain(asTex(significant(mean, 3)));
        for (const { text } of largest) expect(text.length).toBeLessThan(12);
        expect(rest.length).toBeLessThan(12);
      },
    ),
  );
});

it('a loss and the points that it is the mean of', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 300 }),
      (rows) => {
        const mean = rows.reduce((sum, row) => sum + row, 0) / rows.length;
        const { now, largest, others, rest } = lossSum(rows, mean);
        expect(check(now)).toMatchObject({ held: 2, broken: [] });
        expect(largest.length + others).toBe(rows.length);
        expect(now).toContain(asTex(others > 0 ? rest : (largest.at(-1)?.text ?? '')));
        expect(now).toContain(asTex(fixed(mean, 3)));
      },
    ),
  );
});
