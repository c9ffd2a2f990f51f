import { defineSettings, type Codec } from '../../frame/codec';
import { fields, type NeuronSettings } from './lab.gen';

export type Activation = NeuronSettings['activation'];

/** What an input and its weight are when one is added. */
const ADDED = { inputs: 0.5, weights: 0.4 };

export function withInputs(settings: NeuronSettings, count: number): NeuronSettings {
  const resize = (list: readonly number[], filler: number): number[] =>
    Array.from({ length: count }, (_, i) => list[i] ?? filler);
  return {
    ...settings,
    inputs: resize(settings.inputs, ADDED.inputs),
    weights: resize(settings.weights, ADDED.weights),
  };
}

const plain = defineSettings<NeuronSettings>(fields);

export const codec: Codec<NeuronSettings> = {
  ...plain,
  /** A hand-written link may name fewer weights than inputs: the inputs decide. */
  decode: (hash) => {
    const settings = plain.decode(hash);
    return withInputs(settings, settings.inputs.length);
  },
};
