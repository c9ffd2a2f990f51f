import type { Words } from './en';
import type { Bend } from './lab.gen';

/** A remark on the slope at the point that is followed. */
export function remark({ slope }: Bend, flat: number, { see }: Words): string {
  if (slope === null) return '';
  if (slope < 0) return see.down;
  if (slope < flat) return see.flat;
  return slope > 0.8 ? see.steep : see.middling;
}
