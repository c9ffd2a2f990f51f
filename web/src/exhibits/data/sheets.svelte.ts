import { SvelteMap } from 'svelte/reactivity';

import { heatPixels } from '../../draw/image';
import type { Palette } from '../../draw/colour';
import type { Room } from '../../frame/lab.svelte';
import { latest } from '../../frame/ask.svelte';
import { constants, type Arrangement, type Ops } from './lab.gen';

/** Images on one sheet; a sheet is a square of them. */
export const ON_SHEET = constants.sheet;
export const ACROSS = Math.sqrt(ON_SHEET);
export const SIDE = 28;

/** A browser keeps so many sheets: each takes about 4 MB. */
const MOST_SHEETS = 24;

interface Made {
  readonly canvas: HTMLCanvasElement;
  readonly colours: Palette;
}

/**
 * The images of an arrangement, by sheets of a thousand. What is in sight is asked for; a sheet is one
 * picture, from which the grid copies.
 */
export class Sheets {
  readonly #room: Room<Ops>;
  readonly #pixels = new SvelteMap<number, Uint8Array>();
  readonly #made = new Map<number, Made>();
  #arrangement: Arrangement | undefined;
  readonly #fetch = latest(async (sheet: number, arrangement: Arrangement) => {
    const numbers = arrangement.numbers.data.slice(sheet * ON_SHEET, (sheet + 1) * ON_SHEET);
    const { pixels } = await this.#room.ask('sheet', {
      numbers: { dtype: '<f8', shape: [numbers.length], data: Float64Array.from(numbers) },
    });
    if (arrangement !== this.#arrangement) return;
    this.#pixels.set(sheet, pixels.data as Uint8Array);
    for (const oldest of this.#pixels.keys()) {
      if (this.#pixels.size <= MOST_SHEETS) break;
      this.#pixels.delete(oldest);
      this.#made.delete(oldest);
    }
  });

  constructor(room: Room<Ops>) {
    this.#room = room;
  }

  /** Other images, or the same in another order. */
  show(arrangement: Arrangement | undefined): void {
    if (arrangement === this.#arrangement) return;
    this.#arrangement = arrangement;
    this.#pixels.clear();
    this.#made.clear();
  }

  /** A sheet as a picture in these colours; undefined: it is not there yet, and is asked for. */
  picture(sheet: number, colours: Palette): HTMLCanvasElement | undefined {
    const pixels = this.#pixels.get(sheet);
    if (pixels === undefined) {
      if (this.#arrangement) this.#fetch.want(sheet, this.#arrangement);
      return undefined;
    }
    const made = this.#made.get(sheet);
    if (made?.colours === colours) return made.canvas;
    const canvas = draw(pixels, colours);
    this.#made.set(sheet, { canvas, colours });
    return canvas;
  }

  /** Resolves when what was asked for last is there. */
  settled(): Promise<void> {
    return this.#fetch.settled();
  }
}

function draw(pixels: Uint8Array, colours: Palette): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const count = pixels.length / (SIDE * SIDE);
  canvas.width = ACROSS * SIDE;
  canvas.height = Math.ceil(count / ACROSS) * SIDE;
  const context = canvas.getContext('2d');
  // One image is one column of pixels, 28 wide: so all of them are coloured at once, and then put in place.
  const coloured = heatPixels(pixels, 'sequential', 255, colours);
  const bytes = SIDE * SIDE * 4;
  for (let i = 0; i < count; i += 1)
    context?.putImageData(
      new ImageData(coloured.subarray(i * bytes, (i + 1) * bytes), SIDE, SIDE),
      (i % ACROSS) * SIDE,
      Math.floor(i / ACROSS) * SIDE,
    );
  return canvas;
}
