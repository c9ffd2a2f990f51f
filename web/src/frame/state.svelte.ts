import { browserAddress, type Address } from './address';
import type { Codec } from './codec';

const MERGE_MS = 900;
const LONGEST_PAST = 100;

/**
 * The settings of the exhibit on stage: one value, its history for undo, and its text in the address.
 * Whatever is in here can be shared, restored after a lost connection, and taken back.
 */
export class ExhibitState<P extends object> {
  #settings = $state.raw<P>({} as P);
  #past = $state.raw<readonly P[]>([]);
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

  /** Changes with the same `merge` key in quick succession (one drag of a slider) are one step for undo. */
  set(patch: Partial<P>, merge?: string): void {
    const next = { ...this.#settings, ...patch };
    if (this.#codec.encode(next) === this.#codec.encode(this.#settings)) return;
    const now = Date.now();
    const merged =
      merge !== undefined && this.#lastMerge?.key === merge && now - this.#lastMerge.at < MERGE_MS;
    if (!merged) this.#past = [...this.#past, this.#settings].slice(-LONGEST_PAST);
    this.#lastMerge = merge === undefined ? undefined : { key: merge, at: now };
    this.#show(next);
  }

  undo(): void {
    const previous = this.#past.at(-1);
    if (previous === undefined) return;
    this.#past = this.#past.slice(0, -1);
    this.#lastMerge = undefined;
    this.#show(previous);
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
    this.#past = [...this.#past, this.#settings].slice(-LONGEST_PAST);
    this.#settings = next;
  }

  #show(settings: P): void {
    this.#settings = settings;
    this.#address.write(this.#codec.encode(settings));
  }
}
