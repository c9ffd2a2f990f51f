import type { Room } from '../../frame/lab.svelte';
import { Newest } from '../../frame/newest';
import { clamp } from '../../lib/format';
import type { NdArray } from '../../validate';
import { EDGE } from './userPoints';
import {
  readInspection,
  readMagnified,
  readSlopes,
  type Inspection,
  type PlaygroundView,
  type Slopes,
} from './view';

/** An input (layer 0, by its place among all that may be chosen) or a unit of layer 1, 2, … */
export interface UnitId {
  readonly layer: number;
  readonly unit: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const within = (value: number): number => clamp(value, -EDGE, EDGE);

/** What the learner looks at closely: a point that is followed through the network, and one of its units. */
export class Inspector {
  /** The followed point, and what the network makes of it. */
  spot = $state.raw<Spot>();
  inspection = $state.raw<Inspection>();
  /** The unit that is looked at. */
  closeUp = $state.raw<UnitId>();
  /** A unit's large map: the closeUp's, as soon as it has come. */
  magnified = $state.raw<UnitId & { readonly map: NdArray }>();
  /** How the loss rises with what enters the unit that is opened (layer 1: the first with weights). */
  slopes = $state.raw<UnitId & Slopes>();
  #opened: UnitId | undefined;
  readonly #room: Room<PlaygroundView>;
  readonly #inspecting = new Newest();
  readonly #magnifying = new Newest();
  readonly #sloping = new Newest();

  constructor(room: Room<PlaygroundView>) {
    this.#room = room;
  }

  /** Follows a point; one outside the square from where it lies at the edge. */
  pin(spot: Spot | undefined): void {
    this.spot = spot && { x: within(spot.x), y: within(spot.y) };
    if (spot === undefined) this.inspection = undefined;
    else this.#inspect();
  }

  magnify(unit: UnitId | undefined): void {
    this.closeUp = unit;
    if (unit === undefined) this.magnified = undefined;
    else this.#magnify();
  }

  /** Opens a unit, or what leads into it: its slopes are asked for until it is closed. */
  open(unit: UnitId | undefined): void {
    this.#opened = unit;
    if (unit === undefined) this.slopes = undefined;
    else this.#slope();
  }

  /** The network has changed: looks again. */
  refresh(): void {
    if (this.#opened) this.#slope();
    if (this.closeUp && !this.#exists(this.closeUp)) this.magnify(undefined);
    if (this.spot) this.#inspect();
    if (this.closeUp) this.#magnify();
  }

  /** Whether there is such an input or hidden unit (the output has the large map anyway). */
  #exists({ layer, unit }: UnitId): boolean {
    const maps = layer === 0 ? this.#room.view?.setup.input_maps : this.#room.view?.frame.units[layer - 1];
    return unit < (maps?.shape[0] ?? 0);
  }

  #inspect(): void {
    const { spot } = this;
    if (spot === undefined) return;
    this.#inspecting.run(async () => {
      const found = await this.#room.ask('inspect', { ...spot }, readInspection);
      if (this.spot === spot) this.inspection = found;
    });
  }

  #slope(): void {
    const opened = this.#opened;
    if (opened === undefined) return;
    this.#sloping.run(async () => {
      const found = await this.#room.ask(
        'slopes',
        { layer: opened.layer - 1, unit: opened.unit },
        readSlopes,
      );
      if (this.#opened === opened) this.slopes = { ...opened, ...found };
    });
  }

  #magnify(): void {
    const { closeUp } = this;
    if (closeUp === undefined) return;
    this.#magnifying.run(async () => {
      const { map } = await this.#room.ask('magnify', { ...closeUp }, readMagnified);
      if (this.closeUp === closeUp) this.magnified = { ...closeUp, map };
    });
  }
}
