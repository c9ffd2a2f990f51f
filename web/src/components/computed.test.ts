import { describe, expect, it } from 'vitest';

import { computedBy, fill } from './computed';

const computed = {
  symbol: 'engine.f',
  formula: 'f',
  keras: '{layer}\nk[{i}, {j}]',
  torch: '{layer}\n{inputs}\nt[{j}, {i}]',
};

describe('computedBy', () => {
  it('fills in the places of this number and the lines of its layer', () => {
    const layer = {
      layer: { keras: 'layer = model.layers[2]', torch: 'layer = model[3]' },
      inputs: { keras: 'inputs = x', torch: 'inputs = model[:3](x)' },
      outputs: { keras: 'a = model(x)', torch: 'a = model(x)' },
    };
    expect(computedBy(computed, { places: { i: 4, j: 0 }, mark: 'matmul', layer })).toEqual({
      sources: [{ symbol: 'engine.f', mark: 'matmul' }],
      keras: 'layer = model.layers[2]\nk[4, 0]',
      torch: 'layer = model[3]\ninputs = model[:3](x)\nt[0, 4]',
    });
  });

  it('leaves braces alone that are no place', () => {
    expect(fill('print(f"{epoch}: {i}")', { i: 1 })).toBe('print(f"{epoch}: 1")');
  });
});
