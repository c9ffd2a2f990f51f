/** A boundary drawn by hand: the path of a finger becomes a few corners. */
import type { Spot } from '../../components/plane/dots';

const TOLERANCE = 0.08;
const MOST_CORNERS = 60;
/** Nearer to the last one, a place of the pen is left out. */
const NEAR = 0.12;

/** The path with one place more, if it is far enough from the last. */
export function lengthened(path: readonly Spot[], at: Spot): readonly Spot[] {
  const last = path.at(-1);
  return last !== undefined && Math.hypot(at.x - last.x, at.y - last.y) < NEAR ? path : [...path, at];
}

/** A path with few corners, each at most `tolerance` from the path (Ramer 1972, Douglas and Peucker 1973). */
export function simplified(path: readonly Spot[], tolerance = TOLERANCE): readonly Spot[] {
  const kept = keep(path, tolerance);
  return kept.length > MOST_CORNERS ? simplified(path, 1.5 * tolerance) : kept;
}

function keep(path: readonly Spot[], tolerance: number): readonly Spot[] {
  const [first, last] = [path[0], path.at(-1)];
  if (first === undefined || last === undefined || path.length < 3) return path;
  let far = 0;
  let index = 0;
  for (let i = 1; i < path.length - 1; i += 1) {
    const distance = distanceTo(path[i] ?? first, first, last);
    if (distance > far) [far, index] = [distance, i];
  }
  if (far <= tolerance) return [first, last];
  return [...keep(path.slice(0, index + 1), tolerance).slice(0, -1), ...keep(path.slice(index), tolerance)];
}

function distanceTo(at: Spot, from: Spot, to: Spot): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length === 0) return Math.hypot(at.x - from.x, at.y - from.y);
  return Math.abs(dx * (at.y - from.y) - dy * (at.x - from.x)) / length;
}

/** Corners as the settings hold them, x and y one after the other with two decimals; and back. */
export const flat = (corners: readonly Spot[]): number[] =>
  corners.flatMap(({ x, y }) => [x, y].map((value) => Math.round(100 * value) / 100));
export const spotsOf = (boundary: readonly number[]): Spot[] =>
  Array.from({ length: boundary.length >> 1 }, (_, i) => ({
    x: boundary[2 * i] ?? 0,
    y: boundary[2 * i + 1] ?? 0,
  }));
