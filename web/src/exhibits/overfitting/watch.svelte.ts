import { Following } from '../../frame/following.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import { Own } from '../../frame/own';
import type { Ops, RunsView, WeightsView } from './lab.gen';
import { settingsOf, type PageSettings } from './settings';

/** What was kept, uncovered or asked for in this browser. */
export const ownDeeds = new Own('overfitting');

/** Whether what a task asks for of the kept runs is somebody else's doing. */
export function isForeign(task: string, { runs }: { runs: readonly { id: string }[] }): boolean {
  switch (task) {
    case 'cure':
      return !runs.some(({ id }) => ownDeeds.has(id));
    case 'commit':
      return !runs.some(({ id }) => ownDeeds.has(`uncovered:${id}`));
    case 'luck_shown':
      return !ownDeeds.has('luck');
    default:
      return false;
  }
}

const POLL_MS = 400;

/** The operations that change the kept runs. */
type Order = 'keep' | 'stop' | 'go_on' | 'luck';

/** The room follows the settings; what the open panel shows is trained, and the kept runs are looked at. */
export class Watch {
  weights = $state.raw<WeightsView>();
  /** The run whose network is trained again to be compared, and how much of that is done. */
  sending = $state.raw<{ readonly run: string; readonly done: number }>();
  #isLeft = false;
  readonly #room: Room<Ops>;
  readonly #settings: () => PageSettings;
  readonly #following;
  readonly training = new Loop(() => this.#train());
  readonly polling = new Loop(() => this.#poll());

  constructor(room: Room<Ops>, settings: () => PageSettings) {
    this.#room = room;
    this.#settings = settings;
    this.#following = new Following(
      room,
      () => settingsOf(settings()),
      () => (this.weights = undefined),
    );
    $effect(() => () => (this.#isLeft = true));
    $effect(() => {
      if (this.#behind) this.training.play();
    });
    $effect(() => {
      if (room.view?.runs.progress.state === 'running') this.polling.play();
    });
  }

  get error(): Loop['error'] {
    return this.training.error ?? this.#following.error ?? this.polling.error;
  }

  /** Resolves when the newest settings have been answered. */
  settled(): Promise<void> {
    return this.#following.settled();
  }

  async order(op: Order): Promise<void> {
    const kept = this.#room.view?.live.id;
    const runs = await this.#room.ask(op);
    if (op === 'keep' && kept !== undefined) ownDeeds.add(kept);
    if (op === 'luck') ownDeeds.add('luck');
    this.#take(runs);
  }

  async forget(run: string): Promise<void> {
    this.#take(await this.#room.ask('forget', { run }));
  }

  async uncover(run: string): Promise<void> {
    this.#take(await this.#room.ask('uncover', { run }));
    ownDeeds.add(`uncovered:${run}`);
  }

  /** The name of the network of a run, when it has been trained again; undefined if the page is left. */
  async network(run: string): Promise<string | undefined> {
    this.sending = { run, done: 0 };
    try {
      while (!this.#isLeft) {
        const { name, done } = await this.#room.ask('network', { run });
        if (name !== '' && !this.#isLeft) return name;
        if (done === 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS)); // it cannot begin yet
        this.sending = { run, done };
      }
      return undefined;
    } finally {
      this.sending = undefined;
    }
  }

  get #behind(): boolean {
    const { view } = this.#room;
    if (view === undefined) return false;
    switch (this.#settings().panel) {
      case 'game':
        return view.game.done < 1;
      case 'digits':
        return view.live.done < 1;
      case 'weights':
        return view.live.done < 1 || this.weights === undefined || this.weights.done < 1;
      case 'test':
        return false;
    }
  }

  async #train(): Promise<boolean> {
    await this.settled();
    const { view } = this.#room;
    if (view === undefined || !this.#behind) return false;
    if (this.#settings().panel === 'game') {
      const game = await this.#room.ask('play');
      if (this.#room.view) this.#room.view = { ...this.#room.view, game };
    } else if (view.live.done < 1) {
      const live = await this.#room.ask('advance');
      if (this.#room.view) this.#room.view = { ...this.#room.view, live };
    } else {
      const before = JSON.stringify(settingsOf(this.#settings()));
      const weights = await this.#room.ask('weights');
      if (before === JSON.stringify(settingsOf(this.#settings()))) this.weights = weights;
    }
    return this.#behind;
  }

  async #poll(): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const runs = await this.#room.ask('runs');
    this.#take(runs);
    return runs.progress.state === 'running';
  }

  #take(runs: RunsView): void {
    if (this.#room.view) this.#room.view = { ...this.#room.view, runs };
  }
}
