import type { PlacedLayer, PlacedUnit } from '../../draw/network';
import type { Point } from '../../draw/series';
import type { ForwardView } from './lab.gen';
import type { Pass } from '../../frame/pass.svelte';

/** One term on its way: as large as x times w, in the colour of its sign. */
export interface Signal {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly radius: number;
  readonly at: (placed: readonly PlacedLayer[], radius: number) => Point | undefined;
}

/** The point of the diagram's connection from `a` to `b` at a share of its way; it is level at both ends. */
export function along(a: Point, b: Point, share: number): Point {
  const ease = share * share * (3 - 2 * share); // y of the curve whose inner points are half way
  const t = share;
  const middle = (a.x + b.x) / 2;
  const x = (1 - t) ** 3 * a.x + 3 * (1 - t) ** 2 * t * middle + 3 * (1 - t) * t ** 2 * middle + t ** 3 * b.x;
  return { x, y: a.y + (b.y - a.y) * ease };
}

/** The terms that travel to some units of a layer, `travelled` of their way. */
export function signalsOf(
  view: ForwardView,
  row: number,
  { layer, from, to }: NonNullable<Pass['next']>,
  travelled: number,
): Signal[] {
  const found = view.layers[layer - 1];
  if (found === undefined) return [];
  const inputs = found.x.shape[1] ?? 0;
  const units = found.b.data.length;
  const signals: Signal[] = [];
  for (let i = 0; i < inputs; i += 1)
    for (let j = from; j < Math.min(to, units); j += 1) {
      const value = found.terms.data[(row * inputs + i) * units + j] ?? 0;
      signals.push({
        from: i,
        to: j,
        value,
        radius: 3 + 4 * Math.min(1, Math.abs(value)),
        at: (placed, radius) => {
          const unit = (l: number, index: number): PlacedUnit | undefined =>
            placed[l]?.units.find((each) => each.index === index);
          const a = unit(layer - 1, i);
          const b = unit(layer, j);
          return a && b && along({ x: a.x + radius, y: a.y }, { x: b.x - radius, y: b.y }, travelled);
        },
      });
    }
  return signals;
}
