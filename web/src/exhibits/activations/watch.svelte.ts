import { Following } from '../../frame/following.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import type { ActivationsSettings, Ops, Sums } from './lab.gen';

/** The room follows the settings, and trains as far as the epoch that is to be shown. */
export class Watch {
  readonly #room: Room<Ops>;
  readonly #following;
  readonly loop = new Loop(() => this.#turn());

  constructor(room: Room<Ops>, settings: () => ActivationsSettings) {
    this.#room = room;
    this.#following = new Following(room, settings);
    $effect(() => {
      const { view } = room;
      if (view !== undefined && isBehind(view.sums, view.settings.epoch)) this.loop.play();
    });
  }

  get error(): typeof this.loop.error {
    return this.loop.error ?? this.#following.error;
  }

  /** Resolves when the newest settings have been answered. */
  settled(): Promise<void> {
    return this.#following.settled();
  }

  async #turn(): Promise<boolean> {
    await this.settled();
    const sums = await this.#room.ask('advance');
    const { view } = this.#room;
    if (view === undefined) return false;
    this.#room.view = { ...view, sums };
    return isBehind(sums, view.settings.epoch);
  }
}

/** Whether there is more to train until the epoch that is to be shown. */
export const isBehind = ({ trained, epochs, diverged }: Sums, wanted: number): boolean =>
  diverged === null && trained < Math.min(wanted, epochs);
