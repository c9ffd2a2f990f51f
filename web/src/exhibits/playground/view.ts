import {
  anything,
  array,
  flag,
  list,
  mapOf,
  nullable,
  number,
  readComputed,
  readPhrase,
  record,
  text,
  type NdArray,
  type ReadOf,
} from '../../validate';

const readPoints = record({ xy: array(2), target: array(1) });
export type PointsView = ReadOf<typeof readPoints>;

const readSetup = record({
  train: readPoints,
  test: readPoints,
  /** What the sides of the square stand for: value = centre + spread · coordinate. */
  axes: list(record({ name: text, centre: number, spread: number, unit: text })),
  /** Empty for regression. */
  classes: list(text),
  /** (7, n, n): every input that may be chosen. */
  input_maps: array(3),
  /** Units of each layer, inputs first. */
  layers: list(number),
  /** Of each layer after the inputs. */
  activations: list(text),
  parameters: number,
  /** What computes, and why. */
  backend: text,
});

const readFrame = record({
  epoch: number,
  step: number,
  /** The newest epoch; more than `epoch` while an earlier moment is looked at. */
  latest: number,
  train_loss: number,
  test_loss: number,
  train_accuracy: nullable(number),
  test_accuracy: nullable(number),
  /** (n, n), or (k, n, n) for k classes; from the upper left, row by row. */
  output: array(),
  /** Each hidden layer: (units, n, n). */
  units: list(array(3)),
  /** Each (n_in, n_out). */
  weights: list(array(2)),
  biases: list(array(1)),
  confusion: nullable(array(2)),
  /** All weights and biases in a row: handed back to `open`, they bring the network back. */
  theta: array(1),
});
export type Frame = ReadOf<typeof readFrame>;

const readCurves = record({
  epoch: array(1),
  train_loss: array(1),
  test_loss: array(1),
  train_accuracy: array(1),
  test_accuracy: array(1),
});
export type Curves = ReadOf<typeof readCurves>;

/** The answer to whatever moves the run. */
export const readUpdate = record({ frame: readFrame, curves: readCurves });
export type Update = ReadOf<typeof readUpdate>;

export const readView = record({
  settings: mapOf(anything),
  setup: readSetup,
  frame: readFrame,
  curves: readCurves,
  computed: mapOf(readComputed),
  /** Dense layer by dense layer: how it answers, and what it is called in the programs. */
  layers: list(record({ activation: readComputed, place: readPhrase })),
  program: readPhrase,
});
export type PlaygroundView = ReadOf<typeof readView>;

/** What the network computes for one point, layer by layer. */
export const readInspection = record({
  inputs: array(1),
  layers: list(record({ terms: array(2), z: array(1), a: array(1) })),
});
export type Inspection = ReadOf<typeof readInspection>;

/** How the training loss rises with each weight into one unit, and with its bias. */
export const readSlopes = record({ weights: array(1), bias: number });
export type Slopes = ReadOf<typeof readSlopes>;

export const readMagnified = record({ map: array(2) });
export const readThumbnails = mapOf(readPoints);
export const readVerdict = record({ done: flag, right: text });

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
