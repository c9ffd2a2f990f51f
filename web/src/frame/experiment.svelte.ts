import type { DivergedAt, SmallerRate } from '../lab.gen';
import type { Params } from '../protocol';
import type { NdArray } from '../validate';
import { Latest, latest, onChange, shownError } from './ask.svelte';
import type { AnyRoom } from './lab.svelte';
import { Loop } from './loop.svelte';
import { Throttled } from './throttled.svelte';

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
/** Epochs a picture on the way to an epoch that was named. */
const IN_SIGHT = 2;

/** Weights to begin with instead of new ones. */
export interface Weights {
  readonly theta: NdArray;
  readonly epoch: number;
}

/**
 * What every picture of an experiment holds: the moment on show, and the moments that can be gone back to.
 */
export interface ExperimentView {
  readonly frame: Weights & { readonly latest: number; readonly diverged: DivergedAt | null };
  readonly curves: { readonly epoch: NdArray };
}

/** The operations that are answered with the next moment. */
type Move = 'advance' | 'seek' | 'edit';

/** The room of an exhibit with these operations. */
export type ExperimentRoom<V> = Pick<AnyRoom, 'settled'> & {
  view: V | undefined;
  readonly generation: number;
  open(settings: Params): void;
  ask(op: 'tune', params: Params): Promise<V>;
  ask(op: 'smaller_rate'): Promise<SmallerRate>;
  ask(op: Move, params: Params): Promise<Partial<V>>;
};

/** The settings of an experiment by what a change of them means. */
export interface ExperimentParts {
  /** What begins anew, with first weights. */
  readonly building: () => Params;
  /** What is opened anew with the weights as they are, where an exhibit has such a thing. */
  readonly data?: () => Params;
  /** What may change in the middle of a run. */
  readonly tuning: () => Params;
}

/**
 * A training that goes on epoch by epoch while somebody watches: opened from the settings, played,
 * looked back on, gone on with from an earlier moment. The twin of `neurarium.lab.experiment`,
 * whose operations it asks. Made while a component is set up.
 */
export class Experiment<V extends ExperimentView> {
  readonly room: ExperimentRoom<V>;
  readonly loop = new Loop(() => this.#turn());
  speed = $state<SpeedName>('one');
  /** For charts and figures, which nobody reads faster than eight times a second. */
  readonly throttled = new Throttled<V>(125);
  /** For what is read in peace. */
  readonly calm = new Throttled<V>(350);

  readonly #parts: ExperimentParts;
  readonly #accept: () => void;
  readonly #seeking: Latest<[epoch: number], void>;
  #present: Weights | undefined;
  /** Epochs of the next turn, if they are not what the speed says. */
  #steps: number | undefined;

  constructor(room: ExperimentRoom<V>, parts: ExperimentParts) {
    this.room = room;
    this.#parts = parts;
    this.#seeking = latest((epoch) => this.#update('seek', { epoch }));
    const { building, tuning, data = () => null } = parts;
    this.#accept = onChange(room, { building, tuning, data }, (changed) => {
      if (changed.has('building')) this.#open(undefined);
      else if (changed.has('connection') || changed.has('data')) this.#open(this.#present);
      else void this.#tune();
    });
    $effect(() => {
      const { view } = room;
      const { playing } = this.loop; // when it stops, the last picture is to be seen everywhere
      if (view === undefined) return;
      const { frame } = view;
      if (frame.epoch === frame.latest) this.#present = { theta: frame.theta, epoch: frame.epoch };
      this.throttled.take(view, !playing);
      this.calm.take(view, !playing);
    });
    $effect(() => () => this.loop.pause());
  }

  get playing(): boolean {
    return this.loop.playing;
  }

  /** The lab is taking long over what was asked. */
  get slow(): boolean {
    return this.loop.slow.shown;
  }

  /** Whether an earlier moment is on show. */
  get lookingBack(): boolean {
    const frame = this.room.view?.frame;
    return frame !== undefined && frame.epoch < frame.latest;
  }

  /** Where the run has run away. */
  get diverged(): DivergedAt | undefined {
    return this.room.view?.frame.diverged ?? undefined;
  }

  // --- opening ---------------------------------------------------------------------------------------------

  /** Back to the first weights. */
  rewind(): void {
    this.#accept();
    this.#open(undefined);
  }

  /** From the first weights again, with a smaller learning rate that the lab has tried; `set` takes it. */
  async mend(set: (learningRate: number) => void): Promise<void> {
    await this.#attempt(async () => {
      const { learning_rate } = await this.loop.slow.watch(this.room.ask('smaller_rate'));
      set(learning_rate);
      this.rewind();
      await this.room.settled();
      this.loop.play();
    });
  }

  /** From a file or from those kept: the settings as they are now, with these weights. */
  restore(weights: Weights): void {
    this.#accept();
    this.loop.pause();
    this.#open(weights);
  }

  #open(weights: Weights | undefined): void {
    const { building, data, tuning } = this.#parts;
    this.loop.error = undefined;
    if (weights === undefined) this.loop.pause();
    const brought = weights === undefined ? {} : { theta: weights.theta, epoch: weights.epoch };
    this.room.open({ ...building(), ...data?.(), ...tuning(), ...brought });
    void this.loop.slow.watch(this.room.settled()).then(() => this.loop.resume());
  }

  async #tune(): Promise<void> {
    await this.room.settled();
    await this.#attempt(async () => {
      this.room.view = await this.room.ask('tune', this.#parts.tuning());
    });
  }

  // --- playing ---------------------------------------------------------------------------------------------

  async step(): Promise<void> {
    this.#steps = 1;
    await this.loop.once();
    this.#steps = undefined;
  }

  /** Trains up to an epoch, a few at a time, so that it can be seen. */
  async trainTo(epoch: number): Promise<void> {
    const left = (): number => epoch - (this.room.view?.frame.epoch ?? epoch);
    this.loop.pause();
    await this.room.settled();
    try {
      await this.loop.until(() => {
        this.#steps = Math.min(IN_SIGHT, left());
        return left() <= 0 || this.diverged !== undefined;
      });
    } finally {
      this.#steps = undefined;
    }
  }

  async #turn(): Promise<boolean> {
    const { steps, rest = 0 } = this.#steps === undefined ? SPEEDS[this.speed] : { steps: this.#steps };
    const due = performance.now() + rest;
    await this.#update('advance', { steps });
    await this.loop.rest(due);
    return this.diverged === undefined;
  }

  // --- looking back, and other moves -----------------------------------------------------------------------

  seek(epoch: number): void {
    this.loop.pause();
    this.#seeking.want(Math.round(epoch));
    void this.#seeking.settled().then(() => (this.loop.error = this.#seeking.error ?? this.loop.error));
  }

  /** To the moment before the one on show. */
  back(): void {
    const { view } = this.room;
    if (view === undefined) return;
    const earlier = Array.from(view.curves.epoch.data).findLast((epoch) => epoch < view.frame.epoch);
    if (earlier !== undefined) this.seek(earlier);
  }

  /** Makes the moment on show the present. */
  async goOn(): Promise<void> {
    await this.move('seek', { epoch: this.room.view?.frame.epoch ?? 0, go_on: true });
  }

  /** Asks for what moves the run and is answered with the moment after it. */
  async move(op: Move, params: Params): Promise<void> {
    await this.#attempt(() => this.#update(op, params));
  }

  async #update(op: Move, params: Params): Promise<void> {
    const update = await this.room.ask(op, params);
    if (this.room.view !== undefined) this.room.view = { ...this.room.view, ...update };
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.loop.error = shownError(cause) ?? this.loop.error;
    }
  }
}
