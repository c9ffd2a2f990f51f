import { snapped } from './ink';
import { MOST_POINTS, SIZE, type Stroke } from './writing';

type Point = readonly [x: number, y: number];

const LEAST_STEP = 2; // of the drawing's unit: points closer together are tremor
const KEY_STEP = 15;
const KEY_STEP_FINE = 3; // with Shift

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Adds points to a stroke, as far as they are apart and there is room for them. */
export function lengthened(stroke: Stroke, points: Stroke): Stroke {
  const added: Point[] = [];
  let last = stroke.at(-1);
  for (const [x, y] of points) {
    const point = snapped(x, y);
    if (last !== undefined && Math.hypot(point[0] - last[0], point[1] - last[1]) < LEAST_STEP) continue;
    added.push(point);
    last = point;
  }
  return added.length === 0 || stroke.length + added.length > MOST_POINTS ? stroke : [...stroke, ...added];
}

/** Where an arrow key takes a pen, within the drawing area; undefined for any other key. */
export function moved([x, y]: Point, key: string, fine: boolean): Point | undefined {
  const arrow = ARROWS[key];
  if (arrow === undefined) return undefined;
  const step = fine ? KEY_STEP_FINE : KEY_STEP;
  const within = (value: number, size: number): number => Math.min(size, Math.max(0, value));
  return [within(x + arrow[0] * step, SIZE.width), within(y + arrow[1] * step, SIZE.height)];
}
