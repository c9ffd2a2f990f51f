import { line } from 'd3-shape';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A curve as `LineChart` takes it. */
export interface Series {
  readonly id: string;
  /** Written at the end of the curve. */
  readonly label: string;
  /** What its values are called where they are read out, if nothing is written at its end. */
  readonly name?: string;
  /** In order. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A CSS colour, by preference a token: "var(--accent)". */
  readonly colour?: string;
  readonly dashed?: boolean;
  /** Drawn wider: the one that is spoken of. */
  readonly strong?: boolean;
}

/** A single point on top of the curves. */
export interface Mark extends Point {
  readonly label?: string;
  readonly colour?: string;
}

/** A path through the points that are finite; a gap where they are not. */
export function pathOf(points: readonly Point[]): string {
  const draw = line<Point>()
    .x((p) => p.x)
    .y((p) => p.y)
    .defined((p) => Number.isFinite(p.x) && Number.isFinite(p.y));
  return draw(points) ?? '';
}

/**
 * At most about two points a pixel: of each run of neighbours the lowest and the highest stay, so that a
 * spike never disappears. `xs` must be in order.
 */
export function thin(xs: ArrayLike<number>, ys: ArrayLike<number>, pixels: number): Point[] {
  const n = Math.min(xs.length, ys.length);
  const at = (i: number): Point => ({ x: xs[i] ?? Number.NaN, y: ys[i] ?? Number.NaN });
  if (n <= 2 * pixels) return Array.from({ length: n }, (_, i) => at(i));
  const points: Point[] = [];
  for (let bucket = 0; bucket < pixels; bucket++) {
    const from = Math.floor((bucket * n) / pixels);
    const to = Math.floor(((bucket + 1) * n) / pixels);
    let low = from;
    let high = from;
    for (let i = from; i < to; i++) {
      if ((ys[i] ?? 0) < (ys[low] ?? 0)) low = i;
      if ((ys[i] ?? 0) > (ys[high] ?? 0)) high = i;
    }
    points.push(at(Math.min(low, high)));
    if (low !== high) points.push(at(Math.max(low, high)));
  }
  if (points.at(-1)?.x !== at(n - 1).x) points.push(at(n - 1));
  return points;
}

/** Moves labels apart so that none lies on another, each as near as can be to where it belongs. */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let floor = low;
  for (const i of order) {
    placed[i] = Math.max(wanted[i] ?? 0, floor);
    floor = (placed[i] ?? 0) + gap;
  }
  let ceiling = high;
  for (const i of [...order].reverse()) {
    placed[i] = Math.min(placed[i] ?? 0, ceiling);
    ceiling = (placed[i] ?? 0) - gap;
  }
  return placed;
}

/** The index of the value nearest to `x` in an ordered list; -1 if it is empty. */
export function nearest(xs: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = xs.length - 1;
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) < x) low = middle;
    else high = middle;
  }
  return Math.abs((xs[low] ?? 0) - x) <= Math.abs((xs[high] ?? 0) - x) ? low : high;
}

/** Whether an ordered list reaches to `x`: a curve that ended before has no value there. */
export function within(xs: ArrayLike<number>, x: number): boolean {
  const [first, last] = [xs[0], xs[xs.length - 1]];
  return first !== undefined && last !== undefined && (xs.length === 1 || (first <= x && x <= last));
}
