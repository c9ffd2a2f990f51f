import { describe, expect, it } from 'vitest';

import { computedBy, fill } from './computed';

const computed = { symbol: 'engine.f', formula: 'f', keras: 'k[{i}, {j}]', torch: 't[{j}, {i}]' };

describe('computedBy', () => {
  it('fills in the places of this number and says what its layer is called', () => {
    const place = { keras: 'model.layers[2]', torch: 'model[3]' };
    expect(computedBy(computed, { places: { i: 4, j: 0 }, mark: 'matmul', place })).toEqual({
      sources: [{ symbol: 'engine.f', mark: 'matmul' }],
      keras: 'layer = model.layers[2]\nk[4, 0]',
      torch: 'layer = model[3]\nt[0, 4]',
    });
  });

  it('leaves braces alone that are no place', () => {
    expect(fill('print(f"{epoch}: {i}")', { i: 1 })).toBe('print(f"{epoch}: 1")');
  });
});
