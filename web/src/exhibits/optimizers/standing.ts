import type { Frames } from './lab.gen';
import { RACERS, type Racer } from './settings';

/** Where a racer stands at a step. */
export interface Standing {
  readonly loss: number;
  /** At which step it diverged, or came to the finish, if it has by now. */
  readonly diverged: number | undefined;
  readonly finished: number | undefined;
}

export function stateOf({ losses, diverged, finished }: Frames, name: Racer, step: number): Standing {
  const racer = RACERS.indexOf(name);
  const columns = losses.shape[1] ?? 0;
  const by = (at: number | undefined): number | undefined =>
    at !== undefined && at >= 0 && at <= step ? at : undefined;
  return {
    loss: losses.data[racer * columns + Math.min(step, columns - 1)] ?? Number.NaN,
    diverged: by(diverged[racer]),
    finished: by(finished[racer]),
  };
}

/** Who is in front: by when it came to the finish, then by its loss; who diverged is out. */
export function ranked(frames: Frames, racers: readonly Racer[], step: number): Racer[] {
  const all = racers.map((name) => ({ name, ...stateOf(frames, name, step) }));
  return all
    .filter(({ diverged }) => diverged === undefined)
    .sort((a, b) => (a.finished ?? Infinity) - (b.finished ?? Infinity) || a.loss - b.loss)
    .map(({ name }) => name);
}
