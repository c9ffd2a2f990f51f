import type { Checked, Proof } from '../lab.gen';

/** Two parts of one proof as one: its verdict is true only if both are. */
export const joined = (first: Proof, next: Proof): Proof => ({
  ...first,
  checks: [...first.checks, ...next.checks],
  worst: Math.max(first.worst, next.worst),
  agree: first.agree && next.agree,
});

/** Of the engine's parameters, as formulas write them. */
const LETTERS: Readonly<Record<string, string>> = { W: 'w', gamma: 'γ', beta: 'β' };

/** A parameter as a formula names it: letter, layer, and its place counted from 1. */
export const namesOf = ({
  name,
  layer,
  index,
}: Pick<Checked, 'name' | 'layer' | 'index'>): { letter: string; layer: number; place: string } => ({
  letter: LETTERS[name] ?? name,
  layer,
  place: index.map((i) => i + 1).join(','),
});
