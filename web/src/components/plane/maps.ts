import { type Palette, type Rgb } from '../../draw/colour';
import { heatPixels } from '../../draw/image';

/**
 * Colours of three to five classes, told apart by people of every colour vision; points also differ in shape.
 * The first two are the ends of the diverging scale, which two classes have.
 */
const SEVERAL: Readonly<Record<'light' | 'dark', readonly Rgb[]>> = {
  light: [
    [201, 92, 0],
    [20, 92, 168],
    [0, 128, 96],
    [168, 72, 140],
    [132, 112, 0],
  ],
  dark: [
    [247, 157, 62],
    [104, 176, 250],
    [64, 196, 152],
    [226, 140, 200],
    [216, 200, 80],
  ],
};

export function classColours(count: number, colours: Palette, dark: boolean): readonly Rgb[] {
  return count <= 2 ? [colours.negative, colours.positive] : SEVERAL[dark ? 'dark' : 'light'].slice(0, count);
}

/** A picture ready for a canvas: a square of RGBA pixels. */
export interface Picture {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly side: number;
}

type Map2 = ArrayLike<number>;
const sideOf = (map: Map2): number => Math.round(Math.sqrt(map.length));

/** One map on the diverging scale; `limit` gets its ends. */
export function valuePicture(map: Map2, limit: number, colours: Palette): Picture {
  return { pixels: heatPixels(map, 'diverging', limit, colours), side: sideOf(map) };
}

/** What the network decides: the sign's colour everywhere, with a fine boundary. */
export function decidedPicture(map: Map2, colours: Palette): Picture {
  const fine = refine(map, 3);
  for (let i = 0; i < fine.length; i++) fine[i] = (fine[i] ?? 0) >= 0 ? 0.7 : -0.7;
  return valuePicture(fine, 1, colours);
}

/** Several classes: the most probable one's colour, fainter where it is less sure (unless `decided`). */
export function classesPicture(
  maps: readonly Map2[],
  classes: readonly Rgb[],
  decided: boolean,
  colours: Palette,
): Picture {
  const fields = decided ? maps.map((map) => refine(map, 3)) : maps;
  const count = fields.length;
  const size = fields[0]?.length ?? 0;
  const pixels = new Uint8ClampedArray(4 * size);
  const [r0, g0, b0] = colours.zero;
  for (let i = 0; i < size; i++) {
    let best = 0;
    let top = -Infinity;
    for (let k = 0; k < count; k++) {
      const value = fields[k]?.[i] ?? 0;
      if (value > top) {
        top = value;
        best = k;
      }
    }
    const sure = 0.85 * (decided ? 0.85 : Math.max(0, (top - 1 / count) / (1 - 1 / count)));
    const [r, g, b] = classes[best] ?? colours.ink;
    pixels[4 * i] = r0 + (r - r0) * sure;
    pixels[4 * i + 1] = g0 + (g - g0) * sure;
    pixels[4 * i + 2] = b0 + (b - b0) * sure;
    pixels[4 * i + 3] = 255;
  }
  return { pixels, side: sideOf(fields[0] ?? []) };
}

/** The same square with `factor` times as many points a side, straight lines in between. */
export function refine(map: Map2, factor: number): Float32Array {
  const side = sideOf(map);
  const fine = side * factor;
  const out = new Float32Array(fine * fine);
  const places = Array.from({ length: fine }, (_, i) => {
    const at = Math.min(side - 1, Math.max(0, (i + 0.5) / factor - 0.5));
    const low = Math.min(side - 2, Math.floor(at));
    return { low: Math.max(0, low), share: side > 1 ? at - low : 0 };
  });
  places.forEach(({ low: row, share: v }, i) => {
    places.forEach(({ low: column, share: u }, j) => {
      const at = row * side + column;
      const upper = (map[at] ?? 0) * (1 - u) + (map[at + 1] ?? 0) * u;
      const lower = (map[at + side] ?? 0) * (1 - u) + (map[at + side + 1] ?? 0) * u;
      out[i * fine + j] = upper * (1 - v) + lower * v;
    });
  });
  return out;
}

export function paint(canvas: HTMLCanvasElement, { pixels, side }: Picture): void {
  if (side === 0) return;
  if (canvas.width !== side) canvas.width = canvas.height = side;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, side, side), 0, 0);
}
