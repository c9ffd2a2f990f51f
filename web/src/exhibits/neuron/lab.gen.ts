// Written by scripts/web_types from neurarium.lab.exhibits.neuron: edit that, then run the script.
import { choiceField, numberField, numbersField } from '../../frame/codec';
import { type Contract, type Op } from '../../frame/contract';
import { readComputed, readPhrase, readVerdict } from '../../lab.gen';
import { array, choice, list, mapOf, nullable, number, type ReadOf, record } from '../../validate';

/** The whole state: as many weights as inputs, one to three. */
export const readNeuronSettings = record({
  inputs: list(number),
  weights: list(number),
  bias: number,
  activation: choice(['sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'step', 'linear']),
});
export type NeuronSettings = ReadOf<typeof readNeuronSettings>;

/** The activation as a curve, around the point where the neuron is. */
export const readCurve = record({
  /** (point). */
  z: array(1),
  /** (point). */
  a: array(1),
  /** (point): null if the activation has no derivative */
  slope: nullable(array(1)),
});
export type Curve = ReadOf<typeof readCurve>;

/** All that the front end draws. */
export const readNeuronView = record({
  settings: readNeuronSettings,
  /** each input times its weight */
  terms: list(number),
  /** the terms and the bias, summed */
  z: number,
  /** f(z) */
  output: number,
  /** f'(z) */
  slope: nullable(number),
  curve: readCurve,
  computed: mapOf(readComputed),
  /** the whole neuron */
  program: readPhrase,
});
export type NeuronView = ReadOf<typeof readNeuronView>;

/** How a link holds each setting, with the lab's own default. */
export const fields = {
  inputs: numbersField([0.8], { min: -100, max: 100 }, [1, 3]),
  weights: numbersField([0.5], { min: -100, max: 100 }, [1, 3]),
  bias: numberField(-0.2, { min: -100, max: 100 }),
  activation: choiceField(['sigmoid', 'tanh', 'relu', 'leaky_relu', 'gelu', 'step', 'linear'], 'sigmoid'),
};

/** The whole state: as many weights as inputs, one to three. */
export interface NeuronSettingsParams {
  readonly inputs?: readonly number[];
  readonly weights?: readonly number[];
  readonly bias?: number;
  readonly activation?: 'sigmoid' | 'tanh' | 'relu' | 'leaky_relu' | 'gelu' | 'step' | 'linear';
}

/** Parameters of `check`: a task, or a question with the learner's answer. */
export interface CheckParams {
  readonly task: string;
  readonly answer?: string;
}

const readers = {
  open: readNeuronView,
  check: readVerdict,
};

/** The operations of `neuron`. */
export type Ops = {
  /** Construct the exhibit from its settings. */
  readonly open: Op<NeuronSettingsParams, typeof readers.open>;
  /** Check a task against the exhibit as it is, or the answer to a question. */
  readonly check: Op<CheckParams, typeof readers.check>;
};
export const lab: Contract<Ops> = { exhibit: 'neuron', readers };
