import type { PlaygroundSettings } from './settings';
import type { PlaygroundView } from './lab.gen';

/** A run as it was when it was kept. */
export interface KeptRun {
  readonly id: string;
  /** A, B, C. */
  readonly name: string;
  readonly settings: PlaygroundSettings;
  readonly view: PlaygroundView;
}

const MOST = 3;

/** Runs kept to compare with; they outlast a visit to another exhibit. */
class KeptRuns {
  kept = $state.raw<readonly KeptRun[]>([]);
  #count = 0;

  get full(): boolean {
    return this.kept.length >= MOST;
  }

  keep(settings: PlaygroundSettings, view: PlaygroundView): void {
    if (this.full) return;
    const name = ['A', 'B', 'C'].find((letter) => this.kept.every((kept) => kept.name !== letter)) ?? '?';
    this.kept = [...this.kept, { id: `kept-${this.#count++}`, name, settings, view }];
  }

  drop(id: string): void {
    this.kept = this.kept.filter((kept) => kept.id !== id);
  }
}

export const keptRuns = new KeptRuns();
