/** Where the label of a mark stands in a chart. */
import type { Point } from './series';

export interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The start of a text, or what its anchor says; `y` is the line that its letters stand on. */
export interface Place extends Point {
  readonly anchor: 'start' | 'end';
}

/** Of a line of text, with its halo: above the line that the letters stand on, and below. */
const [ASCENT, DESCENT] = [13, 5];
/** To try in turn: near the mark, then farther away; each on both sides, below and above. */
const OFFSETS = [
  [10, 20],
  [-8, -13],
  [10, -13],
  [-10, 22],
  [16, 42],
  [-16, -34],
  [16, -34],
  [-16, 42],
] as const;

/** Of the places about a mark that lie in the room, the first that covers the fewest curves. */
export function beside(mark: Point, width: number, curves: readonly (readonly Point[])[], room: Room): Place {
  const places = OFFSETS.map(([dx, dy]): Place => ({
    x: mark.x + dx,
    y: mark.y + dy,
    anchor: dx > 0 ? 'start' : 'end',
  }));
  // Where there is no room at its side, the label stands at the edge.
  for (const dy of [24, -16]) places.push({ x: room.right, y: mark.y + dy, anchor: 'end' });
  let best: Place | undefined;
  let fewest = Infinity;
  for (const place of places) {
    const box = boxOf(place, width);
    if (box.left < room.left || box.right > room.right || box.top < room.top || box.bottom > room.bottom)
      continue;
    const covered = curves.filter((points) => crosses(points, box)).length;
    if (covered < fewest) [best, fewest] = [place, covered];
  }
  return best ?? { x: room.right, y: mark.y + 24, anchor: 'end' };
}

function boxOf({ x, y, anchor }: Place, width: number): Room {
  const left = anchor === 'start' ? x : x - width;
  return { left, right: left + width, top: y - ASCENT, bottom: y + DESCENT };
}

/** Whether a piece of the curve may lie in the box: its pieces are short, or run straight along an axis. */
function crosses(points: readonly Point[], box: Room): boolean {
  return points.some((b, i) => {
    const a = points[i - 1] ?? b;
    return (
      Math.max(a.x, b.x) >= box.left &&
      Math.min(a.x, b.x) <= box.right &&
      Math.max(a.y, b.y) >= box.top &&
      Math.min(a.y, b.y) <= box.bottom
    );
  });
}
