import type { Point } from './series';

/** Where the units of a network stand, and which of its connections are worth drawing. Pure geometry. */
export interface PlacedUnit extends Point {
  readonly layer: number;
  readonly index: number;
}

export interface PlacedLayer {
  readonly units: readonly PlacedUnit[];
  /** Units that there was no room for. */
  readonly hidden: number;
}

export interface Area {
  readonly width: number;
  readonly height: number;
  /** Room kept free at every side. */
  readonly margin: number;
}

/** Evenly spaced layers, units centred; a layer with more units than fit shows the first ones. */
export function placeUnits(sizes: readonly number[], area: Area, gap: number): PlacedLayer[] {
  const fit = Math.max(1, Math.floor((area.height - 2 * area.margin) / gap) + 1);
  return sizes.map((size, layer) => {
    const shown = size > fit ? Math.max(1, fit - 1) : size;
    const spacing = shown > 1 ? Math.min(gap * 2.2, (area.height - 2 * area.margin) / (shown - 1)) : 0;
    const top = area.height / 2 - (spacing * (shown - 1)) / 2;
    const share = sizes.length > 1 ? layer / (sizes.length - 1) : 0.5;
    const x = area.margin + share * (area.width - 2 * area.margin);
    const units = Array.from({ length: shown }, (_, index) => ({ layer, index, x, y: top + index * spacing }));
    return { units, hidden: size - shown };
  });
}

export interface Edge {
  /** The layer that the edge comes from. */
  readonly layer: number;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/**
 * The strongest connections between units that are shown: at most `most` between two layers.
 * `weights` is (n_in, n_out), row after row.
 */
export function strongestEdges(
  layer: number,
  weights: ArrayLike<number>,
  outs: number,
  shownFrom: number,
  shownTo: number,
  most: number,
): Edge[] {
  const edges: Edge[] = [];
  for (let from = 0; from < shownFrom; from++) {
    for (let to = 0; to < shownTo; to++) {
      edges.push({ layer, from, to, weight: weights[from * outs + to] ?? 0 });
    }
  }
  if (edges.length <= most) return edges;
  return edges.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, most);
}

/** A soft curve between two points, level at both ends. */
export function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `M${from.x},${from.y}C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`;
}

/** |w| as a width in pixels: never vanishing, growing with the root beyond the usual so that no value is clamped. */
export function edgeWidth(weight: number, usual = 1): number {
  const size = Math.abs(weight) / usual;
  return 0.6 + 3.4 * (size <= 1 ? size : Math.sqrt(size));
}
