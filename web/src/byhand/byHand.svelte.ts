import type { Component } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';

import type { Explanation } from '../components/explanation';
import { lazy } from '../lib/lazy';
import type { Exercise } from './exercise';

/** Most pages are looked at without it: it is fetched when it is wanted. */
const parts = lazy(async () => {
  const [{ exerciseOf }, { default: NowYou }] = await Promise.all([
    import('./exercise'),
    import('./NowYou.svelte'),
  ]);
  return { exerciseOf, NowYou };
});

const keyOf = ({ value, formula, now }: Explanation): string => [value, formula, now].join('\n');

/**
 * "Now you": numbers that are blank until the learner has found them. One that was opened, or all results on
 * the page. A number that is found shows until it is another.
 */
export class ByHand {
  /** All results are blank, each until it is found. */
  all = $state(false);
  /** The number that the panel shows is asked for. */
  asked = $state(false);
  #parts = $state.raw<Awaited<ReturnType<typeof parts>>>();
  readonly #opened: () => Explanation | undefined;
  readonly #found = new SvelteSet<string>();

  /** `opened` is the number that the panel shows. */
  constructor(opened: () => Explanation | undefined) {
    this.#opened = opened;
  }

  /** What there is to do to find a number; undefined where nothing is, and before it is fetched. */
  exerciseOf(number: Explanation): Exercise | undefined {
    return this.#parts?.exerciseOf(number);
  }

  /** The form in which it is found. */
  get NowYou(): Component<{ number: Explanation; exercise: Exercise }> | undefined {
    return this.#parts?.NowYou;
  }

  /** Fetches what it takes; if the server is away just now, the next press tries again. */
  load(): void {
    if (this.#parts === undefined)
      parts().then(
        (found) => (this.#parts = found),
        () => undefined,
      );
  }

  isBlank(number: Explanation): boolean {
    if (!this.all && !this.asked) return false;
    const opened = this.#opened();
    if (this.asked && opened !== undefined && keyOf(opened) === keyOf(number)) return true;
    return this.all && this.#isResult(number) && !this.#found.has(keyOf(number));
  }

  /** The number is found, or given up. */
  show(number: Explanation): void {
    this.#found.add(keyOf(number));
    this.asked = false;
  }

  blankAll(all: boolean): void {
    if (all) this.load();
    this.all = all;
    this.#found.clear();
  }

  /** What a learner sets is no result: without it nothing could be found. */
  #isResult(number: Explanation): boolean {
    const exercise = this.exerciseOf(number);
    return exercise !== undefined && exercise.inPlace === undefined;
  }
}
