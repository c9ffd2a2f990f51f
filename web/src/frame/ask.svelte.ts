import { untrack } from 'svelte';

import { LabError, asLabError } from '../protocol';

/** What is to be shown of a failure: nothing of a lost connection, which the frame shows and mends itself. */
export function shownError(cause: unknown): LabError | undefined {
  const error = asLabError(cause);
  return error.isConnectionLost ? undefined : error;
}

/**
 * The answer to the newest question. One question is on its way at a time; of those that come meanwhile only
 * the newest is asked when its answer is there, so that a drag of a slider never piles up requests.
 */
export class Latest<Q extends readonly unknown[], A> {
  /** The last good answer. */
  value = $state.raw<A>();
  /** What went wrong with the last question, if something did. */
  error = $state.raw<LabError>();
  busy = $state(false);
  readonly #ask: (...question: Q) => Promise<A>;
  #waiting: Q | undefined;
  #newest: Q | undefined;
  // Not `busy`: an effect that asks must not run again because of what asking changes.
  #running: Promise<void> | undefined;
  /** Counts how often the answer was cleared: what was asked before is not taken in. */
  #cleared = 0;

  constructor(ask: (...question: Q) => Promise<A>) {
    this.#ask = ask;
  }

  want(...question: Q): void {
    this.#newest = this.#waiting = question;
    this.#running ??= this.#run();
  }

  /** Asks the newest question once more. */
  again(): void {
    if (this.#newest !== undefined) this.want(...this.#newest);
  }

  /** Forgets the answer and whatever is still on its way. */
  clear(): void {
    this.#newest = this.#waiting = undefined;
    this.#cleared += 1;
    this.value = undefined;
    this.error = undefined;
  }

  /** Resolves when the newest question has been answered. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    this.busy = true;
    while (this.#waiting !== undefined) {
      const question = this.#waiting;
      const cleared = this.#cleared;
      this.#waiting = undefined;
      try {
        const answer = await this.#ask(...question);
        if (cleared !== this.#cleared) continue;
        this.value = answer;
        this.error = undefined;
      } catch (cause) {
        if (cleared === this.#cleared) this.error = shownError(cause) ?? this.error;
      }
    }
    this.busy = false;
    this.#running = undefined;
  }
}

export const latest = <Q extends readonly unknown[], A>(ask: (...question: Q) => Promise<A>): Latest<Q, A> =>
  new Latest(ask);

const SLOW_AFTER_MS = 700;

/** Says when the lab takes long: it compiles, or somebody else keeps it busy. */
export class SlowNotice {
  shown = $state(false);

  async watch<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => (this.shown = true), SLOW_AFTER_MS);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this.shown = false;
    }
  }
}

/**
 * Calls `act` with the names of those parts of an exhibit's state that have changed, compared by content, and
 * with 'connection' after a reconnect; at first with all of them, as soon as the lab is there. What changed
 * decides what is asked. Made while a component is set up; what it returns takes the state as it is now for
 * known.
 */
export function onChange<K extends string>(
  lab: { readonly generation: number },
  parts: Readonly<Record<K, () => unknown>>,
  act: (changed: ReadonlySet<K | 'connection'>) => void,
): () => void {
  type Part = K | 'connection';
  const now = (): Map<Part, string> =>
    new Map<Part, string>([
      ['connection', String(lab.generation)],
      ...(Object.entries<() => unknown>(parts).map(([name, part]) => [
        name,
        JSON.stringify(part()) ?? '',
      ]) as [K, string][]),
    ]);
  let before = new Map<Part, string>();
  $effect(() => {
    const after = now();
    if (lab.generation === 0) return;
    const changed = new Set([...after.keys()].filter((part) => after.get(part) !== before.get(part)));
    before = after;
    if (changed.size > 0) untrack(() => act(changed));
  });
  return () => (before = now());
}
