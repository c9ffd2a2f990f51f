import { SvelteSet } from 'svelte/reactivity';

import type { Explanation } from '../components/explanation';
import { exerciseOf } from './exercise';

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
  readonly #opened: () => Explanation | undefined;
  readonly #found = new SvelteSet<string>();

  /** `opened` is the number that the panel shows. */
  constructor(opened: () => Explanation | undefined) {
    this.#opened = opened;
  }

  isBlank(number: Explanation): boolean {
    if (!this.all && !this.asked) return false;
    const opened = this.#opened();
    if (this.asked && opened !== undefined && keyOf(opened) === keyOf(number)) return true;
    return this.all && isResult(number) && !this.#found.has(keyOf(number));
  }

  /** The number is found, or given up. */
  show(number: Explanation): void {
    this.#found.add(keyOf(number));
    this.asked = false;
  }

  blankAll(all: boolean): void {
    this.all = all;
    this.#found.clear();
  }
}

/** What a learner sets is no result: without it nothing could be found. */
function isResult(number: Explanation): boolean {
  const exercise = exerciseOf(number);
  return exercise !== undefined && exercise.inPlace === undefined;
}
