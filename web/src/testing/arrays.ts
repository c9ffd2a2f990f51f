import type { NdArray } from '../validate';

/** For tests: an array as the lab sends it, of float32 and of float64. */
export const f4 = (shape: number[], numbers: readonly number[]): NdArray => ({
  dtype: '<f4',
  shape,
  data: Float32Array.from(numbers),
});
export const f8 = (shape: number[], numbers: readonly number[]): NdArray => ({
  dtype: '<f8',
  shape,
  data: Float64Array.from(numbers),
});
