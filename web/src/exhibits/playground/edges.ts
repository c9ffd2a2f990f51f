import { css, type Palette } from '../../draw/colour';
import { density } from '../../lib/density.svelte';
import { fixed } from '../../lib/format';
import { WIDEST, lineWidth, type EdgeId, type PlacedEdge } from './layout';

export const sameEdge = (one: EdgeId, other: EdgeId | undefined): boolean =>
  one.layer === other?.layer && one.row === other.row && one.unit === other.unit;

/** How the connections are to be drawn. */
export interface EdgeStyle {
  readonly weight: (edge: EdgeId) => number;
  /** The one under the pointer, or being edited. */
  readonly picked: EdgeId | undefined;
  /** While a unit is looked at, only its own connections stand out. */
  readonly faint: (edge: EdgeId) => boolean;
  readonly colours: Palette;
}

/**
 * Draws connections on a canvas of the layout's size: colour by sign,
 * width by size; the widest with their number.
 */
export function drawEdges(
  canvas: HTMLCanvasElement,
  size: { width: number; height: number },
  edges: readonly PlacedEdge[],
  style: EdgeStyle,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const scale = Math.min(2, density.value);
  const [width, height] = [Math.round(size.width * scale), Math.round(size.height * scale)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  for (const edge of edges) drawEdge(context, edge, style);
  context.globalAlpha = 1;
}

function drawEdge(
  context: CanvasRenderingContext2D,
  edge: PlacedEdge,
  { weight: weightOf, picked, faint, colours }: EdgeStyle,
): void {
  const { from, to } = edge;
  const weight = weightOf(edge);
  const width = lineWidth(weight);
  const isPicked = sameEdge(edge, picked);
  const middle = (from.x + to.x) / 2;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y);
  context.lineWidth = width + (isPicked ? 2 : 0);
  context.strokeStyle = css(weight < 0 ? colours.negative : colours.positive);
  context.globalAlpha = isPicked ? 1 : faint(edge) ? 0.12 : picked ? 0.4 : 0.72;
  context.stroke();
  if (width < WIDEST) return;
  const height = (from.y + to.y) / 2 + 4;
  context.globalAlpha = 1;
  context.font = '600 12px system-ui';
  context.textAlign = 'center';
  context.lineWidth = 4;
  context.strokeStyle = css(colours.zero);
  context.strokeText(fixed(weight, 1), middle, height);
  context.fillStyle = css(colours.ink);
  context.fillText(fixed(weight, 1), middle, height);
}
