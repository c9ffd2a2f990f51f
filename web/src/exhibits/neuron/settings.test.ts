import { describe, expect, it } from 'vitest';

import { codec, withInputs } from './settings';

describe('the address of a neuron', () => {
  it('is empty for the neuron it starts with', () => expect(codec.encode(codec.defaults)).toBe(''));

  it('survives the way to text and back', () => {
    const settings = {
      inputs: [1, -0.5, 0.25],
      weights: [3.2, 0.1, -2],
      bias: 0.75,
      activation: 'leaky_relu' as const,
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it('has one weight for each input, whatever was written', () => {
    expect(codec.decode('#inputs=1,1,1&weights=2').weights).toHaveLength(3);
    expect(codec.decode('#inputs=1&weights=2,3').weights).toEqual([2]);
  });

  it.each(['#inputs=1,2,3,4', '#inputs=a', '#bias=1e9', '#activation=softmax', '#bias=', '#%%%'])(
    'takes the default for what cannot be read: %s',
    (hash) => expect(codec.decode(hash)).toEqual(codec.defaults),
  );

  it('keeps what was set when inputs are added and taken away', () => {
    const three = withInputs(codec.defaults, 3);
    expect(three.inputs[0]).toBe(0.8);
    expect(withInputs(three, 1)).toEqual(codec.defaults);
  });
});
