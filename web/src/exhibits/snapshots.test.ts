import { describe, expect, it } from 'vitest';

import type { Contract, Operations } from '../frame/contract';
import { exchangesOf } from '../testing/snapshots';

/** The generated module of the lab itself, and of each exhibit. */
const modules = import.meta.glob<{ lab: Contract<Operations> }>(['../lab.gen.ts', './*/lab.gen.ts'], {
  eager: true,
});

describe.each(Object.values(modules).map(({ lab }) => [lab.exhibit, lab.readers] as const))(
  'what the lab answers: %s',
  (exhibit, readers) => {
    const exchanges = Object.entries(exchangesOf(exhibit));

    it.each(exchanges.filter(([, { data }]) => data !== undefined))('reads "%s"', (_, { op, data }) => {
      expect(() => readers[op]?.(data, op)).not.toThrow();
    });

    it('is recorded for every operation', () => {
      const recorded = new Set(
        exchanges.filter(([, { data }]) => data !== undefined).map(([, { op }]) => op),
      );
      expect([...recorded].sort()).toEqual(Object.keys(readers).sort());
    });
  },
);

it('there is one for every exhibit', () => expect(Object.keys(modules)).toHaveLength(7));
