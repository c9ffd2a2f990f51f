import type { StepView } from '../../lab.gen';

export type StepName = StepView['name'];

/** What a step is called, what it did (by its numbers), and what happens without it. */
export interface StepWords {
  readonly title: string;
  readonly did: (values: Readonly<Record<string, number>>, on: boolean) => string;
  readonly off: string;
}

export type StepNames = Readonly<Record<StepName, StepWords>>;

/** Where a step moved the digit: so many pixels along each axis that it moved along, in these words. */
export const moves = (
  values: Readonly<Record<string, number>>,
  word: (pixels: number, way: 'right' | 'left' | 'down' | 'up') => string,
): readonly string[] => {
  const { right = 0, down = 0 } = values;
  return [
    ...(right === 0 ? [] : [word(Math.abs(right), right > 0 ? 'right' : 'left')]),
    ...(down === 0 ? [] : [word(Math.abs(down), down > 0 ? 'down' : 'up')]),
  ];
};

/** One of a step's numbers, as it is written. */
export const at = (values: Readonly<Record<string, number>>, name: string, digits = 0): string =>
  (values[name] ?? 0).toFixed(digits);
