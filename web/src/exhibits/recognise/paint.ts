import { css, diverging, sequential, type Palette } from '../../draw/colour';
import { limitOf } from '../../draw/image';
import { middleOf, type Cell, type GridPlace, type NetworkPlaces } from './layout';
import type { UnitId } from './settings';

/** What the picture of the network shows at one moment. */
export interface Scene {
  readonly places: NetworkPlaces;
  readonly pixels: ArrayLike<number>;
  readonly hidden: readonly ArrayLike<number>[];
  readonly logits: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
  readonly answer: number;
  readonly flows: readonly { start: ArrayLike<number>; end: ArrayLike<number>; value: ArrayLike<number> }[];
  readonly silenced: readonly UnitId[];
  readonly chosen: UnitId | undefined;
  /** How far the signal has come, in layers: 0 to 1 the pixels light up, 1 to 2 the first hidden layer, … */
  readonly at: number;
}

export interface Colours extends Palette {
  readonly line: string;
  readonly text: string;
  readonly accent: string;
  readonly sunken: string;
}

/** The number of phases: pixels, each hidden layer, scores, probabilities. */
export function phases(hidden: number): number {
  return hidden + 3;
}

const within = (at: number, start: number): number => Math.min(1, Math.max(0, at - start));

export function paint(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  scene: Scene,
  colours: Colours,
): void {
  context.clearRect(0, 0, width, height);
  const { places, at, hidden } = scene;
  const grids = [places.input, ...places.hidden];
  paintPixels(context, places.input, scene.pixels, within(at, 0), colours);
  scene.flows.forEach((flow, i) => {
    const from = grids[i];
    const to = grids[i + 1];
    if (from === undefined) return;
    const ends = (index: number): Cell => (to === undefined ? outputAt(places, index) : middleOf(to, index));
    paintFlow(context, flow, (index) => middleOf(from, index), ends, within(at, i + 1), colours);
  });
  hidden.forEach((values, i) => {
    const grid = places.hidden[i];
    if (grid === undefined) return;
    const lit = Math.max(0, within(at, i + 1) * 2 - 1); // the signal travels first
    paintUnits(context, grid, values, lit, colours);
    for (const [layer, unit] of scene.silenced) if (layer === i) cross(context, grid, unit, colours);
    if (scene.chosen?.[0] === i) frame(context, grid, scene.chosen[1], colours);
  });
  paintOutputs(context, scene, width, within(at, hidden.length + 1), within(at, hidden.length + 2), colours);
}

export function outputAt({ output }: NetworkPlaces, digit: number): Cell {
  return { x: output.x, y: output.top + digit * output.step };
}

function paintPixels(
  context: CanvasRenderingContext2D,
  grid: GridPlace,
  pixels: ArrayLike<number>,
  share: number,
  colours: Colours,
): void {
  context.fillStyle = css(colours.zero);
  context.fillRect(grid.left, grid.top, grid.columns * grid.cell, grid.rows * grid.cell);
  const lit = Math.round(share * grid.count);
  for (let i = 0; i < lit; i++) {
    const value = (pixels[i] ?? 0) / 255;
    if (value === 0) continue;
    const { x, y } = middleOf(grid, i);
    context.fillStyle = css(sequential(value, colours));
    context.fillRect(x - grid.cell / 2, y - grid.cell / 2, grid.cell + 0.3, grid.cell + 0.3);
  }
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.strokeRect(
    grid.left + 0.5,
    grid.top + 0.5,
    grid.columns * grid.cell - 1,
    grid.rows * grid.cell - 1,
  );
}

function paintFlow(
  context: CanvasRenderingContext2D,
  { start, end, value }: Scene['flows'][number],
  from: (index: number) => Cell,
  to: (index: number) => Cell,
  share: number,
  colours: Colours,
): void {
  if (share <= 0) return;
  const limit = limitOf(value);
  const reach = Math.min(1, share * 2);
  for (let i = value.length - 1; i >= 0; i--) {
    const carried = (value[i] ?? 0) / limit;
    const a = from(start[i] ?? 0);
    const b = to(end[i] ?? 0);
    const bend = (b.x - a.x) * 0.45;
    context.beginPath();
    // The curve as far as the signal has come: de Casteljau's construction.
    const [p1, p2, p3] = partOf(a, { x: a.x + bend, y: a.y }, { x: b.x - bend, y: b.y }, b, reach);
    context.moveTo(a.x, a.y);
    context.bezierCurveTo(p1.x, p1.y, p2.x, p2.y, p3.x, p3.y);
    context.strokeStyle = css(carried < 0 ? colours.negative : colours.positive);
    context.globalAlpha = 0.12 + 0.5 * Math.abs(carried);
    context.lineWidth = 0.6 + 2.2 * Math.abs(carried);
    context.stroke();
    if (share < 1) {
      context.globalAlpha = 0.9;
      context.beginPath();
      context.arc(p3.x, p3.y, 1.2 + 1.6 * Math.abs(carried), 0, 7);
      context.fillStyle = context.strokeStyle;
      context.fill();
    }
  }
  context.globalAlpha = 1;
}

function partOf(a: Cell, b: Cell, c: Cell, d: Cell, t: number): readonly [Cell, Cell, Cell] {
  const mix = (p: Cell, q: Cell): Cell => ({ x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t });
  const [ab, bc, cd] = [mix(a, b), mix(b, c), mix(c, d)];
  const [abc, bcd] = [mix(ab, bc), mix(bc, cd)];
  return [ab, abc, mix(abc, bcd)];
}

function paintUnits(
  context: CanvasRenderingContext2D,
  grid: GridPlace,
  values: ArrayLike<number>,
  share: number,
  colours: Colours,
): void {
  const limit = limitOf(values);
  const inset = grid.cell > 6 ? 1 : 0;
  for (let i = 0; i < grid.count; i++) {
    const { x, y } = middleOf(grid, i);
    const value = ((values[i] ?? 0) / limit) * share;
    context.fillStyle = value === 0 ? colours.sunken : css(diverging(value, colours));
    context.fillRect(
      x - grid.cell / 2 + inset / 2,
      y - grid.cell / 2 + inset / 2,
      grid.cell - inset,
      grid.cell - inset,
    );
  }
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  context.strokeRect(
    grid.left - 1.5,
    grid.top - 1.5,
    grid.columns * grid.cell + 3,
    grid.rows * grid.cell + 3,
  );
}

function cross(context: CanvasRenderingContext2D, grid: GridPlace, unit: number, colours: Colours): void {
  const { x, y } = middleOf(grid, unit);
  const r = Math.max(2, grid.cell / 2 - 2);
  context.beginPath();
  context.moveTo(x - r, y - r);
  context.lineTo(x + r, y + r);
  context.moveTo(x + r, y - r);
  context.lineTo(x - r, y + r);
  context.strokeStyle = colours.text;
  context.lineWidth = 1.6;
  context.stroke();
}

function frame(context: CanvasRenderingContext2D, grid: GridPlace, unit: number, colours: Colours): void {
  const { x, y } = middleOf(grid, unit);
  const side = grid.cell + 3;
  context.strokeStyle = colours.accent;
  context.lineWidth = 2.5;
  context.strokeRect(x - side / 2, y - side / 2, side, side);
}

function paintOutputs(
  context: CanvasRenderingContext2D,
  scene: Scene,
  width: number,
  scores: number,
  shares: number,
  colours: Colours,
): void {
  const { places, logits, probabilities, answer } = scene;
  const limit = limitOf(logits);
  const barLeft = places.output.x + 18;
  const barWidth = Math.max(24, width - barLeft - 52);
  context.textBaseline = 'middle';
  for (let digit = 0; digit < 10; digit++) {
    const { x, y } = outputAt(places, digit);
    const shown = shares > 0 && digit === answer;
    const probability = probabilities[digit] ?? 0;
    context.beginPath();
    context.arc(x, y, 11, 0, 7);
    const score = ((logits[digit] ?? 0) / limit) * scores;
    context.fillStyle =
      shares > 0 ? css(sequential(probability * shares * 0.25, colours)) : css(diverging(score, colours));
    context.fill();
    context.strokeStyle = shown ? colours.accent : colours.line;
    context.lineWidth = shown ? 2.5 : 1;
    context.stroke();
    context.fillStyle =
      shares === 0 && Math.abs(score) > 0.55 ? css(colours.zero) : shown ? colours.accent : colours.text;
    context.font = `${shown ? 700 : 600} 13px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.fillText(String(digit), x, y + 0.5);
    context.fillStyle = colours.sunken;
    context.fillRect(barLeft, y - 5, barWidth, 10);
    if (shares > 0) {
      context.fillStyle = shown ? colours.accent : colours.line;
      context.fillRect(barLeft, y - 5, barWidth * probability * shares, 10);
    } else if (scores > 0) {
      const half = barWidth / 2;
      context.fillStyle = css(score < 0 ? colours.negative : colours.positive);
      context.fillRect(barLeft + half + Math.min(0, score) * half, y - 5, Math.abs(score) * half, 10);
    }
    if (scores >= 1) {
      const text =
        shares > 0
          ? `${(100 * probability).toFixed(1)}%`
          : (logits[digit] ?? 0).toFixed(1).replace('-', '\u2212');
      context.fillStyle = shown ? colours.accent : colours.text;
      context.font = `${shown ? 700 : 400} 12px system-ui, sans-serif`;
      context.textAlign = 'right';
      context.fillText(text, width - 2, y + 0.5);
    }
  }
}
