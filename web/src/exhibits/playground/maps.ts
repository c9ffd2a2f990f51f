import type { NdArray } from '../../validate';
import type { Frame } from './lab.gen';

/** One of the maps in an array of them. */
export function mapAt({ shape, data }: NdArray, index: number): Float32Array | Float64Array {
  const size = (shape.at(-1) ?? 0) * (shape.at(-2) ?? 0);
  return data.subarray(index * size, (index + 1) * size) as Float32Array;
}

/** The weight from unit `row` to unit `unit` of the next layer. */
export function weightAt(frame: Frame, layer: number, row: number, unit: number): number {
  const W = frame.weights[layer];
  return W?.data[row * (W.shape[1] ?? 1) + unit] ?? Number.NaN;
}

/** One map for each output unit: one, or one for each of several classes. */
export function outputMaps({ output }: Frame): readonly (Float32Array | Float64Array)[] {
  return Array.from({ length: output.shape.length === 3 ? (output.shape[0] ?? 0) : 1 }, (_, i) =>
    mapAt(output, i),
  );
}
