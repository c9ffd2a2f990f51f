import { recall, remember } from '../lib/storage';

/** More than a learner can have begun whose ends are still to be seen. */
const MOST = 20;

/**
 * Which trainings of one kind were begun in this browser: they belong to the lab, and all who use it see
 * them. Nobody does a task by what somebody else did.
 */
export class Own {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  add(id: string): void {
    remember(this.#key, [...this.#known.filter((each) => each !== id), id].slice(-MOST).join(' '));
  }

  has(id: string): boolean {
    return this.#known.includes(id);
  }

  get #known(): readonly string[] {
    return recall(this.#key)?.split(' ') ?? [];
  }
}
