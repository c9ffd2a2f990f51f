import { clamp } from '../lib/format';
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

/** A layer to be placed: `shown` names the units that are to be drawn, if not all fit. */
export interface LayerSize {
  readonly size: number;
  readonly shown?: readonly number[];
}

/**
 * Evenly spaced layers, units centred. A layer with more units than fit shows those it names, or the first.
 */
export function placeUnits(layers: readonly LayerSize[], area: Area, gap: number): PlacedLayer[] {
  const fit = Math.max(1, Math.floor((area.height - 2 * area.margin) / gap) + 1);
  return layers.map(({ size, shown }, layer) => {
    const all = Array.from({ length: size }, (_, index) => index);
    const indices =
      size > fit ? [...(shown ?? all)].slice(0, Math.max(1, fit - 1)).sort((a, b) => a - b) : all;
    const count = indices.length;
    const spacing = count > 1 ? Math.min(gap * 2.2, (area.height - 2 * area.margin) / (count - 1)) : 0;
    const top = area.height / 2 - (spacing * (count - 1)) / 2;
    const share = layers.length > 1 ? layer / (layers.length - 1) : 0.5;
    const x = area.margin + share * (area.width - 2 * area.margin);
    const units = indices.map((index, place) => ({ layer, index, x, y: top + place * spacing }));
    return { units, hidden: size - count };
  });
}

/** Pixels kept free for the number of units that are left out, below them. */
const BELOW = 18;

/** The layers of a network in a picture that keeps room at its sides; one layer alone stands at the right. */
export function placeNetwork(
  layers: readonly LayerSize[],
  {
    width,
    height,
    left,
    right,
    radius,
  }: Omit<Area, 'margin'> & { readonly left: number; readonly right: number; readonly radius: number },
): PlacedLayer[] {
  const area = { width: Math.max(120, width - left - right), height };
  const place = (margin: number): PlacedLayer[] =>
    placeUnits(layers, { ...area, margin: radius + margin }, radius * 2 + 3);
  const tight = place(4);
  const placed = tight.some((layer) => layer.hidden > 0) ? place(BELOW) : tight;
  const shift = layers.length === 1 && left > 0 ? left + area.width / 2 - radius : left;
  return placed.map((layer) => ({
    ...layer,
    units: layer.units.map((unit) => ({ ...unit, x: unit.x + shift })),
  }));
}

/** The indices of the values of largest size, largest first. */
export function strongestUnits(values: ArrayLike<number>, most: number): number[] {
  const size = (index: number): number => Math.abs(values[index] ?? 0);
  return Array.from({ length: values.length }, (_, index) => index)
    .sort((a, b) => size(b) - size(a))
    .slice(0, most);
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
  from: readonly PlacedUnit[],
  to: readonly PlacedUnit[],
  most: number,
): Edge[] {
  const edges = from.flatMap((a) =>
    to.map((b) => ({ layer, from: a.index, to: b.index, weight: weights[a.index * outs + b.index] ?? 0 })),
  );
  if (edges.length <= most) return edges;
  return edges.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, most);
}

/** A soft curve between two points, level at both ends. */
export function curve(from: Point, to: Point): string {
  const middle = (from.x + to.x) / 2;
  return `M${from.x},${from.y}C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`;
}

/**
 * |w| as a width in pixels: never vanishing, growing with the root beyond the usual so that no value is
 * clamped.
 */
export function edgeWidth(weight: number, usual = 1): number {
  const size = Math.abs(weight) / usual;
  return 0.6 + 3.4 * (size <= 1 ? size : Math.sqrt(size));
}

/** A layer as `NetworkDiagram` takes it. */
export interface DiagramLayer {
  readonly label: string;
  readonly size: number;
  /** The units' values, for their colour; one may be signed. */
  readonly values?: ArrayLike<number>;
  readonly names?: readonly string[];
  /** The units to draw if not all fit, most important first; left out: those of the largest values. */
  readonly shown?: readonly number[];
  /** The value at the end of the colour scale; left out: 1, or the largest if larger. */
  readonly limit?: number;
}
/** What of a diagram the learner has chosen. */
export type Chosen =
  | { readonly kind: 'unit'; readonly layer: number; readonly index: number }
  | { readonly kind: 'edge'; readonly layer: number; readonly from: number; readonly to: number };

/** Whether a connection is the active one, or one of the active unit. */
export function touches(edge: Edge, active: Chosen | undefined): boolean {
  if (active === undefined) return false;
  if (active.kind === 'edge')
    return edge.layer === active.layer && edge.from === active.from && edge.to === active.to;
  return (
    (edge.layer === active.layer && edge.from === active.index) ||
    (edge.layer + 1 === active.layer && edge.to === active.index)
  );
}

/** The unit `layers` to the right and `units` down from what is active; the first of all if nothing is. */
export function nextUnit(
  placed: readonly PlacedLayer[],
  active: Chosen | undefined,
  layers: number,
  units: number,
): Chosen | undefined {
  const now = active?.kind === 'edge' ? { layer: active.layer + 1, index: active.to } : active;
  const layer = now === undefined ? 0 : clamp(now.layer + layers, 0, placed.length - 1);
  const column = placed[layer]?.units ?? [];
  const at = now && placed[now.layer]?.units.findIndex((unit) => unit.index === now.index);
  const unit = column[at === undefined ? 0 : clamp(at + units, 0, column.length - 1)];
  return unit && { kind: 'unit', layer, index: unit.index };
}

/** The next connection into the unit that is active, or into the one that the active connection leads to. */
export function nextEdge(
  edges: readonly Edge[],
  active: Chosen | undefined,
  step: number,
): Chosen | undefined {
  const incoming = edges
    .filter((edge) =>
      active?.kind === 'unit'
        ? edge.layer + 1 === active.layer && edge.to === active.index
        : edge.layer === active?.layer && edge.to === active.to,
    )
    .sort((a, b) => a.from - b.from);
  const from = active?.kind === 'edge' ? active.from : undefined;
  const now =
    from === undefined ? (step > 0 ? -1 : incoming.length) : incoming.findIndex((e) => e.from === from);
  const edge = incoming[clamp(now + step, 0, incoming.length - 1)];
  return edge ? { kind: 'edge', layer: edge.layer, from: edge.from, to: edge.to } : active;
}
