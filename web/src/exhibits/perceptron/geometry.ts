/** Where points and lines of the perceptron stand in the drawn square, which goes from -6 to 6. */
import type { Spot } from '../../components/plane/dots';
import { EDGE } from '../../lab.gen';
import type { Settings } from './settings';

/** A value is centre + spread x coordinate: the square shows a truth table from -1.5 to 2.5. */
export interface Scale {
  readonly centre: number;
  readonly spread: number;
}

export const scaleOf = (data: Settings['data']): Scale =>
  data === 'gate' ? { centre: 0.5, spread: 1 / 3 } : { centre: 0, spread: 1 };

export const toSquare = (value: number, { centre, spread }: Scale): number => (value - centre) / spread;
export const fromSquare = (coordinate: number, { centre, spread }: Scale): number =>
  centre + spread * coordinate;

interface Drawn {
  /** The ends of the line w·x + b = 0, far outside the square; undefined where w is 0. */
  readonly line: readonly [Spot, Spot] | undefined;
  /** The corners of the side that is answered 1; empty where all is answered 0. */
  readonly side: readonly Spot[];
}

/** So far outside nothing is seen. */
const FAR = 40;

/** The line of weights w1, w2 and b in the square, and the side that is answered 1. */
export function drawLine([w1 = 0, w2 = 0, b = 0]: readonly number[], scale: Scale): Drawn {
  // In coordinates u of the square, w · x + b is (spread w) · u + (b + centre (w1 + w2)).
  const [a1, a2, a0] = [w1 * scale.spread, w2 * scale.spread, b + scale.centre * (w1 + w2)];
  const length = Math.hypot(a1, a2);
  if (length === 0) {
    const all = [-EDGE, EDGE].flatMap((x) => [
      { x, y: x === -EDGE ? -EDGE : EDGE },
      { x, y: -x },
    ]);
    return { line: undefined, side: b >= 0 ? all : [] };
  }
  const [n1, n2] = [a1 / length, a2 / length];
  const foot = { x: (-a0 / length) * n1, y: (-a0 / length) * n2 };
  const at = (along: number, across: number): Spot => ({
    x: foot.x - along * n2 + across * n1,
    y: foot.y + along * n1 + across * n2,
  });
  return {
    line: [at(-FAR, 0), at(FAR, 0)],
    side: [at(-FAR, 0), at(FAR, 0), at(FAR, 2 * FAR), at(-FAR, 2 * FAR)],
  };
}

/** The nearest of some places, if one is within `reach`. */
export function nearestOf(
  places: readonly (readonly number[])[],
  { x, y }: Spot,
  reach: number,
): number | undefined {
  const distances = places.map(([px = 0, py = 0]) => Math.hypot(px - x, py - y));
  const index = distances.indexOf(Math.min(...distances));
  return (distances[index] ?? Infinity) <= reach ? index : undefined;
}
