import { edgeWidth } from '../../draw/network';

/** Where everything stands in the picture of the network, in pixels. Pure geometry. */
const SMALL = { node: 40, row: 47 };
const LARGE = { node: 46, row: 54 };
const LABEL = 50;
const PITCH = { least: 79, most: 176 };
/** Room for the buttons above a layer and the choice of its activation below. */
export const HEAD = 78;
export const FOOT = 52;

export interface Node {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The side of a unit's square. */
  readonly node: number;
  /**
   * The centres of the units, layer by layer: all inputs that may be chosen, the hidden layers, the outputs.
   */
  readonly layers: readonly (readonly Node[])[];
}

export function layoutOf(sizes: readonly number[], available: number): Layout {
  const gaps = sizes.length - 1;
  const { node, row } = available - LABEL > gaps * 1.25 * PITCH.least ? LARGE : SMALL;
  const edges = LABEL + node + 4;
  const pitch = Math.min(PITCH.most, Math.max(PITCH.least, (available - edges) / Math.max(1, gaps)));
  const width = Math.max(available, edges + gaps * pitch);
  const left = (width - edges - gaps * pitch) / 2 + LABEL + node / 2;
  const rows = Math.max(...sizes) * row;
  return {
    width,
    height: HEAD + rows + FOOT,
    node,
    layers: sizes.map((size, layer) =>
      Array.from({ length: size }, (_, i) => ({
        x: left + layer * pitch,
        y: HEAD + rows / 2 + (i - (size - 1) / 2) * row,
      })),
    ),
  };
}

/** A connection: `layer` counts the gaps, `row` and `unit` index the weights there. */
export interface EdgeId {
  readonly layer: number;
  readonly row: number;
  readonly unit: number;
}

export interface PlacedEdge extends EdgeId {
  readonly from: Node;
  readonly to: Node;
}

/** All connections. Of the inputs only the `chosen` take part (their places among all). */
export function edgesOf(layout: Layout, chosen: readonly number[]): PlacedEdge[] {
  return layout.layers.slice(1).flatMap((targets, layer) => {
    const all = layout.layers[layer] ?? [];
    const sources = layer === 0 ? chosen.map((i) => all[i]).filter((node) => node !== undefined) : all;
    return sources.flatMap((from, row) =>
      targets.map((to, unit) => ({
        layer,
        row,
        unit,
        from: { x: from.x + layout.node / 2, y: from.y },
        to: { x: to.x - layout.node / 2, y: to.y },
      })),
    );
  });
}

/** The widest line; a weight that would need more has its number written beside it. */
export const WIDEST = 15;

export function lineWidth(weight: number): number {
  const width = edgeWidth(weight);
  return Number.isFinite(width) ? Math.min(WIDEST, width) : WIDEST;
}

const REACH = 8;

/** The connection under the pointer, if one is near. */
export function edgeAt(edges: readonly PlacedEdge[], { x, y }: Node): PlacedEdge | undefined {
  let best: PlacedEdge | undefined;
  let nearest = REACH;
  for (const edge of edges) {
    if (x <= edge.from.x || x >= edge.to.x) continue;
    const distance = Math.abs(heightAt(edge, x) - y);
    if (distance < nearest) {
      nearest = distance;
      best = edge;
    }
  }
  return best;
}

/** The middle of a connection and its height at any x: its curve is the one that `draw/network` draws. */
export function heightAt({ from, to }: PlacedEdge, x: number): number {
  // x(t) rises steadily, so t is found by halving; the controls lie at the middle, level with the ends.
  const share = (x - from.x) / (to.x - from.x);
  let low = 0;
  let high = 1;
  for (let i = 0; i < 20; i++) {
    const t = (low + high) / 2;
    const at = 1.5 * t * (1 - t) * (1 - t) + 1.5 * t * t * (1 - t) + t * t * t;
    if (at < share) low = t;
    else high = t;
  }
  const t = (low + high) / 2;
  return from.y + (to.y - from.y) * (3 * t * t - 2 * t * t * t);
}
