import { percent } from '../../lib/format';
import type { Words } from './en';
import type { Difference, PointView } from './lab.gen';

/** An interval of shares, in percent. */
export const intervalOf = ({ low, high }: Pick<PointView, 'low' | 'high'>): string =>
  low === null || high === null ? '' : `${percent(low, 2)} – ${percent(high, 2)}`;

/** An interval of a difference, in percentage points. */
export const spanOf = ({ low, high }: Difference): string =>
  `${(100 * low).toFixed(2)} – ${(100 * high).toFixed(2)}`.replaceAll('-', '−');

/** A value of a setting in the reader's words; a dash if the network does not have the setting. */
export const valueText = (value: string, words: Words): string =>
  value === '' ? '–' : (words.values[value] ?? value);

/** The values of a point in the reader's words: "hidden neurons 16, activation tanh". */
export function described(point: PointView | undefined, words: Words): string {
  if (point === undefined) return '';
  return point.text
    .split(' ')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return words.pairOf(words.names[name.replaceAll('-', '_')] ?? name, valueText(value, words));
    })
    .join(words.list);
}
