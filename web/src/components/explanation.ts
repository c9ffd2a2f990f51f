import type { Snippet } from 'svelte';

import type { Sign } from '../lib/equation';

/** All there is to know of a number on screen: what the panel behind it shows. */
export interface Explanation {
  /** What it is called: "z", "the output", "weight from x₁". */
  readonly name: string;
  /** The number as it is shown. */
  readonly value: string;
  /** TeX: how it is computed. */
  readonly formula: string;
  /** TeX: the same with the current values. */
  readonly now: string;
  /**
   * The engine's functions that computed it, dotted below
   * `neurarium.`; `mark`: lines with this text stand out.
   */
  readonly sources: readonly { readonly symbol: string; readonly mark?: string | readonly string[] }[];
  /** The line that does the same in Keras and in PyTorch. */
  readonly keras: string;
  readonly torch: string;
  /** What the number was made of, to be looked at: the images that it counts. */
  readonly behind?: Snippet;
}

/** By the name that a formula, or the page, has for each. */
export type Numbers = Readonly<Record<string, Explanation>>;

/** The sign before a number where nothing but its letter stands: "≈" if it is rounded. */
export const signBefore = (number: Explanation | undefined): Sign =>
  number?.now.includes('≈') === true ? '≈' : '=';

/** A formula whose `= \explain{id}` has "≈" where the number that opens there is rounded. */
export const withSigns = (tex: string, numbers: Numbers): string =>
  tex.replace(
    /=(\s*\\explain\{([\w-]+)\})/g,
    (_, rest: string, id: string) => signBefore(numbers[id]) + rest,
  );
