import { asLabError, type LabError } from '../../protocol';

/** Asks only for the newest: while an answer is on its way, later wishes replace one another. */
export class Newest<T> {
  value = $state.raw<T>();
  error = $state.raw<LabError>();
  #wish: (() => Promise<T>) | undefined;
  #running = false;

  want(ask: () => Promise<T>): void {
    this.#wish = ask;
    if (!this.#running) void this.#run();
  }

  /** Forgets the answer and whatever is still wished for. */
  clear(): void {
    this.#wish = undefined;
    this.value = undefined;
    this.error = undefined;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#wish !== undefined) {
      const ask = this.#wish;
      this.#wish = undefined;
      try {
        const value = await ask();
        this.value = value;
        this.error = undefined;
      } catch (cause) {
        const error = asLabError(cause);
        // The frame shows a lost connection, and the room opens again when it is back.
        if (error.code !== 'connection_lost') this.error = error;
      }
    }
    this.#running = false;
  }
}
