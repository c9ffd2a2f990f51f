import { untrack } from 'svelte';

import { errorOf, type LabError } from '../../protocol';
import { Loop } from '../../frame/loop.svelte';
import type { Room } from '../../frame/lab.svelte';
import type { Looked, Ops } from './lab.gen';

/** A model looks at all images, a part at a time, as long as somebody wants to know what it sees. */
export class Looker {
  readonly #room: Room<Ops>;
  looked = $state.raw<Looked>();
  readonly #loop = new Loop(() => this.#turn());

  constructor(room: Room<Ops>, wanted: () => boolean) {
    this.#room = room;
    const on = $derived(wanted());
    $effect(() => {
      if (!on || this.key === '') return;
      untrack(() => this.#loop.play());
      return () => untrack(() => this.#loop.pause());
    });
  }

  /** What is looked at, and by which model; empty: the room is not open yet. */
  readonly key = $derived.by(() => {
    const { view, generation } = this.#room;
    if (view === undefined) return '';
    const { dataset, model, layer, order } = view.settings;
    return JSON.stringify([generation, dataset, model, layer, order === 'changes']);
  });

  /** Whether the model has seen all images. */
  readonly ready = $derived.by(() => this.looked?.share === 1 && this.#seen === this.key);

  /** Whether it is known which images change sides. */
  readonly sidesReady = $derived.by(
    () =>
      this.looked?.sides === 1 && this.#room.view?.settings.order === 'changes' && this.#seen === this.key,
  );

  get problem(): LabError | undefined {
    const problem = this.looked?.problem;
    return problem ? errorOf(problem) : undefined;
  }

  get error(): LabError | undefined {
    return this.#loop.error;
  }

  #seen = $state('');

  async #turn(): Promise<boolean> {
    await this.#room.settled();
    const { key } = this;
    const looked = await this.#room.ask('look');
    if (key !== this.key) return true;
    this.looked = looked;
    this.#seen = key;
    return looked.sides < 1 || (looked.problem === null && looked.share < 1);
  }
}
