import { onChange } from '../../frame/ask.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import type { ExhibitState } from '../../frame/state.svelte';
import type { Film } from './film.svelte';
import type { MnistRace, Ops } from './lab.gen';
import type { PageSettings } from './settings';

const POLL_MS = 500;

type Order = 'mnist_race' | 'mnist_stop' | 'mnist_go_on';

/** Looks at the race on MNIST, which goes on in the background. Made while a component is set up. */
export class MnistWatch {
  race = $state.raw<MnistRace>();
  readonly polling = new Loop(() => this.#poll());
  readonly #room: Room<Ops>;
  readonly #film: Film;

  constructor(room: Room<Ops>, film: Film, controls: ExhibitState<PageSettings>) {
    this.#room = room;
    this.#film = film;
    const shown = (): unknown => [controls.settings.racers, controls.settings.mnist_rates];
    onChange(room, { shown }, () => void this.polling.once().then(() => this.#follow()));
    $effect(() => () => this.polling.pause());
  }

  async order(op: Order): Promise<void> {
    await this.#film.settled();
    this.race = await this.#room.ask(op);
    this.#follow();
  }

  #follow(): void {
    if (this.race?.progress.state === 'running') this.polling.play();
  }

  async #poll(): Promise<boolean> {
    await this.#film.settled();
    this.race = await this.#room.ask('mnist');
    if (this.race.progress.state !== 'running') return false;
    if (this.polling.playing) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    return true;
  }
}
