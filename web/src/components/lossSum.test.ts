import fc from 'fast-check';
import { expect, it } from 'vitest';

import { asTex, fixed } from '../lib/format';
import { check } from '../testing/arithmetic';
import { lossSum } from './lossSum';

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
