import { defineSettings, type Codec } from '../../frame/codec';
import { fields, type PerceptronSettings } from './lab.gen';

export type Settings = PerceptronSettings;

export const GATES = {
  and: [0, 0, 0, 1],
  or: [0, 1, 1, 1],
  nand: [1, 1, 1, 0],
  xor: [0, 1, 1, 0],
} as const satisfies Readonly<Record<string, readonly number[]>>;
export type Gate = keyof typeof GATES;
export const GATE_NAMES = Object.keys(GATES) as readonly Gate[];

/** The corners of a truth table, in its order. */
export const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

export const gateOf = (truth: readonly number[]): Gate | undefined =>
  GATE_NAMES.find((name) => GATES[name].join() === truth.join());

export const flipped = (truth: readonly number[], corner: number): number[] =>
  truth.map((answer, i) => (i === corner ? 1 - answer : answer));

/** Other points, another rate, another beginning: the run is another, and begins anew. */
export const anew = (patch: Partial<Settings>): Partial<Settings> => ({ ...patch, step: 0 });

/** All but how far the run is shown: what makes it another one. */
export const runOf = ({ step: _, layer: _layer, ...rest }: Settings): Omit<Settings, 'step' | 'layer'> =>
  rest;

/** A point that the learner set: x1, x2, and its answer. */
export type OwnPoint = readonly [x1: number, x2: number, answer: number];

export function ownPoints(own: readonly number[]): OwnPoint[] {
  return Array.from({ length: Math.floor(own.length / 3) }, (_, i) => [
    own[3 * i] ?? 0,
    own[3 * i + 1] ?? 0,
    own[3 * i + 2] ?? 0,
  ]);
}

const plain = defineSettings<Settings>(fields);

export const codec: Codec<Settings> = {
  ...plain,
  /** A hand-written link may hold numbers that are no points. */
  decode: (hash) => {
    const settings = plain.decode(hash);
    const whole = settings.own.length % 3 === 0;
    const answers = ownPoints(settings.own).every(([, , answer]) => answer === 0 || answer === 1);
    return whole && answers ? settings : { ...settings, own: plain.defaults.own };
  },
};
