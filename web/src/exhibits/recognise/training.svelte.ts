import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import type { Ops, Progress, TrainParams, TuneParams } from './lab.gen';

/** A short training in the lab, asked on slice by slice until it is over. */
export class Training {
  /** How far it is, or how it ended. */
  progress = $state.raw<Progress>();
  readonly loop = new Loop(() => this.#turn());
  readonly #room: Room<Ops>;
  readonly #finished: (progress: Progress) => void;
  /** What begins it, until it has begun. */
  #beginning: readonly [op: 'train' | 'tune', params: TrainParams | TuneParams] | undefined;

  constructor(room: Room<Ops>, finished: (progress: Progress) => void) {
    this.#room = room;
    this.#finished = finished;
  }

  start(op: 'train' | 'tune', params: TrainParams | TuneParams = {}): void {
    if (this.loop.playing) return;
    this.#beginning = [op, params];
    this.progress = undefined;
    this.loop.play();
  }

  stop(): void {
    this.loop.pause();
    this.progress = undefined;
    this.#room.ask('stop').catch(() => undefined);
  }

  async #turn(): Promise<boolean> {
    const [op, params] = this.#beginning ?? (['advance', {}] as const);
    this.#beginning = undefined;
    const progress = await this.#room.ask(op, params);
    if (!this.loop.playing) return false; // stopped meanwhile
    this.progress = progress;
    if (progress.finished) this.#finished(progress);
    return !progress.finished;
  }
}
