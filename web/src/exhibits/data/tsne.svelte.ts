import { latest } from '../../frame/ask.svelte';
import type { Room } from '../../frame/lab.svelte';
import type { LabError } from '../../protocol';
import type { Ops, TsneMap } from './lab.gen';

const POLL_MS = 500;

/** The map by t-SNE, which is drawn in the background: looked at again until it is there. */
export class TsneWatch {
  readonly #looking;
  readonly #ordering;
  #hidden = 0;

  constructor(room: () => Room<Ops>) {
    this.#looking = latest((hidden: number) => room().ask('tsne', { hidden }));
    this.#ordering = latest(async (op: 'tsne_draw' | 'tsne_stop', hidden: number) => {
      await room().ask(op, { hidden });
      this.#looking.want(hidden);
    });
    $effect(() => {
      const { value } = this.#looking;
      if (value?.progress.state !== 'running') return;
      const timer = setTimeout(() => this.look(this.#hidden), POLL_MS);
      return () => clearTimeout(timer);
    });
  }

  /** The map that was looked at last. */
  get map(): TsneMap | undefined {
    return this.#looking.value;
  }

  get error(): LabError | undefined {
    return this.#ordering.error ?? this.#looking.error;
  }

  look(hidden: number): void {
    this.#hidden = hidden;
    this.#looking.want(hidden);
  }

  draw(): void {
    this.#ordering.want('tsne_draw', this.#hidden);
  }

  stop(): void {
    this.#ordering.want('tsne_stop', this.#hidden);
  }
}
