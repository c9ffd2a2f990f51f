import { latest, onChange } from '../../frame/ask.svelte';
import { Following } from '../../frame/following.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import { Own } from '../../frame/own';
import type { CompareSettings, CompareView, Ops, StoredSweep, SweepView } from './lab.gen';
import { settingsOf, type PageSettings } from './settings';

/** The sweeps that were started, or gone on with, in this browser. */
export const ownSweeps = new Own('sweeps');

const POLL_MS = 50;
const ELSEWHERE_MS = 1000;

/** The room follows the settings; the sweep is looked at while it runs, and the pair is trained. */
export class Watch {
  /** The sweeps in the folder; asked for when somebody wants to choose. */
  stored = $state.raw<readonly StoredSweep[]>();
  readonly #room: Room<Ops>;
  readonly #following;
  readonly #looking;
  readonly polling = new Loop(() => this.#poll());
  readonly pairing = new Loop(() => this.#pair());

  constructor(room: Room<Ops>, settings: () => PageSettings) {
    this.#room = room;
    this.#following = new Following<CompareSettings, CompareView>(
      room,
      () => settingsOf(settings()),
      undefined,
      // Who turns a knob while it trains wants to see the new comparison trained as well.
      async ({ sweep }, before) => {
        const turned = before?.sweep.state === 'running' && sweep.name !== before.sweep.name;
        if (turned && sweep.state === 'stopped') await this.#start();
      },
    );
    this.#looking = latest(async (point: number) => {
      this.#take(await room.ask('look', { point }));
    });
    // Train the point under the hand first.
    onChange(room, { sweep: () => room.view?.sweep.name, look: () => settings().look }, () => {
      const { look } = settings();
      if (look >= 0 && room.view) this.#looking.want(look);
    });
    $effect(() => {
      const state = room.view?.sweep.state;
      if (state === 'running' || state === 'elsewhere') this.polling.play();
    });
    $effect(() => {
      const pair = room.view?.pair;
      if (pair && (pair.done < 1 || (pair.apart === '' && pair.between === null))) this.pairing.play();
    });
  }

  get error(): Loop['error'] {
    return this.#following.error ?? this.polling.error ?? this.pairing.error ?? this.#looking.error;
  }

  /** Resolves when the newest settings have been answered. */
  settled(): Promise<void> {
    return this.#following.settled();
  }

  async order(op: 'start' | 'stop'): Promise<void> {
    await this.settled();
    if (op === 'start') await this.#start();
    else this.#take(await this.#room.ask(op));
  }

  async #start(): Promise<void> {
    const sweep = await this.#room.ask('start');
    ownSweeps.add(sweep.name);
    this.#take(sweep);
  }

  async list(): Promise<void> {
    this.stored = await this.#room.ask('sweeps');
  }

  async #poll(): Promise<boolean> {
    const elsewhere = this.#room.view?.sweep.state === 'elsewhere';
    await new Promise((resolve) => setTimeout(resolve, elsewhere ? ELSEWHERE_MS : POLL_MS));
    const sweep = await this.#room.ask('look_on');
    this.#take(sweep);
    return sweep.state === 'running' || sweep.state === 'elsewhere';
  }

  async #pair(): Promise<boolean> {
    const pair = await this.#room.ask('train_pair');
    if (this.#room.view) this.#room.view = { ...this.#room.view, pair };
    return pair !== null && pair.done < 1;
  }

  #take(sweep: SweepView): void {
    if (this.#room.view) this.#room.view = { ...this.#room.view, sweep };
  }
}
