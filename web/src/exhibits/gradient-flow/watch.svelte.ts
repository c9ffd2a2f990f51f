import { Following } from '../../frame/following.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import type { GradientFlowSettings, Ops, Tested } from './lab.gen';

/** The seeds of the band come between what the reader does: a few milliseconds at a time. */
const SLICE_MS = 15;
const POLL_MS = 400;

/**
 * The room follows the settings. The seeds come after the first answer, slice by slice; the trainings go on
 * in the background, and are looked at.
 */
export class Watch {
  readonly #room: Room<Ops>;
  readonly #following;
  readonly #seeds = new Loop(() => this.#addSeeds());
  readonly #polling = new Loop(() => this.#poll());

  constructor(room: Room<Ops>, settings: () => GradientFlowSettings) {
    this.#room = room;
    this.#following = new Following(room, settings);
    $effect(() => {
      if (room.view?.progress.over === false) this.#seeds.play();
    });
    $effect(() => {
      if (room.view?.trial?.progress.state === 'running') this.#polling.play();
    });
    $effect(() => () => this.#polling.pause());
  }

  get error(): Loop['error'] {
    return this.#seeds.error ?? this.#polling.error ?? this.#following.error;
  }

  /** Resolves when the newest settings have been answered. */
  settled(): Promise<void> {
    return this.#following.settled();
  }

  /** Stops the trainings, or lets them go on. */
  async order(op: 'stop' | 'go_on'): Promise<void> {
    await this.settled();
    this.#take(await this.#room.ask(op));
  }

  async #addSeeds(): Promise<boolean> {
    await this.settled();
    const progress = await this.#room.ask('advance', { budget_ms: SLICE_MS });
    if (this.#room.view === undefined) return false;
    this.#room.view = { ...this.#room.view, progress };
    return !progress.over;
  }

  async #poll(): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    await this.settled();
    if (this.#room.view?.trial?.progress.state !== 'running') return false;
    return this.#take(await this.#room.ask('tested'));
  }

  /** Shows the trainings as they are; whether there is more to come. */
  #take({ trial }: Tested): boolean {
    if (this.#room.view === undefined) return false;
    this.#room.view = { ...this.#room.view, trial };
    return trial?.progress.state === 'running';
  }
}
