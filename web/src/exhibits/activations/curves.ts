/** A curve for each function that is shown. */
import type { Series } from '../../draw/series';
import type { ActivationsView, Bend } from './lab.gen';
import { COLOURS, type Name } from './settings';
import { words } from './strings';

/** The curves of `values`, such as the slopes; a function that has none is left out. */
export function curvesOf(
  view: ActivationsView,
  values: (bend: Bend) => ArrayLike<number> | undefined,
): Series[] {
  return view.bends.flatMap((each) => {
    const y = values(each);
    if (y === undefined) return [];
    return {
      id: each.name,
      label: words.names[each.name] ?? '',
      x: each.z.data,
      y,
      colour: COLOURS[each.name as Name],
      strong: each.name === view.settings.activation,
    };
  });
}
