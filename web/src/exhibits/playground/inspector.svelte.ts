import { latest, type Latest } from '../../frame/ask.svelte';
import type { Room } from '../../frame/lab.svelte';
import { clamp } from '../../lib/format';
import type { NdArray } from '../../validate';
import type { Spot } from '../../components/plane/dots';
import { EDGE } from '../../lab.gen';
import type { Inspection, Ops, Slopes } from './lab.gen';

/** An input (layer 0, by its place among all that may be chosen) or a unit of layer 1, 2, … */
export interface UnitId {
  readonly layer: number;
  readonly unit: number;
}

/** The very point that two decimals can say, so that what is printed is what is computed. */
const within = (value: number): number => Math.round(100 * clamp(value, -EDGE, EDGE)) / 100;

/** What the network makes of a point, and which. */
export type Inspected = Inspection & { readonly spot: Spot };

/** What the learner looks at closely: a point that is followed through the network, and one of its units. */
export class Inspector {
  /** The followed point. */
  spot = $state.raw<Spot>();
  /** The unit that is looked at. */
  closeUp = $state.raw<UnitId>();
  #opened: UnitId | undefined;
  readonly #room: Room<Ops>;
  readonly #inspection = latest((spot: Spot) => this.#inspect(spot));
  readonly #pointed = latest((spot: Spot) => this.#inspect(spot));
  #pointer: Spot | undefined;
  readonly #magnified = latest(async (unit: UnitId) => ({
    ...unit,
    ...(await this.#room.ask('magnify', { ...unit })),
  }));
  readonly #slopes = latest(async (unit: UnitId) => ({
    ...unit,
    ...(await this.#room.ask('slopes', { layer: unit.layer - 1, unit: unit.unit })),
  }));

  constructor(room: Room<Ops>) {
    this.#room = room;
  }

  /** What the network makes of the followed point. */
  get inspection(): Inspected | undefined {
    return this.#inspection.value;
  }

  /** What it makes of the point under the mouse. */
  get pointed(): Inspected | undefined {
    return this.#pointed.value;
  }

  /** A unit's large map: the closeUp's, as soon as it has come. */
  get magnified(): (UnitId & { readonly map: NdArray }) | undefined {
    return this.#magnified.value;
  }

  /** How the loss rises with what enters the unit that is opened (layer 1: the first with weights). */
  get slopes(): (UnitId & Slopes) | undefined {
    return this.#slopes.value;
  }

  /** Follows a point; one outside the square from where it lies at the edge. */
  pin(spot: Spot | undefined): void {
    this.spot = spot && { x: within(spot.x), y: within(spot.y) };
    wantOrClear(this.#inspection, this.spot);
  }

  /** Reads the point under the mouse. */
  point(spot: Spot | undefined): void {
    this.#pointer = spot && { x: within(spot.x), y: within(spot.y) };
    wantOrClear(this.#pointed, this.#pointer);
  }

  magnify(unit: UnitId | undefined): void {
    this.closeUp = unit;
    wantOrClear(this.#magnified, unit);
  }

  /** Opens a unit, or what leads into it: its slopes are asked for until it is closed. */
  open(unit: UnitId | undefined): void {
    this.#opened = unit;
    wantOrClear(this.#slopes, unit);
  }

  /** The network has changed: looks again. */
  refresh(): void {
    if (this.#opened) this.#slopes.want(this.#opened);
    if (this.closeUp && !this.#exists(this.closeUp)) this.magnify(undefined);
    if (this.spot) this.#inspection.want(this.spot);
    if (this.#pointer) this.#pointed.want(this.#pointer);
    if (this.closeUp) this.#magnified.want(this.closeUp);
  }

  async #inspect(spot: Spot): Promise<Inspected> {
    return { spot, ...(await this.#room.ask('inspect', { ...spot })) };
  }

  /** Whether there is such an input or hidden unit (the output has the large map anyway). */
  #exists({ layer, unit }: UnitId): boolean {
    const maps = layer === 0 ? this.#room.view?.setup.input_maps : this.#room.view?.frame.units[layer - 1];
    return unit < (maps?.shape[0] ?? 0);
  }
}

function wantOrClear<Q, A>(answer: Latest<[Q], A>, question: Q | undefined): void {
  if (question === undefined) answer.clear();
  else answer.want(question);
}
