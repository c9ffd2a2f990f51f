import { Following } from '../../frame/following.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import type { GradientFlowSettings, Ops, Progress } from './lab.gen';

/** The seeds of the band come between what the reader does: a few milliseconds at a time. */
const SLICE_MS = 15;

/** The room follows the settings; what takes longer comes after the first answer, slice by slice. */
export class Watch {
  readonly #room: Room<Ops>;
  readonly #following;
  readonly loop = new Loop(() => this.#turn());

  constructor(room: Room<Ops>, settings: () => GradientFlowSettings) {
    this.#room = room;
    this.#following = new Following(room, settings);
    $effect(() => {
      if (room.view?.progress.over === false) this.loop.play();
    });
  }

  get error(): typeof this.loop.error {
    return this.loop.error ?? this.#following.error;
  }

  /** Resolves when the newest settings have been answered. */
  settled(): Promise<void> {
    return this.#following.settled();
  }

  /** Lets the training rest where it is, or go on. */
  async hold(held: boolean): Promise<void> {
    await this.settled();
    this.#take(await this.#room.ask('hold', { held }));
  }

  async #turn(): Promise<boolean> {
    await this.settled();
    return this.#take(await this.#room.ask('advance', { budget_ms: SLICE_MS }));
  }

  /** Shows how far it is; whether there is more to come. */
  #take(progress: Progress): boolean {
    const { view } = this.#room;
    if (view === undefined) return false;
    this.#room.view = { ...view, progress };
    return !progress.over;
  }
}
