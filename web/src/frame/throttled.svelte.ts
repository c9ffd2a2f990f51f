/** Keeps what comes often at a pace that can be read: it changes once in `pause` milliseconds at most. */
export class Throttled<T> {
  value = $state.raw<T>();
  #at = -Infinity;
  readonly #pause: number;

  constructor(pause: number) {
    this.#pause = pause;
  }

  /** `last`: nothing comes after it, so it is to be seen whatever the pace. */
  take(value: T, last: boolean): void {
    const now = performance.now();
    if (!last && now - this.#at <= this.#pause) return;
    this.value = value;
    this.#at = now;
  }
}
