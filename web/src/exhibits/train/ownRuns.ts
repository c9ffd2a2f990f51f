import { recall, remember } from '../../lib/storage';

const KEY = 'runs';
/** More than a learner can have started whose ends are still to be seen. */
const MOST = 20;

const known = (): readonly string[] => recall(KEY)?.split(' ') ?? [];

/** Remembers in this browser that a run, by its number, was started in it. */
export function addOwnRun(number: string): void {
  remember(KEY, [...known(), number].slice(-MOST).join(' '));
}

/** Whether the run was started in this browser: all who use the lab see the one run. */
export const isOwnRun = (number: string): boolean => known().includes(number);
