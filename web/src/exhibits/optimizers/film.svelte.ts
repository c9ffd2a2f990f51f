import { tick } from 'svelte';

import { latest, onChange } from '../../frame/ask.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import type { ExhibitState } from '../../frame/state.svelte';
import { clamp } from '../../lib/format';
import { nextFrame, reducedMotion } from '../../lib/motion';
import type { Frames, Landscape, Ops, OptimizersSettings } from './lab.gen';
import { raceOf, settingsOf, withoutStep, type PageSettings } from './settings';

export type Speed = 'slow' | 'usual' | 'fast';
/** Steps in a second. */
const PACE: Readonly<Record<Speed, number>> = { slow: 3, usual: 20, fast: 80 };
/** Between two pictures of a hidden page lie minutes: no jump is longer than this. */
const LONGEST_JUMP = 0.25;

/**
 * The race as a film: the lab computes it to its end at once, and the page plays it, between the steps too.
 * What is changed on the way stands in the settings with its step; the lab computes the rest anew.
 * Made while a component is set up.
 */
export class Film {
  frames = $state.raw<Frames>();
  landscape = $state.raw<Landscape>();
  /** The step that is shown; between two steps while it plays. */
  position = $state(0);
  playing = $state(false);
  speed = $state<Speed>('usual');
  /** Fetches what the picture still lacks. */
  readonly fetching = new Loop(() => this.#fetch());
  /** Lets the races of the sweep run. */
  readonly sweeping = new Loop(() => this.#sweep());
  readonly #room: Room<Ops>;
  readonly #controls: ExhibitState<PageSettings>;
  readonly #tuning;
  readonly #showing;
  /** The racer in the plane of whose path the places of the frames are. */
  #plane = '';

  constructor(room: Room<Ops>, controls: ExhibitState<PageSettings>) {
    this.#room = room;
    this.#controls = controls;
    this.position = controls.settings.step;
    this.#tuning = latest(async (settings: OptimizersSettings) => {
      room.view = await room.ask('configure', settings);
    });
    this.#showing = latest(async (step: number) => {
      const moment = await room.ask('show', { step });
      if (room.view !== undefined) room.view = { ...room.view, moment };
    });
    const settings = (): OptimizersSettings => settingsOf(controls.settings);
    const parts = { race: () => raceOf(settings()), settings: () => withoutStep(settings()) };
    onChange(room, parts, (changed) => {
      if (changed.has('race')) {
        // Another race: it stands where it was set to.
        this.playing = false;
        this.position = Math.min(controls.settings.step, this.length);
      }
      if (changed.has('connection')) {
        this.frames = this.landscape = undefined; // another server counts its versions anew
        room.open(settings());
      } else this.#tuning.want({ ...settings(), step: this.step });
    });
    $effect(() => {
      const { step } = controls.settings; // set by a link, undo or reset
      if (!this.playing && step !== this.step) this.position = Math.min(step, this.length);
    });
    $effect(() => {
      if (room.view !== undefined && this.step !== room.view.moment.shown) this.#showing.want(this.step);
    });
    $effect(() => {
      if (room.view !== undefined && this.isBehind) this.fetching.play();
      if (room.view?.swept === null) this.sweeping.pause();
    });
    $effect(() => () => {
      this.playing = false;
      this.fetching.pause();
      this.sweeping.pause();
    });
  }

  /** The last whole step that is shown. */
  get step(): number {
    return Math.floor(this.position);
  }

  get length(): number {
    return this.#controls.settings.length;
  }

  /** How many steps there are to show. */
  get last(): number {
    return Math.max(0, (this.frames?.places.shape[1] ?? 1) - 1);
  }

  /** The picture is not yet, or no longer, that of the settings. */
  get isBehind(): boolean {
    const { view } = this.#room;
    if (view === undefined) return false;
    return this.#framesAreOld || this.#landscapeIsOld;
  }

  get error(): typeof this.fetching.error {
    return this.#tuning.error ?? this.fetching.error ?? this.sweeping.error ?? this.#showing.error;
  }

  play(): void {
    if (this.playing) return;
    if (this.step >= this.length) void this.restart().then(() => this.#run());
    else void this.#run();
  }

  pause(): void {
    this.playing = false;
    this.#keep();
  }

  /** To a step that is computed. */
  to(step: number): void {
    this.playing = false;
    this.position = clamp(Math.round(step), 0, this.length);
    this.#keep();
  }

  /** Once more from the start, with the rates of now all the way, or with others. */
  async restart(patch: Partial<PageSettings> = {}): Promise<void> {
    this.playing = false;
    this.position = 0;
    this.#controls.set({ ...patch, changes: [], step: 0 });
    await this.settled();
  }

  /** Resolves when the newest settings have been answered. */
  async settled(): Promise<void> {
    await tick();
    await this.#room.settled();
    await this.#tuning.settled();
  }

  get #framesAreOld(): boolean {
    const { view } = this.#room;
    return this.frames === undefined || this.frames.version !== view?.version || !this.frames.over;
  }

  get #landscapeIsOld(): boolean {
    const { view } = this.#room;
    const land = this.landscape;
    if (land?.heights == null || view === undefined || land.problem !== view.settings.problem) return true;
    if (land.shares === null) return false;
    return land.version !== view.version || land.racer !== view.followed || this.#plane !== planeOf(land);
  }

  async #fetch(): Promise<boolean> {
    await this.settled();
    if (this.#framesAreOld) this.frames = await this.#room.ask('frames');
    else if (this.#landscapeIsOld) {
      const found = await this.#room.ask('landscape');
      // Until the new one is drawn the old one stays.
      if (found.heights === null && this.landscape?.problem === found.problem) return true;
      if (found.shares !== null && found.heights !== null) {
        // The racers' places in the new plane, and the plane itself, appear together.
        this.frames = await this.#room.ask('frames');
        this.#plane = planeOf(found);
      }
      this.landscape = found;
    }
    return this.isBehind;
  }

  async #sweep(): Promise<boolean> {
    await this.settled();
    const swept = await this.#room.ask('sweep');
    const { view } = this.#room;
    if (view !== undefined) this.#room.view = { ...view, swept };
    return swept.share_done < 1;
  }

  async #run(): Promise<void> {
    this.playing = true;
    let before = performance.now();
    while (this.playing) {
      await nextFrame();
      const now = performance.now();
      const gone = Math.min(LONGEST_JUMP, (now - before) / 1000);
      before = now;
      if (!this.playing) return;
      this.position = Math.min(this.position + gone * PACE[this.speed], this.last);
      if (this.position >= this.length) this.pause();
    }
  }

  /** The step that is shown goes into the address, so that a reload comes back to it. */
  #keep(): void {
    this.position = this.step;
    this.#controls.set({ step: this.step }, 'step');
  }

  /** Where to draw: between two steps while it plays, unless the reader wants no motion. */
  get drawn(): number {
    return reducedMotion() ? this.step : this.position;
  }
}

const planeOf = ({ version, racer }: Landscape): string => `${version} ${racer}`;
