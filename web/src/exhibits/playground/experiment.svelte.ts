import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import { Newest } from '../../frame/newest';
import { nextFrame } from '../../lib/motion';
import { LabError } from '../../protocol';
import type { NdArray } from '../../validate';
import { Throttled } from './throttled.svelte';
import { buildingOf, learnsOwn, shapeOf, tuningOf, type PlaygroundSettings } from './settings';
import { readUpdate, readView, type Update, type PlaygroundView } from './view';

export type SpeedName = 'slow' | 'one' | 'ten' | 'full';

interface Speed {
  /** Epochs a picture at most; the lab's time for one answer may end it earlier. */
  readonly steps: number;
  /** Milliseconds between two pictures at least. */
  readonly rest?: number;
}
const SPEEDS: Readonly<Record<SpeedName, Speed>> = {
  slow: { steps: 1, rest: 500 },
  one: { steps: 1 },
  ten: { steps: 10 },
  full: { steps: 1_000_000 },
};

/** What was opened last, as text that compares. */
interface Opened {
  readonly generation: number;
  readonly shape: string;
  readonly own: string;
  readonly tuning: string;
}

/** Weights to begin with instead of new ones. */
export interface Weights {
  readonly theta: NdArray;
  readonly epoch: number;
}

const SLOW_AFTER_MS = 700;

/** One learner's run: opens it from the settings, plays it, and looks back. */
export class Experiment {
  readonly room: Room<PlaygroundView>;
  readonly loop = new Loop(() => this.#turn());
  speed = $state<SpeedName>('one');
  /** For charts and figures, which nobody reads faster than eight times a second. */
  readonly throttled = new Throttled<PlaygroundView>(125);
  /** For what is read in peace. */
  readonly calm = new Throttled<PlaygroundView>(350);
  /** The lab is taking long: it compiles, or somebody else keeps it busy. */
  preparing = $state(false);

  #settings: PlaygroundSettings | undefined;
  #opened: Opened | undefined;
  #present: Weights | undefined;
  #resume = false;
  #single = false;
  readonly #seeking = new Newest();

  constructor(room: Room<PlaygroundView>) {
    this.room = room;
  }

  get playing(): boolean {
    return this.loop.playing;
  }

  /** Whether an earlier moment is on show. */
  get lookingBack(): boolean {
    const frame = this.room.view?.frame;
    return frame !== undefined && frame.epoch < frame.latest;
  }

  /** The error of a run that ran away. */
  get diverged(): LabError | undefined {
    return this.loop.error?.code === 'diverged' ? this.loop.error : undefined;
  }

  // --- following the settings ----------------------------------------------------------------------------

  /** Called with the settings as they are now, and the count of connections. */
  follow(settings: PlaygroundSettings, generation: number): void {
    const before = this.#opened;
    const now = this.#note(settings, generation);
    if (before === undefined || now.shape !== before.shape) this.#open(undefined);
    else if (now.generation !== before.generation || now.own !== before.own) this.#open(this.#present);
    else if (now.tuning !== before.tuning) void this.#tune();
  }

  /** Back to the first weights. */
  rewind(settings: PlaygroundSettings): void {
    this.#note(settings, this.#opened?.generation ?? 0);
    this.#open(undefined);
  }

  /** An experiment from a file or from those kept: these settings, with these weights. */
  restore(settings: PlaygroundSettings, weights: Weights): void {
    this.#note(settings, this.#opened?.generation ?? 0);
    this.loop.pause();
    this.#open(weights);
  }

  #note(settings: PlaygroundSettings, generation: number): Opened {
    this.#settings = settings;
    this.#opened = {
      generation,
      shape: JSON.stringify(shapeOf(settings)),
      own: JSON.stringify(learnsOwn(settings) ? settings.own : null),
      tuning: JSON.stringify(tuningOf(settings)),
    };
    return this.#opened;
  }

  #open(weights: Weights | undefined): void {
    if (this.#settings === undefined) return;
    this.loop.error = undefined;
    if (weights === undefined) {
      this.loop.pause();
      this.#resume = false;
    }
    const brought = weights === undefined ? {} : { theta: weights.theta, epoch: weights.epoch };
    this.room.open({ ...buildingOf(this.#settings), ...tuningOf(this.#settings), ...brought });
    void this.#watched(this.room.settled()).then(() => {
      if (!this.#resume) return;
      this.#resume = false;
      this.loop.play();
    });
  }

  async #tune(): Promise<void> {
    await this.room.settled();
    if (this.#settings === undefined) return;
    try {
      this.room.view = await this.room.ask('tune', tuningOf(this.#settings), readView);
    } catch (cause) {
      this.#report(cause);
    }
  }

  // --- playing ---------------------------------------------------------------------------------------------

  async step(): Promise<void> {
    this.#single = true;
    await this.loop.once();
    this.#single = false;
  }

  /** Trains up to an epoch, a few at a time, so that it can be seen. */
  async trainTo(epoch: number): Promise<void> {
    this.loop.pause();
    await this.room.settled();
    for (let now = 0; now < epoch;) {
      this.#take(
        await this.#watched(this.room.ask('advance', { steps: Math.min(2, epoch - now) }, readUpdate)),
      );
      now = this.room.view?.frame.epoch ?? epoch;
      await nextFrame();
    }
  }

  async #turn(): Promise<boolean> {
    const { steps, rest = 0 } = this.#single ? { steps: 1 } : SPEEDS[this.speed];
    const due = performance.now() + rest;
    try {
      this.#take(await this.#watched(this.room.ask('advance', { steps }, readUpdate)));
    } catch (cause) {
      if (cause instanceof LabError && cause.code === 'connection_lost') this.#resume = this.loop.playing;
      throw cause;
    }
    while (this.loop.playing && performance.now() < due)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return true;
  }

  #take(update: Update): void {
    if (this.room.view !== undefined) this.room.view = { ...this.room.view, ...update };
  }

  // --- looking back, and setting by hand
  // ----------------------------------------------------------------------

  seek(epoch: number): void {
    this.loop.pause();
    this.#seeking.run(
      async () => this.#take(await this.room.ask('seek', { epoch: Math.round(epoch) }, readUpdate)),
      (cause) => this.#report(cause),
    );
  }

  /** To the moment before the one on show. */
  back(): void {
    const view = this.room.view;
    const earlier =
      view === undefined
        ? undefined
        : Array.from(view.curves.epoch.data).findLast((epoch) => epoch < view.frame.epoch);
    if (earlier !== undefined) this.seek(earlier);
  }

  /** Makes the moment on show the present. */
  async goOn(): Promise<void> {
    const epoch = this.room.view?.frame.epoch ?? 0;
    await this.#safely(async () =>
      this.#take(await this.room.ask('seek', { epoch, go_on: true }, readUpdate)),
    );
  }

  /** Sets a weight (`row` is where it comes from) or a bias; layer 0 is the first with weights. */
  async edit(kind: 'weight' | 'bias', layer: number, unit: number, value: number, row = 0): Promise<void> {
    await this.#safely(async () =>
      this.#take(await this.room.ask('edit', { kind, layer, unit, value, row }, readUpdate)),
    );
  }

  /** Called with each new view, and with the last one when playing stops. */
  seen(view: PlaygroundView, playing: boolean): void {
    const { frame } = view;
    if (frame.epoch === frame.latest) this.#present = { theta: frame.theta, epoch: frame.epoch };
    this.throttled.take(view, !playing);
    this.calm.take(view, !playing);
  }

  // --- patience and errors
  // -------------------------------------------------------------------------------------

  async #watched<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => (this.preparing = true), SLOW_AFTER_MS);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this.preparing = false;
    }
  }

  async #safely(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.#report(cause);
    }
  }

  #report(cause: unknown): void {
    if (cause instanceof LabError && cause.code !== 'connection_lost') this.loop.error = cause;
  }
}
