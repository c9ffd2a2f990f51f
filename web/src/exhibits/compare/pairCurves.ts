import type { Series } from '../../draw/series';
import type { Pair } from './lab.gen';

export const LETTERS = ['A', 'B'] as const;

/** The accuracies of two networks on images held back, epoch by epoch; of those that held some back. */
export const seriesOf = ({ curves }: Pair): readonly Series[] =>
  curves
    .map(({ epoch, held_accuracy: y }, i) => ({
      id: String(i),
      label: LETTERS[i] ?? '',
      x: epoch.data,
      y: y.data,
      colour: i === 0 ? 'var(--positive)' : 'var(--negative)',
    }))
    .filter(({ y }) => Array.from(y).some((value) => !Number.isNaN(value)));
