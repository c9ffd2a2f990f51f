import { area, line } from 'd3-shape';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The area between two series: where most of several runs lie, for instance. */
export interface Band {
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

/** How far a band reaches at one place. */
export interface Reach {
  readonly x: number;
  readonly low: number;
  readonly high: number;
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
  /** An area about it: its edges at each `x`. */
  readonly band?: Band | undefined;
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

/** The outline of a band, where it is finite; a gap where it is not. */
export function bandOf(reaches: readonly Reach[]): string {
  const draw = area<Reach>()
    .x((r) => r.x)
    .y0((r) => r.low)
    .y1((r) => r.high)
    .defined((r) => Number.isFinite(r.x) && Number.isFinite(r.low) && Number.isFinite(r.high));
  return draw(reaches) ?? '';
}

/** At most about one reach a pixel: of each run of neighbours the lowest and the highest edge stay. */
export function thinBand(xs: ArrayLike<number>, { low, high }: Band, pixels: number): Reach[] {
  const n = Math.min(xs.length, low.length, high.length);
  const step = n <= 2 * pixels ? 1 : Math.ceil(n / pixels);
  const reaches: Reach[] = [];
  for (let from = 0; from < n; from += step) {
    const to = Math.min(n, from + step);
    let [lowest, highest] = [low[from] ?? Number.NaN, high[from] ?? Number.NaN];
    for (let i = from + 1; i < to; i++) {
      lowest = Math.min(lowest, low[i] ?? Number.NaN);
      highest = Math.max(highest, high[i] ?? Number.NaN);
    }
    reaches.push({ x: xs[from === 0 ? 0 : to - 1] ?? Number.NaN, low: lowest, high: highest });
  }
  return reaches;
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

/** The value at an index as text, with how far the band reaches there: "0.50 (0.40 – 0.60)". */
export function withBand(series: Series, i: number, format: (value: number) => string): string {
  const value = format(series.y[i] ?? Number.NaN);
  const { low, high } = series.band ?? {};
  if (low === undefined || high === undefined) return value;
  return `${value} (${format(low[i] ?? Number.NaN)} – ${format(high[i] ?? Number.NaN)})`;
}
