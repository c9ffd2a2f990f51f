import { tick } from 'svelte';

import { latest } from '../../frame/ask.svelte';
import type { Room } from '../../frame/lab.svelte';
import type { LabError } from '../../protocol';
import type { Digit, Ops, Reading, SettingsParams } from './lab.gen';
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
  rested = $state.raw<Reading>();
  /** Milliseconds that the last stroke waited until its answer stood on the page. */
  latency = $state<number>();

  readonly #room: Room<Ops>;
  #settings: SettingsParams = {};
  /** When the writing became other than what was read: the oldest change that has no answer yet. */
  #unread: number | undefined;
  #latency: number | undefined;
  #unconfigured = false;
  readonly #asking = latest(() => this.#catchUp());
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: Room<Ops>, strokes: readonly Stroke[] = []) {
    this.#room = room;
    this.writing = { kind: 'drawing', strokes };
  }

  get digit(): Digit | undefined {
    return this.#room.view?.reading.digits[this.focus];
  }

  /** What went wrong with what was asked last, or before it could be asked. */
  get error(): LabError | undefined {
    return this.#asking.error;
  }
  set error(error: LabError | undefined) {
    this.#asking.error = error;
  }

  get empty(): boolean {
    return this.writing.kind === 'drawing' && this.writing.strokes.length === 0;
  }

  /** Everything anew: at the beginning, and after a reconnect. */
  async open(settings: SettingsParams): Promise<void> {
    this.#settings = settings;
    this.#unread = undefined;
    this.#unconfigured = false;
    this.#room.open({ ...settings, ...writingParams(this.writing) });
    await this.#room.settled();
    this.#settle();
    this.#run(); // what was drawn meanwhile
  }

  write(writing: Writing): void {
    if (this.writing.kind === 'picture' && this.writing !== writing) URL.revokeObjectURL(this.writing.url);
    this.writing = writing;
    this.#unread ??= performance.now();
    this.#run();
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

  configure(settings: SettingsParams): void {
    this.#settings = settings;
    this.#unconfigured = true;
    this.#run();
  }

  #run(): void {
    clearTimeout(this.#timer); // nothing rests any more
    if (this.#room.view === undefined) return;
    if (this.#unread !== undefined || this.#unconfigured) this.#asking.want();
    void this.#asking.settled().then(() => this.#settle());
  }

  /** Asks for the one thing that has waited longest for its answer: a moving pen comes first. */
  async #catchUp(): Promise<void> {
    const since = this.#unread;
    try {
      if (since !== undefined) {
        this.#unread = undefined;
        const reading = await this.#room.ask('read', writingParams(this.writing));
        if (this.#room.view !== undefined) this.#room.view = { ...this.#room.view, reading };
        void tick().then(() => (this.#latency = performance.now() - since)); // when the bars are drawn
      } else if (this.#unconfigured) {
        this.#unconfigured = false;
        this.#room.view = await this.#room.ask('configure', this.#settings);
      }
    } finally {
      if (this.#unread !== undefined || this.#unconfigured) this.#asking.want();
    }
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
