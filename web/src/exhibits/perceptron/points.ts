/** The points of a view, as dots in the drawn square. */
import { dotsOf, type Dot } from '../../components/plane/dots';
import type { Palette } from '../../draw/colour';
import { scaleOf, toSquare } from './geometry';
import type { PerceptronView } from './lab.gen';

/** Where each point stands in the square. */
export function placesOf({ settings, samples, labels }: PerceptronView): [x: number, y: number][] {
  const scale = scaleOf(settings.data);
  const at = (index: number): number => toSquare(samples.data[index] ?? 0, scale);
  return Array.from(labels.data, (_, i) => [at(2 * i), at(2 * i + 1)]);
}

export function dotsOfView(view: PerceptronView, colours: Palette, dark: boolean): Dot[] {
  const target = { data: Array.from(view.labels.data, (y) => 2 * y - 1) };
  return dotsOf({ xy: { data: placesOf(view).flat() }, target }, ['0', '1'], false, colours, dark);
}
