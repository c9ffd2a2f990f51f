import { placeUnits, strongestEdges, type Edge, type PlacedLayer } from '../../draw/network';
import type { LiveView } from './lab.gen';

/**
 * Where the shown part of the network stands: the image at the left, then a column of units for each layer.
 */
export interface Placed {
  readonly columns: readonly PlacedLayer[];
  readonly edges: readonly Edge[];
  readonly image: { readonly x: number; readonly y: number; readonly size: number };
}

/** Connections drawn between two layers at most. */
const MOST_EDGES = 48;

export function place(live: LiveView, width: number, height: number, radius: number): Placed {
  const size = Math.min(112, width * 0.24);
  const sizes = live.inside.units.map((units) => ({ size: units.length }));
  // The columns share the room right of the image; the last one keeps some for its numbers.
  const left = size + 40;
  const area = { width: Math.max(120, width - left - 64), height, margin: radius + 4 };
  const columns = placeUnits(sizes, area, radius * 2 + 3).map((layer) => ({
    ...layer,
    units: layer.units.map((unit) => ({
      ...unit,
      x: sizes.length === 1 ? area.width - radius + left : unit.x + left,
    })),
  }));
  const edges = live.inside.between.flatMap((weights, layer) =>
    strongestEdges(
      layer,
      weights.data,
      weights.shape[1] ?? 1,
      columns[layer]?.units ?? [],
      columns[layer + 1]?.units ?? [],
      MOST_EDGES,
    ),
  );
  return { columns, edges, image: { x: 0, y: height / 2 - size / 2, size } };
}

/**
 * A weight of this size has the width of an edge that is fully drawn:
 * fixed, so that edges can be seen to grow.
 */
export const USUAL_WEIGHT = 0.8;
/** The same for the root of the sum of squares of 784 weights. */
export const USUAL_INFLOW = 2.5;
