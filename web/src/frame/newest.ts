/** Runs one task at a time; of those that come meanwhile, only the newest is run when it is done. */
export class Newest {
  #busy = false;
  #next: (() => Promise<void>) | undefined;

  /** `failed` hears what a task threw; without it a failure is passed over, for the next task will tell. */
  run(task: () => Promise<void>, failed: (cause: unknown) => void = () => undefined): void {
    this.#next = task;
    if (!this.#busy) void this.#work(failed);
  }

  /** Forgets the task that waits, if one does. */
  forget(): void {
    this.#next = undefined;
  }

  async #work(failed: (cause: unknown) => void): Promise<void> {
    this.#busy = true;
    for (let task = this.#next; task !== undefined; task = this.#next) {
      this.#next = undefined;
      try {
        await task();
      } catch (cause) {
        failed(cause);
      }
    }
    this.#busy = false;
  }
}
