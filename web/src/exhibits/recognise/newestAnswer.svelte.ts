import { Newest } from '../../frame/newest';
import { asLabError, type LabError } from '../../protocol';

/** The answer to the newest question, or what went wrong with it. */
export class NewestAnswer<T> {
  value = $state.raw<T>();
  error = $state.raw<LabError>();
  readonly #newest = new Newest();

  want(ask: () => Promise<T>): void {
    this.#newest.run(
      async () => {
        this.value = await ask();
        this.error = undefined;
      },
      (cause) => {
        const error = asLabError(cause);
        // The frame shows a lost connection, and the room opens again when it is back.
        if (error.code !== 'connection_lost') this.error = error;
      },
    );
  }

  /** Forgets the answer and whatever is still wished for. */
  clear(): void {
    this.#newest.forget();
    this.value = undefined;
    this.error = undefined;
  }
}
