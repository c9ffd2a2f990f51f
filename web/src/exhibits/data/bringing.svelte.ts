import type { Room } from '../../frame/lab.svelte';
import { asLabError, type LabError } from '../../protocol';
import { constants, type Importing, type Ops } from './lab.gen';

/** A file, and its path inside what was chosen. */
export interface Chosen {
  readonly path: string;
  readonly file: Blob;
}

interface Part {
  readonly name: string;
  readonly data: Uint8Array;
}

/** Bytes that one message holds. */
const MESSAGE = 2 * constants.part_bytes;

/** Files on their way into the lab, and the data set that it makes of them. */
export class Bringing {
  readonly #room: Room<Ops>;
  /** What is being done, and how far: bytes while files are sent, files while they are read. */
  progress = $state.raw<{ readonly doing: 'sending' | 'reading'; readonly share: number }>();
  error = $state.raw<LabError>();

  constructor(room: Room<Ops>) {
    this.#room = room;
  }

  get busy(): boolean {
    return this.progress !== undefined;
  }

  /** Returns the name of the data set; undefined if there is none, and `error` says why. */
  async bring(chosen: readonly Chosen[], name: string): Promise<string | undefined> {
    this.error = undefined;
    this.progress = { doing: 'sending', share: 0 };
    try {
      await this.#send(chosen);
      let found: Importing = await this.#room.ask('bring', { name });
      while (found.name === null) {
        this.progress = { doing: 'reading', share: found.done / Math.max(1, found.of) };
        found = await this.#room.ask('read');
      }
      return found.name;
    } catch (cause) {
      this.error = asLabError(cause);
      return undefined;
    } finally {
      this.progress = undefined;
    }
  }

  async #send(chosen: readonly Chosen[]): Promise<void> {
    const total = chosen.reduce((sum, { file }) => sum + file.size, 0);
    let sent = 0;
    let first = true;
    let waiting: Part[] = [];
    const flush = async (): Promise<void> => {
      if (waiting.length === 0) return;
      const parts = waiting.map(({ data }) => data);
      await this.#room.ask('receive', { names: waiting.map((part) => part.name), parts, first });
      first = false;
      waiting = [];
      this.progress = { doing: 'sending', share: sent / Math.max(1, total) };
    };
    let held = 0;
    for (const { path, file } of chosen)
      for (let start = 0; start < file.size; start += constants.part_bytes) {
        const data = new Uint8Array(await file.slice(start, start + constants.part_bytes).arrayBuffer());
        if (held + data.length > MESSAGE || waiting.length === constants.most_parts) {
          await flush();
          held = 0;
        }
        waiting.push({ name: path, data });
        held += data.length;
        sent += data.length;
      }
    await flush();
  }
}

/** The files of an input, by their paths where a whole folder was chosen. */
export const filesOf = (list: FileList | null): Chosen[] =>
  Array.from(list ?? [], (file) => ({ path: file.webkitRelativePath || file.name, file }));

/** A name for a data set, from what was chosen: the folder's, or the first file's. */
export function nameFor(chosen: readonly Chosen[]): string {
  const [first] = (chosen[0]?.path ?? '').split('/');
  return (first ?? '').replace(/\.[a-z0-9.]+$/iu, '').slice(0, 60);
}
