/** Pixels of the screen to one of CSS; it changes with zoom, and when a window goes to another screen. */
class Density {
  #value = $state(1);

  constructor() {
    if (typeof matchMedia !== 'function') return;
    this.#watch();
    // Zooming changes the window's size too, and not every browser tells both.
    addEventListener('resize', () => (this.#value = devicePixelRatio || 1));
  }

  get value(): number {
    return this.#value;
  }

  /** A query for the density of now fails as soon as it is another; then the next is asked. */
  #watch(): void {
    this.#value = devicePixelRatio || 1;
    matchMedia(`(resolution: ${this.#value}dppx)`).addEventListener('change', () => this.#watch(), {
      once: true,
    });
  }
}

/** Read where a canvas is drawn, so that it is drawn anew, and sharp, when it changes. */
export const density = new Density();
