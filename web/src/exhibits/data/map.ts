/** Where points lie in a picture that they fill, in its pixels; one unit is as long both ways. */
export function placesOf(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  width: number,
  height: number,
  margin = 14,
): [x: number, y: number][] {
  const [left, right] = extent(x);
  const [bottom, top] = extent(y);
  const scale = Math.min(
    (width - 2 * margin) / (right - left || 1),
    (height - 2 * margin) / (top - bottom || 1),
  );
  return Array.from({ length: x.length }, (_, i) => [
    width / 2 + scale * ((x[i] ?? 0) - (left + right) / 2),
    height / 2 - scale * ((y[i] ?? 0) - (bottom + top) / 2),
  ]);
}

function extent(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i += 1) {
    low = Math.min(low, values[i] ?? 0);
    high = Math.max(high, values[i] ?? 0);
  }
  return low <= high ? [low, high] : [0, 0];
}

/** The point nearest to a place, if it is within `reach` pixels. */
export function nearestPoint(
  places: readonly (readonly [number, number])[],
  x: number,
  y: number,
  reach: number,
): number | undefined {
  let found: number | undefined;
  let least = reach;
  places.forEach(([px, py], i) => {
    const distance = Math.hypot(px - x, py - y);
    if (distance <= least) [found, least] = [i, distance];
  });
  return found;
}
