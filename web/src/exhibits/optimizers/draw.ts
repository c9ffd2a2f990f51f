/** Draws a race on a canvas of `size` CSS pixels a side. Pure: all it knows is handed in. */
import { density } from '../../lib/density.svelte';
import type { Frames, Landscape } from './lab.gen';
import { COLOURS, numberOf, RACERS, type Arrow, type Racer } from './settings';

type Point = readonly [x: number, y: number];

export interface Scene {
  readonly frames: Frames;
  readonly landscape: Pick<Landscape, 'centre' | 'reach'>;
  /** The step, with a fraction between two steps. */
  readonly position: number;
  readonly racers: readonly Racer[];
  readonly followed: Racer;
  readonly arrows: readonly Arrow[];
  readonly everyone: boolean;
  /** What the arrows of the racer that is followed are called. */
  readonly names: Readonly<Record<Arrow, string>>;
}

/** The value of a token such as "--ink". */
export type Ink = (token: string) => string;

/** Pixels of a place that is far outside: canvases draw nonsense beyond. */
const FAR = 20_000;
const HEAD = 9;
/** An arrow grows by so many pixels for each factor of ten, from its size of 0.0001 on. */
const DECADE = 14;
const LONGEST = 96;
/** The room of a label, across and up. */
const LABEL: Point = [24, 16];
/** Labels that are apart but for rounding are apart. */
const ROUNDING = 1e-6;

/** The pixels of a place of the picture. */
export function toPixel([x, y]: Point, { centre, reach }: Scene['landscape'], size: number): Point {
  const near = (value: number): number => Math.min(FAR, Math.max(-FAR, value));
  return [near(((x - centre[0]) / reach + 1) * 0.5 * size), near((1 - (y - centre[1]) / reach) * 0.5 * size)];
}

/** The place under a pixel. */
export function toPlace([px, py]: Point, { centre, reach }: Scene['landscape'], size: number): Point {
  return [centre[0] + reach * ((2 * px) / size - 1), centre[1] + reach * (1 - (2 * py) / size)];
}

/** How many pixels long an arrow is: its direction is true, its length logarithmic. */
export const lengthOf = (value: number): number =>
  value === 0 ? 0 : Math.min(LONGEST, Math.max(6, DECADE * (Math.log10(Math.abs(value)) + 4)));

/** Where a label goes that is wanted at a place: below all labels that it would be written over. */
export function beside([x, y]: Point, taken: readonly Point[]): Point {
  const isOver = (i: 0 | 1, away: number): boolean => Math.abs(away) < LABEL[i] - ROUNDING;
  const over = taken.filter((each) => isOver(0, each[0] - x) && isOver(1, each[1] - y));
  if (over.length === 0) return [x, y];
  return beside([x, Math.max(...over.map((each) => each[1])) + LABEL[1]], taken);
}

type Places = Frames['places'];
export function at({ data, shape }: Places, racer: number, step: number): Point {
  const i = 2 * (racer * (shape[1] ?? 0) + step);
  return [data[i] ?? Number.NaN, data[i + 1] ?? Number.NaN];
}

export function drawRace(canvas: HTMLCanvasElement, size: number, scene: Scene, ink: Ink): void {
  const scale = Math.min(3, density.value);
  const pixels = Math.max(1, Math.round(size * scale));
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, size, size);
  context.lineJoin = context.lineCap = 'round';
  // The one that is followed lies on top.
  const order = [...scene.racers.filter((name) => name !== scene.followed), scene.followed];
  for (const name of order) drawPath(context, size, scene, name, ink);
  for (const name of order)
    if (scene.everyone || name === scene.followed) drawArrows(context, size, scene, name, ink);
  for (const name of order) drawHead(context, size, scene, name, ink);
}

/** Where the racer is now, as pixels; between two steps on the straight line. */
function headOf(scene: Scene, racer: number, size: number): Point {
  const last = (scene.frames.places.shape[1] ?? 1) - 1;
  const whole = Math.min(Math.floor(scene.position), last);
  const [x, y] = toPixel(at(scene.frames.places, racer, whole), scene.landscape, size);
  const share = scene.position - whole;
  if (share <= 0 || whole >= last) return [x, y];
  const [nextX, nextY] = toPixel(at(scene.frames.places, racer, whole + 1), scene.landscape, size);
  return [x + share * (nextX - x), y + share * (nextY - y)];
}

function drawPath(
  context: CanvasRenderingContext2D,
  size: number,
  scene: Scene,
  name: Racer,
  ink: Ink,
): void {
  const racer = RACERS.indexOf(name);
  const last = Math.min(Math.floor(scene.position), (scene.frames.places.shape[1] ?? 1) - 1);
  context.beginPath();
  for (let step = 0; step <= last; step++)
    context.lineTo(...toPixel(at(scene.frames.places, racer, step), scene.landscape, size));
  context.lineTo(...headOf(scene, racer, size));
  const width = name === scene.followed ? 3 : 1.8;
  for (const [colour, wide] of [
    ['--surface', width + 2],
    [COLOURS[name], width],
  ] as const) {
    context.strokeStyle = ink(colour);
    context.lineWidth = wide;
    context.stroke();
  }
}

function drawHead(
  context: CanvasRenderingContext2D,
  size: number,
  scene: Scene,
  name: Racer,
  ink: Ink,
): void {
  const racer = RACERS.indexOf(name);
  const [headX, headY] = headOf(scene, racer, size);
  if (Number.isNaN(headX)) return;
  const inside = (value: number): number => Math.min(size - HEAD, Math.max(HEAD, value));
  const diverged = scene.frames.diverged[racer] ?? -1;
  const gone = diverged >= 0 && diverged <= scene.position;
  const [x, y] = [inside(headX), inside(headY)];
  const away = x !== headX || y !== headY;
  context.beginPath();
  context.arc(x, y, HEAD, 0, 2 * Math.PI);
  context.fillStyle = ink(away ? '--surface' : COLOURS[name]);
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = ink(away ? COLOURS[name] : '--surface');
  context.stroke();
  context.fillStyle = ink(away ? COLOURS[name] : '--surface');
  context.font = '700 11px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(gone ? '×' : String(numberOf(name)), x, y + 0.5);
}

function drawArrows(
  context: CanvasRenderingContext2D,
  size: number,
  scene: Scene,
  name: Racer,
  ink: Ink,
): void {
  const { frames, followed, arrows, names } = scene;
  const racer = RACERS.indexOf(name);
  const diverged = frames.diverged[racer] ?? -1;
  const step = Math.min(Math.floor(scene.position), (frames.places.shape[1] ?? 1) - 1);
  if (step === 0 || (diverged >= 0 && step > diverged)) return;
  const from = toPixel(at(frames.places, racer, step - 1), scene.landscape, size);
  if (Number.isNaN(from[0])) return;
  const colour = ink(name === followed ? '--ink' : COLOURS[name]);
  const taken: Point[] = [];
  const label = (text: string, place: Point): void => {
    if (name !== followed) return;
    const [x, y] = beside(place, taken);
    taken.push([x, y]);
    context.font = '600 13px system-ui, sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineWidth = 4;
    context.strokeStyle = ink('--surface');
    context.strokeText(text, x, y);
    context.fillStyle = colour;
    context.fillText(text, x, y);
  };
  const sizes = frames.sizes && at(frames.sizes, racer, step);
  if (sizes && arrows.includes('size') && (sizes[0] !== 0 || sizes[1] !== 0)) {
    const [across, up] = sizes.map(lengthOf) as [number, number];
    context.beginPath();
    context.moveTo(from[0] - across, from[1]);
    context.lineTo(from[0] + across, from[1]);
    context.moveTo(from[0], from[1] - up);
    context.lineTo(from[0], from[1] + up);
    for (const [x, y, dx, dy] of [
      [across, 0, 0, 5],
      [-across, 0, 0, 5],
      [0, up, 5, 0],
      [0, -up, 5, 0],
    ] as const) {
      context.moveTo(from[0] + x - dx, from[1] + y - dy);
      context.lineTo(from[0] + x + dx, from[1] + y + dy);
    }
    line(context, colour, 1.4, ink, [4, 3]);
    label(names.size, [from[0] + across + 18, from[1]]);
  }
  const arrow = (vector: Point, wide: number, text: string): void => {
    const length = Math.hypot(...vector);
    if (!(length > 0)) return;
    const shown = lengthOf(length);
    // Downhill: against the vector; on the screen y grows downwards.
    const [ux, uy] = [-vector[0] / length, vector[1] / length];
    const tip: Point = [from[0] + ux * shown, from[1] + uy * shown];
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...tip);
    for (const side of [-1, 1]) {
      context.moveTo(tip[0] - 8 * ux + side * 5 * uy, tip[1] - 8 * uy - side * 5 * ux);
      context.lineTo(...tip);
    }
    line(context, colour, wide, ink, []);
    label(text, [tip[0] + 14 * ux, tip[1] + 14 * uy]);
  };
  if (arrows.includes('velocity')) arrow(at(frames.velocities, racer, step), 3.2, names.velocity);
  if (arrows.includes('gradient')) arrow(at(frames.gradients, racer, step), 1.8, names.gradient);
}

function line(
  context: CanvasRenderingContext2D,
  colour: string,
  wide: number,
  ink: Ink,
  dash: number[],
): void {
  context.setLineDash([]);
  context.strokeStyle = ink('--surface');
  context.lineWidth = wide + 2.4;
  context.stroke();
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = wide;
  context.stroke();
  context.setLineDash([]);
}
