import { forget, onRemembered, recall, remember } from '../../lib/storage';
import { decodeFrame, encodeFrame } from '../../transport/frames';
import { record, text, type Read } from '../../validate';
import { codec, type PlaygroundSettings } from './settings';
import { readPlaygroundView, type PlaygroundView } from './lab.gen';

/** A run as it was when it was kept. */
export interface KeptRun {
  readonly name: Name;
  readonly settings: PlaygroundSettings;
  readonly view: PlaygroundView;
}

/** So many can be kept: that bounds what this browser has to remember. */
const NAMES = ['A', 'B', 'C'] as const;
type Name = (typeof NAMES)[number];

const keyOf = (name: Name): string => `playground.run.${name}`;
const readKept: Read<{ settings: string; view: PlaygroundView }> = record({
  settings: text,
  view: readPlaygroundView,
});

/** Runs kept to compare with: remembered in this browser, each by itself, for all its tabs. */
export class KeptRuns {
  kept = $state.raw<readonly KeptRun[]>([]);

  constructor() {
    for (const name of NAMES) this.#recall(name);
    onRemembered((key) => {
      const name = NAMES.find((each) => keyOf(each) === key);
      if (name !== undefined) this.#recall(name);
    });
  }

  get full(): boolean {
    return this.kept.length >= NAMES.length;
  }

  keep(settings: PlaygroundSettings, view: PlaygroundView): void {
    const name = NAMES.find((letter) => this.kept.every((kept) => kept.name !== letter));
    if (name === undefined) return;
    this.kept = [...this.kept, { name, settings, view }];
    remember(keyOf(name), toText(encodeFrame({ settings: codec.encode(settings), view })));
  }

  drop(name: Name): void {
    this.kept = this.kept.filter((kept) => kept.name !== name);
    forget(keyOf(name));
  }

  /** What is not there, or cannot be read any more, is not kept. */
  #recall(name: Name): void {
    const others = this.kept.filter((kept) => kept.name !== name);
    const stored = recall(keyOf(name));
    try {
      if (stored === null) throw new Error('nothing is kept');
      const { settings, view } = readKept(decodeFrame(toBytes(stored)));
      this.kept = [...others, { name, settings: codec.decode(settings), view }];
    } catch {
      this.kept = others;
    }
  }
}

/** Storage takes text alone: base64. */
function toText(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(parts.join(''));
}

function toBytes(stored: string): ArrayBuffer {
  return Uint8Array.from(atob(stored), (letter) => letter.charCodeAt(0)).buffer;
}

export const keptRuns = new KeptRuns();
