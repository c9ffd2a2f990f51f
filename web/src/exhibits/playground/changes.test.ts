import { describe, expect, it } from 'vitest';

import { addLayer, removeLayer, resizeLayer, setActivation, toggleInput } from './changes';
import { codec, type PlaygroundSettings } from './settings';

describe('changes of the network', () => {
  const settings = codec.defaults;
  const after = (change: Partial<PlaygroundSettings>, before = settings): PlaygroundSettings => ({
    ...before,
    ...change,
  });

  it('adds a layer of two, to six at most, and takes the last away', () => {
    expect(addLayer(settings).network_shape).toEqual([4, 4, 2]);
    expect(addLayer({ ...settings, network_shape: [1, 1, 1, 1, 1, 1] })).toEqual({});
    expect(removeLayer({ ...settings, network_shape: [] }).network_shape).toEqual([]);
  });

  it('keeps between one and eight neurons', () => {
    expect(resizeLayer({ ...settings, network_shape: [8, 1] }, 0, 1).network_shape).toEqual([8, 1]);
    expect(resizeLayer({ ...settings, network_shape: [8, 1] }, 1, -1).network_shape).toEqual([8, 1]);
  });

  it('bends one layer by itself, and is plain again when all agree', () => {
    const bent = after(setActivation(settings, 1, 'relu'));
    expect(bent.activations).toEqual(['tanh', 'relu']);
    expect(after(addLayer(bent), bent).activations).toEqual(['tanh', 'relu', 'tanh']);
    expect(after(setActivation(bent, 0, 'relu'), bent)).toMatchObject({
      activation: 'relu',
      activations: [],
    });
  });

  it('never switches the last input off', () => {
    expect(toggleInput(settings, 'x').inputs).toEqual(['y']);
    expect(toggleInput({ ...settings, inputs: ['y'] }, 'y')).toEqual({});
    expect(toggleInput({ ...settings, inputs: ['y'] }, 'x').inputs).toEqual(['x', 'y']);
  });
});
