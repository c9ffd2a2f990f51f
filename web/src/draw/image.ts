import type { NdArray } from '../validate';
import { divergingTable, sequentialTable, type Palette } from './colour';

export type HeatScale = 'diverging' | 'sequential';

/** The largest absolute value that is finite; 1 if all are zero, so that nothing is divided by it in vain. */
export function limitOf(data: ArrayLike<number>): number {
  let limit = 0;
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i] ?? 0);
    if (size > limit && Number.isFinite(size)) limit = size;
  }
  return limit || 1;
}

/**
 * The pixels of a heat map, one a number. `limit` is the value that gets the end of the scale (its negative
 * the other end); whatever lies beyond is drawn as the end.
 */
export function heatPixels(
  data: ArrayLike<number>,
  scale: HeatScale,
  limit: number,
  colours: Palette,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(data.length);
  const table = tableFor(scale, colours);
  const zero = scale === 'diverging' ? 255 : 0;
  const factor = 255 / limit;
  for (let i = 0; i < pixels.length; i++) {
    const step = Math.round((data[i] ?? 0) * factor) || 0;
    const lowest = scale === 'diverging' ? -255 : 0;
    pixels[i] = table[zero + Math.min(255, Math.max(lowest, step))] ?? 0;
  }
  return new Uint8ClampedArray(pixels.buffer);
}

const tables = new Map<Palette, Record<HeatScale, Uint32Array>>();

function tableFor(scale: HeatScale, colours: Palette): Uint32Array {
  let pair = tables.get(colours);
  if (pair === undefined) {
    pair = { diverging: divergingTable(colours), sequential: sequentialTable(colours) };
    tables.set(colours, pair);
  }
  return pair[scale];
}

/** Draws the numbers on a canvas of as many pixels; CSS scales it up without smoothing. */
export function drawHeat(
  canvas: HTMLCanvasElement,
  data: ArrayLike<number>,
  rows: number,
  columns: number,
  scale: HeatScale,
  limit: number,
  colours: Palette,
): void {
  if (rows === 0 || columns === 0) return;
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
  const context = canvas.getContext('2d');
  context?.putImageData(new ImageData(heatPixels(data, scale, limit, colours), columns, rows), 0, 0);
}

/**
 * Rows and columns of an array with two axes; a flat one of a square number of values is taken as a square.
 */
export function gridOf({ shape, data }: NdArray): readonly [rows: number, columns: number] {
  const [rows, columns] = shape;
  if (shape.length === 2 && rows !== undefined && columns !== undefined) return [rows, columns];
  const side = Math.round(Math.sqrt(data.length));
  return side * side === data.length ? [side, side] : [1, data.length];
}
