import { css, diverging, sequential, type Palette, type Rgb } from '../../draw/colour';
import { heatPixels } from '../../draw/image';
import { clamp } from '../../lib/format';
import { EDGE } from './userPoints';

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
export function fieldPicture(map: Map2, limit: number, colours: Palette): Picture {
  return { pixels: heatPixels(map, 'diverging', limit, colours), side: sideOf(map) };
}

/** What the network decides: the sign's colour everywhere, with a fine boundary. */
export function decidedPicture(map: Map2, colours: Palette): Picture {
  const fine = refine(map, 3);
  for (let i = 0; i < fine.length; i++) fine[i] = (fine[i] ?? 0) >= 0 ? 0.7 : -0.7;
  return fieldPicture(fine, 1, colours);
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

// --- points ------------------------------------------------------------------------------------------------

export interface Dot {
  readonly x: number;
  readonly y: number;
  /** The class, which gives the shape; a disc where there are none. */
  readonly kind: number;
  readonly colour: Rgb;
  /** Left out, the outline has the colour of the ground. */
  readonly outline?: Rgb;
  /** Test points are hollow. */
  readonly hollow: boolean;
}

/**
 * PointEditor of the square as dots: `several` targets are class numbers, two are -1 and +1, none are values.
 */
export function dotsOf(
  points: {
    readonly xy: { readonly data: ArrayLike<number> };
    readonly target: { readonly data: ArrayLike<number> };
  },
  classes: readonly string[],
  hollow: boolean,
  colours: Palette,
  dark: boolean,
): Dot[] {
  const palette = classColours(classes.length, colours, dark);
  return Array.from({ length: points.target.data.length }, (_, i) => {
    const target = points.target.data[i] ?? 0;
    const at = { x: points.xy.data[2 * i] ?? 0, y: points.xy.data[2 * i + 1] ?? 0 };
    // A value near zero has nearly the colour of the ground: its dot needs an outline to be seen.
    if (classes.length === 0)
      return {
        ...at,
        kind: 1,
        colour: diverging(target, colours),
        outline: sequential(0.45, colours),
        hollow,
      };
    const kind = classes.length === 2 ? Number(target > 0) : target;
    return { ...at, kind, colour: palette[kind] ?? colours.ink, hollow };
  });
}

const within = (value: number): number => clamp(value, -EDGE, EDGE);

/** How many dots lie outside the square: they are drawn at its edge, and it is said. */
export const outside = (dots: readonly Dot[]): number =>
  dots.filter(({ x, y }) => Math.abs(x) > EDGE || Math.abs(y) > EDGE).length;

/** Draws dots on a square canvas of `size` CSS pixels that shows -6 … 6 on both sides. */
export function drawDots(
  canvas: HTMLCanvasElement,
  size: number,
  dots: readonly Dot[],
  radius: number,
  colours: Palette,
): void {
  const density = Math.min(3, devicePixelRatio || 1);
  const pixels = Math.max(1, Math.round(size * density));
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, size, size);
  const ground = css(colours.zero);
  for (const { x, y, kind, colour, outline, hollow } of dots) {
    context.beginPath();
    trace(context, kind, toPixels(within(x), size), size - toPixels(within(y), size), radius);
    context.fillStyle = hollow ? ground : css(colour);
    context.fill();
    if (radius < 2.5) continue; // an outline would be all there is to see
    context.lineWidth = hollow ? 1.6 : 1;
    context.strokeStyle = hollow ? css(colour) : outline ? css(outline) : ground;
    context.stroke();
  }
}

export const toPixels = (value: number, size: number): number => ((value + EDGE) / (2 * EDGE)) * size;
export const toValue = (pixels: number, size: number): number => within((pixels / size) * 2 * EDGE - EDGE);

/** One shape for each class, of about the same area: disc, square, triangle, diamond, cross. */
export function trace(
  path: Pick<CanvasPath, 'arc' | 'moveTo' | 'lineTo' | 'closePath' | 'rect'>,
  kind: number,
  x: number,
  y: number,
  r: number,
): void {
  const corners = (points: readonly (readonly [number, number])[]): void => {
    points.forEach(([dx, dy], i) =>
      i === 0 ? path.moveTo(x + dx * r, y + dy * r) : path.lineTo(x + dx * r, y + dy * r),
    );
    path.closePath();
  };
  if (kind === 1) path.arc(x, y, r, 0, 2 * Math.PI);
  else if (kind === 2)
    corners([
      [0, -1.3],
      [1.2, 0.85],
      [-1.2, 0.85],
    ]);
  else if (kind === 3)
    corners([
      [0, -1.35],
      [1.35, 0],
      [0, 1.35],
      [-1.35, 0],
    ]);
  else if (kind === 4)
    corners([
      [-0.45, -1.3],
      [0.45, -1.3],
      [0.45, -0.45],
      [1.3, -0.45],
      [1.3, 0.45],
      [0.45, 0.45],
      [0.45, 1.3],
      [-0.45, 1.3],
      [-0.45, 0.45],
      [-1.3, 0.45],
      [-1.3, -0.45],
      [-0.45, -0.45],
    ]);
  else path.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
}
