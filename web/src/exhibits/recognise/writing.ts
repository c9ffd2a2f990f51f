import type { NdArray } from '../../validate';
import { rules, type WritingParams } from './lab.gen';

/** The drawing area in its own unit; on screen it is as large as there is room. */
export const SIZE = { width: 400, height: 300 } as const;
export const BRUSH = 22;
/** What the lab takes at most. */
export const MOST_BYTES = rules.image.item.most;
export const MOST_STROKES = rules.strokes.at_most;
export const MOST_POINTS = rules.strokes.item.longest;

export type Stroke = readonly (readonly [x: number, y: number])[];

/** What is to be read: strokes, or the file of a picture. */
export type Writing =
  | { readonly kind: 'drawing'; readonly strokes: readonly Stroke[] }
  | { readonly kind: 'picture'; readonly bytes: Uint8Array; readonly url: string };

export const NOTHING: Writing = { kind: 'drawing', strokes: [] };

/** As the lab takes it: a stroke is an array of points (x, y). */
export function writingParams(writing: Writing): WritingParams {
  if (writing.kind === 'picture') return { image: writing.bytes };
  return { strokes: writing.strokes.map(asArray), size: [SIZE.width, SIZE.height], brush: BRUSH };
}

function asArray(stroke: Stroke): NdArray {
  return { dtype: '<f4', shape: [stroke.length, 2], data: Float32Array.from(stroke.flat()) };
}

/**
 * A stroke as a smooth path for the screen: through the middles of its segments, bent by its points. (The lab
 * makes its own smooth curve of the same points.)
 */
export function strokePath(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  if (first === undefined) return '';
  const at = ([x, y]: readonly [number, number]): string => `${round(x)},${round(y)}`;
  const last = rest.at(-1);
  if (last === undefined) return `M${at(first)}h0.01`; // a dot: round caps need a length
  let path = `M${at(first)}`;
  for (let i = 0; i + 1 < rest.length; i++) {
    const [x, y] = rest[i] ?? first;
    const [nextX, nextY] = rest[i + 1] ?? first;
    path += `Q${at([x, y])} ${at([(x + nextX) / 2, (y + nextY) / 2])}`;
  }
  return `${path}L${at(last)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
