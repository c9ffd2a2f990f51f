import { css, diverging, sequential, type Palette, type Rgb } from '../../draw/colour';
import { EDGE } from '../../lab.gen';
import { density } from '../../lib/density.svelte';
import { clamp } from '../../lib/format';
import { classColours } from './maps';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

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
 * Points of the square as dots: `several` targets are class numbers, two are -1 and +1, none are values.
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

/** Draws dots on a square canvas of `size` CSS pixels that shows the whole plane. */
export function drawDots(
  canvas: HTMLCanvasElement,
  size: number,
  dots: readonly Dot[],
  radius: number,
  colours: Palette,
): void {
  const scale = Math.min(3, density.value);
  const pixels = Math.max(1, Math.round(size * scale));
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
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
