/** What a step is called, what it did (by its numbers), and what happens without it. */
export interface StepWords {
  readonly title: string;
  readonly did: (values: Readonly<Record<string, number>>, on: boolean) => string;
  readonly off: string;
}

/** How far something was moved, in whole numbers, and to which of two sides: "4 right" or "1 left". */
export function towards(
  values: Readonly<Record<string, number>>,
  name: string,
  write: (by: string, back: boolean) => string,
): string {
  const by = Math.round(values[name] ?? 0);
  return write(String(Math.abs(by)), by < 0);
}

/** One of a step's numbers, as it is written. */
export const at = (values: Readonly<Record<string, number>>, name: string, digits = 0): string =>
  (values[name] ?? 0).toFixed(digits);
