import { choiceField, defineSettings, numberField, numbersField, type Codec } from '../../frame/codec';

export const ACTIVATIONS = ['sigmoid', 'tanh', 'relu', 'leaky_relu', 'step', 'linear'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** Sliders reach from -2 to 2; larger numbers may be typed. */
export const TYPED = { min: -100, max: 100 };

export interface NeuronSettings {
  readonly inputs: readonly number[];
  readonly weights: readonly number[];
  readonly bias: number;
  readonly activation: Activation;
}

const fields: Codec<NeuronSettings> = defineSettings<NeuronSettings>({
  inputs: numbersField([0.8], TYPED, [1, 3]),
  weights: numbersField([0.5], TYPED, [1, 3]),
  bias: numberField(-0.2, TYPED),
  activation: choiceField(ACTIVATIONS, 'sigmoid'),
});

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

export const codec: Codec<NeuronSettings> = {
  ...fields,
  /** A hand-written link may name fewer weights than inputs: the inputs decide. */
  decode: (hash) => {
    const settings = fields.decode(hash);
    return withInputs(settings, settings.inputs.length);
  },
};

export function replaced(list: readonly number[], index: number, value: number): number[] {
  return list.map((old, i) => (i === index ? value : old));
}
