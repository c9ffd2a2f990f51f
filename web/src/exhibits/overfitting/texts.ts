import { fixed, grouped, percent } from '../../lib/format';
import type { Words } from './en';
import type { KeptRun, LiveView, RunsView, Setup } from './lab.gen';

/** A run in words: its data, its network, its cures. */
export function described({ setup }: Pick<KeptRun, 'setup'>, words: Words): string {
  const { short } = words;
  const parts = [
    short.images(String(grouped(setup.images))),
    ...(setup.random_labels ? [short.random] : setup.noise > 0 ? [short.noise(percent(setup.noise, 0))] : []),
    short.width(setup.width),
    short.epochs(setup.epochs),
    ...(setup.l1 > 0 ? [short.l1(setup.l1)] : []),
    ...(setup.l2 > 0 ? [short.l2(setup.l2)] : []),
    ...(setup.dropout > 0 ? [short.dropout(fixed(setup.dropout))] : []),
    ...(setup.early_stopping > 0 ? [short.early_stopping(setup.early_stopping)] : []),
    ...(setup.augmentation ? [short.augmentation] : []),
    ...(setup.batch_norm ? [short.batch_norm] : []),
  ];
  return parts.join(words.list);
}

/** An interval in percent, or in points of a percentage. */
export const intervalOf = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  `[${fixed(100 * low, 2)}, ${fixed(100 * high, 2)}]`;

/** What a difference from the reference says. */
export function verdictOf(run: Pick<KeptRun, 'difference' | 'is_shown'>, words: Words): string {
  if (run.difference === null) return '';
  if (!run.is_shown) return words.verdict.none;
  return run.difference.mean > 0 ? words.verdict.better : words.verdict.worse;
}

/** What the live training has come to. */
export function remarkOf(live: LiveView, setup: Setup, words: Words): string {
  const { see } = words;
  if (live.done < 1) return see.training;
  if (live.held === null) return see.noneHeld;
  if (setup.random_labels) return see.random;
  return live.memorises ? see.memorises : see.together;
}

/** How honest the test score still is. */
export const coverRemark = ({ uncovered }: RunsView, words: Words): string =>
  uncovered === 0 ? words.test.covered : uncovered === 1 ? words.test.once : words.test.often(uncovered);
