import type { Spot } from '../../components/plane/dots';
import { EDGE } from '../../lab.gen';
import { clamp } from '../../lib/format';
import { nearestOf } from './geometry';
import { constants } from './lab.gen';
import { ownPoints } from './settings';

const near = (value: number): number => clamp(Math.round(value * 10) / 10, -EDGE, EDGE) + 0;

/** The points with one more of an answer, unless there are as many as may be. */
export function placed(own: readonly number[], { x, y }: Spot, answer: number): readonly number[] {
  return own.length / 3 >= constants.most_points ? own : [...own, near(x), near(y), answer];
}

/** The points without the nearest one within `reach`; the last stays. */
export function erased(own: readonly number[], at: Spot, reach: number): readonly number[] {
  const nearest = nearestOf(ownPoints(own), at, reach);
  if (nearest === undefined || own.length <= 3) return own;
  return own.filter((_, i) => Math.floor(i / 3) !== nearest);
}
