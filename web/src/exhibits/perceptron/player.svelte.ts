import { latest, onChange, type Latest } from '../../frame/ask.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import type { ExhibitState } from '../../frame/state.svelte';
import type { Ops } from './lab.gen';
import { runOf, type Settings } from './settings';

export type SpeedName = 'slow' | 'usual' | 'fast';
/** Milliseconds between two corrections at least. */
const REST: Readonly<Record<SpeedName, number>> = { slow: 1600, usual: 700, fast: 90 };

/** Walks through a run of the lab, correction by correction. Made while a component is set up. */
export class Player {
  readonly loop = new Loop(() => this.#turn());
  speed = $state<SpeedName>('usual');
  readonly #room: Room<Ops>;
  readonly #controls: ExhibitState<Settings>;
  readonly #showing: Latest<[step: number], void>;

  constructor(room: Room<Ops>, controls: ExhibitState<Settings>) {
    this.#room = room;
    this.#controls = controls;
    this.#showing = latest(async (step) => {
      const frame = await room.ask('show', { step });
      if (room.view !== undefined) room.view = { ...room.view, frame };
    });
    const parts = { run: () => runOf(controls.settings), step: () => controls.settings.step };
    onChange(room, { ...parts, layer: () => controls.settings.layer }, (changed) => {
      if (changed.has('connection') || changed.has('run') || changed.has('layer')) {
        if (changed.has('run')) this.loop.pause();
        room.open(controls.settings);
        void room.settled().then(() => this.loop.resume());
      } else this.#showing.want(controls.settings.step);
    });
    $effect(() => () => this.loop.pause());
  }

  get playing(): boolean {
    return this.loop.playing;
  }

  get step(): number {
    return this.#room.view?.frame.step ?? 0;
  }

  get last(): number {
    return this.#room.view?.run.mistakes ?? 0;
  }

  /** Plays on; from the end, what repeats for ever once more, or else all. */
  play(): void {
    if (this.step >= this.last) this.to(this.#room.view?.run.cycle?.passes.first_step ?? 0);
    this.loop.play();
  }

  /** Plays what repeats for ever. */
  replay(): void {
    this.to(this.#room.view?.run.cycle?.passes.first_step ?? 0);
    this.loop.play();
  }

  /** Shows the neuron after so many corrections. */
  to(step: number): void {
    this.#controls.set({ step: Math.max(0, Math.min(this.last, Math.round(step))) }, 'step');
  }

  /** So many corrections on, or back: from the step that was set last, which the lab may not show yet. */
  by(steps: number): void {
    this.to(Math.min(this.last, this.#controls.settings.step) + steps);
  }

  /** One pass through the points. */
  pass(): void {
    this.to(this.#room.view?.frame.pass_end ?? 0);
  }

  async settled(): Promise<void> {
    await this.#room.settled();
    await this.#showing.settled();
  }

  async #turn(): Promise<boolean> {
    const due = performance.now() + REST[this.speed];
    await this.settled();
    if (this.step >= this.last) return false;
    this.to(this.step + 1);
    await this.settled();
    if (this.#showing.error) throw this.#showing.error;
    await this.loop.rest(due);
    return this.step < this.last;
  }
}
