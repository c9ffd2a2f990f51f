/** How the race writes its numbers. */
import { compact, grouped, significant } from '../../lib/format';

/** A loss with three digits that count. */
export const lossText = (loss: number): string =>
  loss >= 1000 && loss < 1e6 ? grouped(Number(loss.toPrecision(3))) : significant(loss, 3);

/** A place on an axis of the picture: the plane of a network that diverged reaches far. */
export const placeText = (value: number): string =>
  Math.abs(value) < 1000 ? compact(value, 1) : significant(value, 3);
