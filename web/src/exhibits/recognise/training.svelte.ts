import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import type { Params } from '../../protocol';
import { readProgress, type PictureView, type ProgressView } from './view';

/** A short training in the lab, asked on slice by slice until it is over. */
export class Training {
  /** How far it is, or how it ended. */
  progress = $state.raw<ProgressView>();
  readonly loop = new Loop(() => this.#turn());
  readonly #room: Room<PictureView>;
  readonly #finished: (progress: ProgressView) => void;
  /** What begins it, until it has begun. */
  #beginning: readonly [op: string, params: Params] | undefined;

  constructor(room: Room<PictureView>, finished: (progress: ProgressView) => void) {
    this.#room = room;
    this.#finished = finished;
  }

  start(op: 'train' | 'tune', params: Params = {}): void {
    if (this.loop.playing) return;
    this.#beginning = [op, params];
    this.progress = undefined;
    this.loop.play();
  }

  stop(): void {
    this.loop.pause();
    this.progress = undefined;
    this.#room.ask('stop', {}, () => undefined).catch(() => undefined);
  }

  async #turn(): Promise<boolean> {
    const [op, params] = this.#beginning ?? ['advance', {}];
    this.#beginning = undefined;
    const progress = await this.#room.ask(op, params, readProgress);
    if (!this.loop.playing) return false; // stopped meanwhile
    this.progress = progress;
    if (progress.finished) this.#finished(progress);
    return !progress.finished;
  }
}
