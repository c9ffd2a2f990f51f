import type { Room } from '../../frame/lab.svelte';
import { nextFrame } from '../../lib/motion';
import { LabError, asLabError, type Params } from '../../protocol';
import { readProgress, type PictureView, type ProgressView } from './view';

/** A short training in the lab, asked on slice by slice until it is over. */
export class Training {
  progress = $state.raw<ProgressView>();
  error = $state.raw<LabError>();
  running = $state(false);
  readonly #room: Room<PictureView>;
  readonly #finished: (progress: ProgressView) => void;

  constructor(room: Room<PictureView>, finished: (progress: ProgressView) => void) {
    this.#room = room;
    this.#finished = finished;
  }

  async start(op: 'train' | 'tune', params: Params = {}): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.error = undefined;
    try {
      this.progress = await this.#room.ask(op, params, readProgress);
      while (this.running && !this.progress.finished) {
        await nextFrame();
        this.progress = await this.#room.ask('advance', {}, readProgress);
      }
      if (this.progress.finished) this.#finished(this.progress);
      else this.progress = undefined;
    } catch (cause) {
      // After a lost connection nothing is left of it: it begins anew.
      this.error = asLabError(cause);
      this.progress = undefined;
    }
    this.running = false;
  }

  stop(): void {
    if (!this.running) return;
    this.running = false;
    this.progress = undefined;
    this.#room.ask('stop', {}, () => undefined).catch(() => undefined);
  }
}
