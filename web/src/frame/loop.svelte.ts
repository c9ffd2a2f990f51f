import { nextFrame } from '../lib/motion';
import { LabError, asLabError } from '../protocol';
import { SlowNotice } from './ask.svelte';

/**
 * What "play" means in a lab without a clock: ask for the next picture, wait for it, draw it, ask again. So
 * there is never more than one question on its way, and to pause is to stop asking.
 */
export class Loop {
  playing = $state(false);
  /** What stopped the loop, if it did not stop by itself; the frame shows a lost connection. */
  error = $state.raw<LabError>();
  readonly slow = new SlowNotice();
  /** A question is on its way. */
  #turning = false;
  #running = false;
  /** A lost connection has stopped what was playing. */
  #interrupted = false;
  readonly #turn: () => Promise<boolean>;

  /** `turn` asks for one picture and takes it in; false: there is nothing more to come. */
  constructor(turn: () => Promise<boolean>) {
    this.#turn = turn;
  }

  play(): void {
    if (this.playing) return;
    this.#interrupted = false;
    this.playing = true;
    void this.#run();
  }

  pause(): void {
    this.playing = false;
    this.#interrupted = false;
  }

  /** Plays on if it was a lost connection that stopped it. */
  resume(): void {
    if (this.#interrupted) this.play();
  }

  /** Waits between two pictures until it is `due`, as long as it plays. */
  async rest(due: number): Promise<void> {
    while (this.playing && performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** One turn, if none is under way. */
  async once(): Promise<void> {
    if (this.#turning) return;
    await this.#safely();
  }

  /** Turn after turn in sight, until `done`; what goes wrong is thrown. */
  async until(done: () => boolean): Promise<void> {
    this.pause();
    while (!done()) {
      await this.slow.watch(this.#turn());
      await nextFrame();
    }
  }

  async #run(): Promise<void> {
    if (this.#running) return; // the run that is still waiting, for its answer or for the next frame, goes on
    this.#running = true;
    while (this.#turning) await nextFrame();
    while (this.playing) {
      if (!(await this.#safely())) this.playing = false;
      await nextFrame();
    }
    this.#running = false;
  }

  async #safely(): Promise<boolean> {
    this.#turning = true;
    try {
      const more = await this.slow.watch(this.#turn());
      this.error = undefined;
      return more;
    } catch (cause) {
      const error = asLabError(cause);
      if (error.isConnectionLost) this.#interrupted = this.playing;
      else this.error = error;
      return false;
    } finally {
      this.#turning = false;
    }
  }
}
