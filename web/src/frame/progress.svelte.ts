import { recall, remember } from '../lib/storage';
import { list, record, mapOf, text, type Read } from '../validate';

const readDone: Read<{ done: Record<string, readonly string[]> }> = record({ done: mapOf(list(text)) });

/** Which tasks of which exhibit this learner has done: remembered in this browser. */
class Progress {
  #done = $state.raw<Readonly<Record<string, readonly string[]>>>(load());
  /** How many tasks an exhibit has; known once it has been opened. */
  #counts = $state.raw<Readonly<Record<string, number>>>({});

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

  /** An exhibit bears the done mark when all its tasks are done ("*" is written then). */
  exhibitDone(exhibit: string): boolean {
    return this.isDone(exhibit, '*');
  }

  setTasks(exhibit: string, tasks: readonly string[]): void {
    if (this.#counts[exhibit] !== tasks.length) this.#counts = { ...this.#counts, [exhibit]: tasks.length };
    if (tasks.length > 0 && tasks.every((task) => this.isDone(exhibit, task))) this.finish(exhibit, '*');
  }

  counts(exhibit: string): { done: number; all: number } {
    const done = this.doneTasks(exhibit).filter((task) => task !== '*').length;
    return { done, all: this.#counts[exhibit] ?? 0 };
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
