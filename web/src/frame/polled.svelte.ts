import type { ListProgress } from '../lab.gen';
import type { LabError } from '../protocol';
import { latest, type Latest } from './ask.svelte';

const POLL_MS = 500;

/** Work in the background: looked at again for as long as it runs, and after every order. */
export class Polled<Q extends readonly unknown[], A extends { readonly progress: ListProgress }> {
  readonly #looking: Latest<Q, A>;
  readonly #ordering: Latest<[() => Promise<unknown>], void>;
  #question: Q | undefined;

  /** Made while a component is set up. */
  constructor(ask: (...question: Q) => Promise<A>) {
    this.#looking = latest(ask);
    this.#ordering = latest(async (order: () => Promise<unknown>) => {
      await order();
      if (this.#question !== undefined) this.look(...this.#question);
    });
    $effect(() => {
      if (this.#looking.value?.progress.state !== 'running') return;
      const timer = setTimeout(() => {
        if (this.#question !== undefined) this.look(...this.#question);
      }, POLL_MS);
      return () => clearTimeout(timer);
    });
  }

  /** What was seen last. */
  get value(): A | undefined {
    return this.#looking.value;
  }

  get error(): LabError | undefined {
    return this.#ordering.error ?? this.#looking.error;
  }

  look(...question: Q): void {
    this.#question = question;
    this.#looking.want(...question);
  }

  order(work: () => Promise<unknown>): void {
    this.#ordering.want(work);
  }
}
