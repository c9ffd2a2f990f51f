import type { DataView } from './lab.gen';

/** How many images there are to learn from (0) or to test with (1). */
export function imagesOf({ counts, classes }: Pick<DataView, 'counts' | 'classes'>, part: 0 | 1): number {
  const of = Array.from(counts.data).slice(part * classes.length, (part + 1) * classes.length);
  return of.reduce((sum, count) => sum + count, 0);
}
