import type { Words } from './en';
import type { GradientFlowView } from './lab.gen';

/** What the gradient's size means for the first layers. */
export function remark({ ratio, verdict, settings }: GradientFlowView, { see }: Words): string {
  if (ratio === 0) return settings.initializer === 'zeros' ? see.zero : see.dead;
  return Number.isFinite(ratio) ? see[verdict] : `${see.exploding}${see.gap}${see.beyond}`;
}

/** The powers of ten between which all numbers of a logarithmic picture lie; none if there are none. */
export function decades(
  lists: readonly ArrayLike<number>[],
  also: readonly number[] = [],
): readonly [number, number] | undefined {
  let [low, high] = [Infinity, 0];
  for (const list of [...lists, also])
    for (let i = 0; i < list.length; i += 1) {
      const value = list[i] ?? 0;
      if (value <= 0 || !Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  if (high === 0) return undefined;
  const bottom = Math.floor(Math.log10(low));
  const top = Math.max(Math.ceil(Math.log10(high)), bottom + 1);
  return [Number(`1e${bottom}`), Number(`1e${top}`)];
}
