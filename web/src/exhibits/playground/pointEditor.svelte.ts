import type { ExhibitState } from '../../frame/state.svelte';
import { clamp } from '../../lib/format';
import { EDGE } from '../../lab.gen';
import { LEAST_POINTS, MOST_POINTS, NAMELESS, type Named, type UserPoint } from './userPoints';
import { learnsOwn, namedOf, type PlaygroundSettings } from './settings';

const near = (value: number): number => clamp(Math.round(value * 100) / 100, -EDGE, EDGE) + 0;

/**
 * The learner's own points. While there are too few to learn from they are a draft that only the page knows;
 * from the fourth on they are parameters, and the network learns them.
 */
export class PointEditor {
  /** What a press on the map does: look at the point (undefined), set one of a class, or erase. */
  tool = $state.raw<number | 'erase' | undefined>();
  #draft = $state.raw<{ readonly points: readonly UserPoint[]; readonly named: Named }>();
  readonly #controls: ExhibitState<PlaygroundSettings>;
  readonly #restart: () => void;

  /** `restart` begins with first weights: the network knows nothing yet of points that are all new. */
  constructor(controls: ExhibitState<PlaygroundSettings>, restart: () => void) {
    this.#controls = controls;
    this.#restart = restart;
  }

  get draft(): readonly UserPoint[] | undefined {
    return this.#draft?.points;
  }

  /** What the table that the points come from calls its columns and classes. */
  get named(): Named {
    return this.#draft?.named ?? namedOf(this.#controls.settings);
  }

  /** Whether own points are chosen, be they enough or not. */
  get chosen(): boolean {
    return this.draft !== undefined || learnsOwn(this.#controls.settings);
  }

  get all(): readonly UserPoint[] {
    return this.draft ?? this.#controls.settings.own;
  }

  get missing(): number {
    return Math.max(0, LEAST_POINTS - this.all.length);
  }

  /** Whether there are too few own points to learn from: what is known of other points is not of these. */
  get waiting(): boolean {
    return this.chosen && this.missing > 0;
  }

  /** Chooses own points as the data set: those of before, or an empty square. */
  choose(): void {
    const back = this.#back();
    this.tool = 1;
    this.#show(this.#controls.settings.own, { back });
  }

  /** Another data set is chosen, by these settings. */
  leave(patch: Partial<PlaygroundSettings> = {}): void {
    const back = this.#draft && this.#back();
    this.#draft = undefined;
    this.tool = undefined;
    this.#controls.set(patch, undefined, back);
  }

  add(x: number, y: number): void {
    if (typeof this.tool !== 'number' || this.all.length >= MOST_POINTS) return;
    this.#show([...this.all, [near(x), near(y), this.tool]]);
  }

  /** Takes the nearest point away, if one is within `reach`. */
  erase(x: number, y: number, reach: number): void {
    const distances = this.all.map(([px, py]) => Math.hypot(px - x, py - y));
    const nearest = distances.indexOf(Math.min(...distances));
    if ((distances[nearest] ?? Infinity) <= reach) this.#show(this.all.filter((_, i) => i !== nearest));
  }

  replace(points: readonly UserPoint[], named: Named): void {
    const back = this.#back();
    this.tool ??= 1;
    this.#show(points, { anew: true, back, named });
  }

  clear(): void {
    this.#show([], { named: NAMELESS });
  }

  /** `anew`: none of the points was there before; `back`: how undo brings back what was. */
  #show(
    points: readonly UserPoint[],
    {
      anew = this.draft !== undefined,
      back = this.#back(),
      named = this.named,
    }: { anew?: boolean; back?: () => void; named?: Named } = {},
  ): void {
    if (points.length < LEAST_POINTS) {
      this.#draft = { points, named };
      this.#controls.did(back);
    } else {
      this.#draft = undefined;
      const own = { problem: 'classification', dataset: 'own', own: points, ...named } as const;
      this.#controls.set(own, undefined, back);
      if (anew) this.#restart();
    }
  }

  /** How undo brings back what is here now. */
  #back(): () => void {
    const [draft, tool] = [this.#draft, this.tool];
    return () => {
      this.#draft = draft;
      this.tool = tool;
    };
  }
}
