import { browserAddress, type Address } from './address';
import type { Codec } from './codec';

const MERGE_MS = 900;
const LONGEST_PAST = 100;

/** What undo does next: the settings to return to, how something else is taken back, or both. */
interface Step<P> {
  readonly settings?: P;
  readonly takeBack?: (() => void) | undefined;
}

/**
 * The settings of an exhibit: one value, its history for undo, and its text in the address. Whatever is in
 * here can be shared, restored after a lost connection, and taken back.
 */
export class ExhibitState<P extends object> {
  #settings = $state.raw<P>({} as P);
  #given: boolean;
  /** Demonstrations that are under way. */
  #shows = 0;
  #past = $state.raw<readonly Step<P>[]>([]);
  /** The parts of the address that were not taken over, until that has been read. */
  ignored = $state.raw<readonly string[]>([]);
  readonly #codec: Codec<P>;
  readonly #address: Address;
  #lastMerge: { key: string; at: number } | undefined;

  constructor(codec: Codec<P>, address: Address = browserAddress) {
    this.#codec = codec;
    this.#address = address;
    this.#settings = codec.decode(address.read());
    this.ignored = codec.ignored(address.read());
    this.#given = this.changed;
  }

  /** Whether all is still as a link or a demonstration of the lab brought it: nothing was done since. */
  get given(): boolean {
    return this.#given;
  }

  /** While the lab shows something by itself, what it sets is not the learner's doing. */
  async demonstrate(work: () => Promise<void>): Promise<void> {
    this.#shows += 1;
    try {
      await work();
    } finally {
      this.#shows -= 1;
    }
  }

  get settings(): P {
    return this.#settings;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** Whether anything differs from how the exhibit starts. */
  get changed(): boolean {
    return this.#codec.encode(this.#settings) !== this.#codec.encode(this.#codec.defaults);
  }

  /**
   * Changes with the same `merge` key in quick succession (one drag of a slider) are one step for undo.
   * `takeBack`: what else is to be taken back with them.
   */
  set(patch: Partial<P>, merge?: string, takeBack?: () => void): void {
    const next = { ...this.#settings, ...patch };
    if (this.#codec.encode(next) === this.#codec.encode(this.#settings)) {
      if (takeBack) this.did(takeBack);
      return;
    }
    this.#remember({ settings: this.#settings, takeBack }, merge);
    this.#show(next);
  }

  /** Something was done that is no setting, such as a weight typed in: undo takes it back in its turn. */
  did(takeBack: () => void, merge?: string): void {
    this.#remember({ takeBack }, merge);
  }

  /** Something was done that is not taken back, such as a program run: what the lab finds is the learner's. */
  acted(): void {
    this.#given = this.#shows > 0;
  }

  /** The exhibit leaves the stage: what it did besides its settings ends with it, and is not taken back. */
  leave(): void {
    this.#past = this.#past.flatMap(({ settings }) => (settings ? [{ settings }] : []));
    this.#lastMerge = undefined;
  }

  undo(): void {
    const previous = this.#past.at(-1);
    if (previous === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#lastMerge = undefined;
    if (previous.settings) this.#show(previous.settings);
    previous.takeBack?.();
  }

  reset(): void {
    this.set(this.#codec.defaults);
  }

  /** The address changed under us: a pasted link, or the browser's back button. */
  follow(): void {
    const hash = this.#address.read();
    const next = this.#codec.decode(hash);
    this.ignored = this.#codec.ignored(hash);
    if (this.#codec.encode(next) === this.#codec.encode(this.#settings)) return;
    this.#remember({ settings: this.#settings });
    this.#settings = next;
    this.#given = true;
  }

  #remember(step: Step<P>, merge?: string): void {
    this.acted();
    const now = Date.now();
    const merged =
      merge !== undefined && this.#lastMerge?.key === merge && now - this.#lastMerge.at < MERGE_MS;
    if (!merged) this.#past = [...this.#past, step].slice(-LONGEST_PAST);
    this.#lastMerge = merge === undefined ? undefined : { key: merge, at: now };
  }

  #show(settings: P): void {
    this.#settings = settings;
    this.#address.write(this.#codec.encode(settings));
  }
}
