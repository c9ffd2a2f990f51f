import { describe, expect, it } from 'vitest';

import { readProof, type Proof } from '../lab.gen';
import { precise } from '../lib/format';
import { exchangesOf } from '../testing/snapshots';
import { joined, namesOf } from './proof';

const proof = readProof(exchangesOf('playground')['proof']?.data);

describe('a proof', () => {
  it('names what it checked as the formulas do, counted from 1', () => {
    const [check] = proof.checks;
    expect(check && namesOf(check)).toEqual({ letter: 'w', layer: 1, place: '2,3' });
    expect(namesOf({ name: 'b', layer: 2, index: [0] })).toEqual({ letter: 'b', layer: 2, place: '1' });
    expect(namesOf({ name: 'gamma', layer: 1, index: [3] }).letter).toBe('γ');
  });

  it('is whole only if each of its parts is', () => {
    const broken: Proof = { ...proof, agree: false, worst: 0.5 };
    for (const both of [joined(proof, broken), joined(broken, proof)]) {
      expect(both.agree).toBe(false);
      expect(both.worst).toBe(0.5);
      expect(both.checks).toHaveLength(2 * proof.checks.length);
    }
    expect(joined(proof, proof).agree).toBe(true);
  });
});

describe('a precise number', () => {
  it.each([
    [0, '0'],
    [-0.0123456789, '−0.012345679'],
    [1.5, '1.5000000'],
    [-1.23456789e-7, '−1.2345679e−7'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('%s is %s', (value, text) => expect(precise(value)).toBe(text));
});
