import type { Palette } from '../../draw/colour';
import { heatPixels } from '../../draw/image';
import { refine, type Picture } from '../../components/plane/maps';
import type { NdArray } from '../../validate';

/** So many bands of one colour, as on a map of mountains. */
export const BANDS = 16;
/** The darkest band has this share of the full ink, so that paths can be seen on it. */
const DARKEST = 0.6;

/** How high a height is drawn, 0 to 1: the logarithm of 1 + the height above the lowest one. */
export function shades(heights: ArrayLike<number>): Float32Array {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < heights.length; i++) {
    low = Math.min(low, heights[i] ?? 0);
    high = Math.max(high, heights[i] ?? 0);
  }
  const whole = Math.log1p(high - low) || 1;
  return Float32Array.from(heights, (height) => Math.log1p(height - low) / whole);
}

/** The picture of heights whose first row is the lowest y: bands of equal steps of `shades`. */
export function heightsPicture({ data, shape }: NdArray, colours: Palette): Picture {
  const side = shape[0] ?? 0;
  const upright = new Float32Array(side * side);
  const shaded = shades(data);
  for (let row = 0; row < side; row++)
    upright.set(shaded.subarray((side - 1 - row) * side, (side - row) * side), row * side);
  const fine = refine(upright, side > 100 ? 4 : 12);
  for (let i = 0; i < fine.length; i++)
    fine[i] = Math.min(BANDS - 1, Math.floor((fine[i] ?? 0) * BANDS)) / (BANDS - 1);
  return {
    pixels: heatPixels(fine, 'sequential', 1 / DARKEST, colours),
    side: Math.round(Math.sqrt(fine.length)),
  };
}
