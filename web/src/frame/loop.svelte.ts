import { nextFrame } from '../lib/motion';
import { LabError, asLabError } from '../protocol';

/**
 * What "play" means in a lab without a clock: ask for the next picture, wait for it, draw it, ask again. So
 * there is never more than one question on its way, and to pause is to stop asking.
 */
export class Loop {
  playing = $state(false);
  /** What stopped the loop, if it did not stop by itself; the frame shows a lost connection. */
  error = $state.raw<LabError>();
  /** A question is on its way. */
  #turning = false;
  readonly #turn: () => Promise<boolean>;

  /** `turn` asks for one picture and takes it in; false: there is nothing more to come. */
  constructor(turn: () => Promise<boolean>) {
    this.#turn = turn;
  }

  play(): void {
    if (this.playing) return;
    this.playing = true;
    void this.#run();
  }

  pause(): void {
    this.playing = false;
  }

  /** One turn, if none is under way. */
  async once(): Promise<void> {
    if (this.#turning) return;
    await this.#safely();
  }

  async #run(): Promise<void> {
    if (this.#turning) return; // the run that is still waiting for its answer goes on
    while (this.playing) {
      if (!(await this.#safely())) this.playing = false;
      await nextFrame();
    }
  }

  async #safely(): Promise<boolean> {
    this.#turning = true;
    try {
      const more = await this.#turn();
      this.error = undefined;
      return more;
    } catch (cause) {
      const error = asLabError(cause);
      if (error.code !== 'connection_lost') this.error = error;
      return false;
    } finally {
      this.#turning = false;
    }
  }
}
