import type { StepView } from '../../lab.gen';

export type StepName = StepView['name'];

/** What a step is called, what it did (by its numbers), and what happens without it. */
export interface StepWords {
  readonly title: string;
  readonly did: (values: Readonly<Record<string, number>>, on: boolean) => string;
  readonly off: string;
}

export type StepNames = Readonly<Record<StepName, StepWords>>;

/** One of a step's numbers, as it is written. */
export const at = (values: Readonly<Record<string, number>>, name: string, digits = 0): string =>
  (values[name] ?? 0).toFixed(digits);
