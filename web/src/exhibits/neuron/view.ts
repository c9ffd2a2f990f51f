import {
  array,
  flag,
  list,
  mapOf,
  nullable,
  number,
  readComputed,
  readPhrase,
  record,
  text,
  type ReadOf,
} from '../../validate';

/** The neuron as the lab computed it. */
export const readView = record({
  settings: record({ inputs: list(number), weights: list(number), bias: number, activation: text }),
  /** Each input times its weight. */
  terms: list(number),
  z: number,
  output: number,
  /** f'(z); null where the activation has no slope to speak of. */
  slope: nullable(number),
  curve: record({ z: array(1), a: array(1), slope: nullable(array(1)) }),
  computed: mapOf(readComputed),
  /** The whole neuron. */
  program: readPhrase,
});
export type NeuronView = ReadOf<typeof readView>;

export const readVerdict = record({ done: flag, outputs: list(number) });
