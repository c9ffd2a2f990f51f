import type { Room } from '../../frame/lab.svelte';
import { Polled } from '../../frame/polled.svelte';
import { forget, recall, remember } from '../../lib/storage';
import { asLabError, errorOf, type LabError } from '../../protocol';
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

/** Where this browser remembers the import that it began: all who use the lab see the last one. */
const OWN = 'import';

/** Files on their way into the lab, which reads them in the background, and the data set that it makes. */
export class Bringing {
  readonly #room: Room<Ops>;
  /** How far the files are sent, 0 to 1, and about how many seconds are left; undefined: nothing is sent. */
  sending = $state.raw<{ readonly share: number; readonly left: number | undefined }>();
  #error = $state.raw<LabError>();
  #stopped = false;
  readonly #reading;

  /** `done` is called with the name of a data set when it is there, and whether this browser brought it. */
  constructor(room: Room<Ops>, done: (name: string, mine: boolean) => void) {
    this.#room = room;
    this.#reading = new Polled(() => room.ask('importing'));
    $effect(() => {
      const { value } = this.#reading;
      if (value?.name == null) return;
      const mine = recall(OWN) === value.id;
      if (mine) forget(OWN);
      done(value.name, mine);
    });
  }

  /** What is read in the lab; undefined: nothing that is not over. */
  get reading(): Importing | undefined {
    const { value } = this.#reading;
    return value === undefined || value.progress.state === 'finished' ? undefined : value;
  }

  get error(): LabError | undefined {
    const { value } = this.#reading;
    const problem = value?.problem && recall(OWN) === value.id ? errorOf(value.problem) : undefined;
    return this.#error ?? this.#reading.error ?? problem;
  }

  get busy(): boolean {
    return this.sending !== undefined || this.reading?.progress.state === 'running';
  }

  look(): void {
    this.#reading.look();
  }

  /** Sends files, and has them read; `error` says why not. */
  async bring(chosen: readonly Chosen[], name: string): Promise<void> {
    this.#error = undefined;
    this.#stopped = false;
    this.sending = { share: 0, left: undefined };
    try {
      await this.#send(chosen);
      if (this.#wasStopped()) return;
      const { id } = await this.#room.ask('bring', { name });
      remember(OWN, id);
      this.#reading.look();
    } catch (cause) {
      this.#error = asLabError(cause);
    } finally {
      this.sending = undefined;
    }
  }

  /** Sends no more; nothing of what was sent is kept. */
  stopSending(): void {
    this.#stopped = true;
  }

  /** Stops reading; the files wait. */
  stop(): void {
    this.#reading.order(() => this.#room.ask('import_stop'));
  }

  go(): void {
    this.#reading.order(() => this.#room.ask('import_go'));
  }

  #wasStopped(): boolean {
    return this.#stopped;
  }

  async #send(chosen: readonly Chosen[]): Promise<void> {
    const total = chosen.reduce((sum, { file }) => sum + file.size, 0);
    const began = performance.now();
    let sent = 0;
    let first = true;
    let held = 0;
    let waiting: Part[] = [];
    const flush = async (): Promise<void> => {
      if (waiting.length === 0) return;
      const parts = waiting.map(({ data }) => data);
      await this.#room.ask('receive', { names: waiting.map((part) => part.name), parts, first });
      first = false;
      waiting = [];
      held = 0;
      const share = sent / Math.max(1, total);
      const seconds = (performance.now() - began) / 1000;
      this.sending = { share, left: share > 0 && share < 1 ? (seconds / share) * (1 - share) : undefined };
    };
    for (const { path, file } of chosen)
      for (let start = 0; start === 0 || start < file.size; start += constants.part_bytes) {
        if (this.#wasStopped()) return;
        const data = new Uint8Array(await file.slice(start, start + constants.part_bytes).arrayBuffer());
        if (held + data.length > MESSAGE || waiting.length === constants.most_parts) await flush();
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

/** What the names of IDX files say beside the name of the data set: which part of it they are. */
const PART = /(^|[-_.])((train|test|t10k)[-_.])?(images|labels)([-_.].*)?$/iu;

/** Bytes that the name of a data set may have, with room for a number behind it. */
const MOST_NAME = 90;

/** The name without what a file on some system may not have in its name, and not too long for one. */
function fileName(name: string): string {
  let found = name.replace(/[<>:"/\\|?*\s\p{C}]+/gu, ' ');
  while (new TextEncoder().encode(found).length > MOST_NAME) found = found.slice(0, -1);
  return found.replace(/^[.\- ]+|[. ]+$/gu, '');
}

/** A name for a data set, from what was chosen: the folder's, or the first file's; empty: none tells one. */
export function nameFor(chosen: readonly Chosen[]): string {
  const [first = '', ...inside] = (chosen[0]?.path ?? '').split('/');
  if (inside.length > 0) return fileName(first);
  const name = first.replace(/\.[a-z0-9.]+$/iu, '');
  return fileName(chosen.length === 1 ? name : name.replace(PART, ''));
}
