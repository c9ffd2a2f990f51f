import { isRegistered, registry } from '../exhibits/registry';
import { recall, remember } from '../lib/storage';
import { list, record, mapOf, text, type Read } from '../validate';

const readDone: Read<{ done: Record<string, readonly string[]> }> = record({ done: mapOf(list(text)) });

const NONE = { tasks: [], programs: [] };

/** Which tasks of which exhibit this learner has done: remembered in this browser. */
class Progress {
  #done = $state.raw<Readonly<Record<string, readonly string[]>>>(load());

  doneTasks(exhibit: string): readonly string[] {
    return this.#done[exhibit] ?? [];
  }

  isDone(exhibit: string, task: string): boolean {
    return this.doneTasks(exhibit).includes(task);
  }

  finish(exhibit: string, task: string): void {
    if (this.isDone(exhibit, task)) return;
    this.#done = { ...this.#done, [exhibit]: [...this.doneTasks(exhibit), task] };
    remember('progress', JSON.stringify({ done: this.#done }));
  }

  /** An exhibit bears the done mark when all its tasks are done. */
  exhibitDone(exhibit: string): boolean {
    const { done, all } = this.counts(exhibit);
    return all > 0 && done === all;
  }

  /** Of its tasks, both kinds. */
  counts(exhibit: string): { done: number; all: number } {
    const { tasks, programs } = (isRegistered(exhibit) ? registry[exhibit] : undefined) ?? NONE;
    return this.countsOf(exhibit, [...tasks, ...programs]);
  }

  /** Of some of its tasks. */
  countsOf(exhibit: string, tasks: readonly string[]): { done: number; all: number } {
    return { done: tasks.filter((task) => this.isDone(exhibit, task)).length, all: tasks.length };
  }
}

function load(): Readonly<Record<string, readonly string[]>> {
  const stored = recall('progress');
  if (stored === null) return {};
  try {
    return readDone(JSON.parse(stored)).done;
  } catch {
    return {};
  }
}

export const progress = new Progress();
