import { animate, inSight, reducedMotion } from '../lib/motion';

const TRAVEL_MS = 800;
const PAUSE_MS = 350;
export const SPEEDS = [0.5, 1, 2] as const;
export type StepBy = 'layer' | 'unit';

/** How far the signals have come through a network: unit after unit, or layer after layer. */
export class Pass {
  playing = $state(false);
  speed = $state<number>(1);
  /** So many units have their answer, counted from the first layer on; the inputs always have theirs. */
  done = $state(Number.POSITIVE_INFINITY);
  /** How far the signals into the next units have come; 0 while none are on their way. */
  travelled = $state(0);
  readonly #sizes: () => readonly number[];
  readonly #by: () => StepBy;
  #stop: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `sizes`: of the layers, the inputs' first. */
  constructor(sizes: () => readonly number[], by: () => StepBy = () => 'layer') {
    this.#sizes = sizes;
    this.#by = by;
  }

  get all(): number {
    return this.#sizes()
      .slice(1)
      .reduce((sum, size) => sum + size, 0);
  }

  /** Whether somebody plays or steps, rather than looks at the whole. */
  get started(): boolean {
    return Number.isFinite(this.done);
  }

  get ended(): boolean {
    return this.done >= this.all;
  }

  /** How many units of a layer have their answer. */
  known(layer: number): number {
    const sizes = this.#sizes();
    if (layer === 0) return sizes[0] ?? 0;
    const before = sizes.slice(1, layer).reduce((sum, size) => sum + size, 0);
    return Math.max(0, Math.min(sizes[layer] ?? 0, this.done - before));
  }

  /** The units that the signals are on their way to, or would be next. */
  get next(): { readonly layer: number; readonly from: number; readonly to: number } | undefined {
    const layer = this.#sizes().findIndex((size, k) => this.known(k) < size);
    if (layer < 1) return undefined;
    const from = this.known(layer);
    return { layer, from, to: this.#by() === 'unit' ? from + 1 : (this.#sizes()[layer] ?? 0) };
  }

  /** The layer to look at: the one that signals travel to, or the last that has answers. */
  get layer(): number {
    if (this.travelled > 0 && this.next) return this.next.layer;
    const last = this.#sizes().findLastIndex((_, k) => k > 0 && this.known(k) > 0);
    return Math.max(1, last);
  }

  /** All at once, as it is when nothing plays. */
  finish(): void {
    this.pause();
    this.done = Number.POSITIVE_INFINITY;
  }

  pause(): void {
    this.playing = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#stop?.();
    this.#stop = undefined;
  }

  play(): void {
    this.playing = true;
    if (this.ended) this.done = 0;
    const on = (): void =>
      this.#go(() => {
        if (!this.playing) return;
        if (this.ended) this.playing = false;
        else later(reducedMotion() ? TRAVEL_MS : PAUSE_MS);
      });
    // A hidden page rests.
    const later = (ms: number): void => {
      const timer = setTimeout(async () => {
        await inSight();
        if (this.#timer === timer) on();
      }, ms / this.speed);
      this.#timer = timer;
    };
    // The start is seen before anything moves.
    later(PAUSE_MS);
  }

  step(): void {
    this.pause();
    if (this.ended) this.done = 0;
    else this.#go();
  }

  back(): void {
    this.pause();
    const now = Math.min(this.done, this.all);
    if (this.#by() === 'unit') this.done = Math.max(0, now - 1);
    else {
      let before = 0;
      for (const size of this.#sizes().slice(1)) if (before + size < now) before += size;
      this.done = before;
    }
  }

  #go(then?: () => void): void {
    const { next } = this;
    if (next === undefined) return;
    const after = this.done + next.to - next.from;
    this.#stop = animate(
      TRAVEL_MS / this.speed,
      (share) => (this.travelled = share),
      () => {
        this.travelled = 0;
        this.done = after;
        then?.();
      },
    );
  }
}
