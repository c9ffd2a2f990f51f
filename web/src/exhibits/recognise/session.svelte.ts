import { tick } from 'svelte';

import type { Room } from '../../frame/lab.svelte';
import { LabError, asLabError, type Params } from '../../protocol';
import { readPicture, readReading, type DigitView, type PictureView, type ReadingView } from './view';
import { inkField } from './ink';
import { NOTHING, writingParams, type Stroke, type Writing } from './writing';

/** How long nothing must change before the closer looks are asked for: a moving pen comes first. */
export const REST_MS = 90;

/**
 * What is on stage: the writing, and how it is read. There is one question on its way at most; what changes
 * meanwhile is asked for at once when the answer is there, and only in its newest form.
 */
export class Session {
  writing = $state.raw<Writing>(NOTHING);
  /** Which digit of the picture is looked at. */
  focus = $state(0);
  /** Counts the readings that came to rest: closer looks follow it. */
  rest = $state(0);
  /**
   * The reading that came to rest last: the lesson follows it, for to
   * lay out formulas takes longer than to read.
   */
  rested = $state.raw<ReadingView>();
  /** Milliseconds that the last stroke waited until its answer stood on the page. */
  latency = $state<number>();
  error = $state.raw<LabError>();

  readonly #room: Room<PictureView>;
  #settings: Params = {};
  /** When the writing became other than what was read: the oldest change that has no answer yet. */
  #unread: number | undefined;
  #latency: number | undefined;
  #unconfigured = false;
  #running = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: Room<PictureView>, strokes: readonly Stroke[] = []) {
    this.#room = room;
    this.writing = { kind: 'drawing', strokes };
  }

  get digit(): DigitView | undefined {
    return this.#room.view?.reading.digits[this.focus];
  }

  get empty(): boolean {
    return this.writing.kind === 'drawing' && this.writing.strokes.length === 0;
  }

  /** Everything anew: at the beginning, and after a reconnect. */
  async open(settings: Params): Promise<void> {
    this.#settings = settings;
    this.#unread = undefined;
    this.#unconfigured = false;
    this.#room.open({ ...settings, ...writingParams(this.writing) });
    await this.#room.settled();
    this.#settle();
    void this.#run(); // what was drawn meanwhile
  }

  write(writing: Writing): void {
    if (this.writing.kind === 'picture' && this.writing !== writing) URL.revokeObjectURL(this.writing.url);
    this.writing = writing;
    this.#unread ??= performance.now();
    void this.#run();
  }

  /**
   * The drawing in the address changed: it is on stage now, unless there
   * is nothing and a picture takes its place.
   */
  follow(strokes: readonly Stroke[]): void {
    const shown = this.writing;
    if (
      shown.kind === 'picture'
        ? strokes.length === 0
        : inkField.write(strokes) === inkField.write(shown.strokes)
    )
      return;
    this.write({ kind: 'drawing', strokes });
  }

  configure(settings: Params): void {
    this.#settings = settings;
    this.#unconfigured = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer); // nothing rests any more
    if (this.#running || this.#room.view === undefined) return;
    this.#running = true;
    while (this.#unread !== undefined || this.#unconfigured) {
      const since = this.#unread;
      try {
        if (since !== undefined) {
          this.#unread = undefined;
          const reading = await this.#room.ask('read', writingParams(this.writing), readReading);
          this.#room.view = { ...this.#room.view, reading };
          void tick().then(() => (this.#latency = performance.now() - since)); // when the bars are drawn
        } else {
          this.#unconfigured = false;
          this.#room.view = await this.#room.ask('configure', this.#settings, readPicture);
        }
        this.error = undefined;
      } catch (cause) {
        const error = asLabError(cause);
        if (error.code !== 'connection_lost') this.error = error;
      }
    }
    this.#running = false;
    this.#settle();
  }

  #settle(): void {
    this.focus = Math.max(0, Math.min(this.focus, (this.#room.view?.reading.digits.length ?? 1) - 1));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.rest += 1;
      this.rested = this.#room.view?.reading;
      this.latency = this.#latency;
    }, REST_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
    if (this.writing.kind === 'picture') URL.revokeObjectURL(this.writing.url);
  }
}
