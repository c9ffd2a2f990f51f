import { latest, type Latest } from '../../frame/ask.svelte';
import type { Room } from '../../frame/lab.svelte';
import type { Entry, Ops, ProgramView, StoredProgram } from './lab.gen';
import { OWN } from './settings';

/** What is typed is saved when the hand rests. */
const SAVE_MS = 400;

export type Shelf = 'given' | 'task' | 'own';

interface Opened {
  readonly name: string;
  /** Of a given program or a task. */
  readonly view: ProgramView | undefined;
  /** The given program that is shown beside it. */
  readonly beside: ProgramView | undefined;
}

/** The programs: those that are given, and what the learner has made of them, which the lab keeps. */
export class Bench {
  entries = $state.raw<readonly Entry[]>([]);
  drafts = $state.raw<readonly StoredProgram[]>([]);
  opened = $state.raw<Opened>();
  text = $state('');
  /** What could not be saved, if something could not. */
  readonly saving: Latest<[name: string, source: string], readonly StoredProgram[]>;
  readonly #opening: Latest<[name: string], void>;
  readonly #room: Room<Ops>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: Room<Ops>) {
    this.#room = room;
    this.#opening = latest((name) => this.#open(name));
    this.saving = latest(async (name, source) => {
      const given = this.opened?.name === name && this.opened.view?.source === source;
      this.drafts = await (given ? room.ask('discard', { name }) : room.ask('save', { name, source }));
      return this.drafts;
    });
  }

  /** Opens a program: as the learner left it, else as it is given. */
  open(name: string): void {
    this.keep();
    this.#opening.want(name);
  }

  get error() {
    return this.#opening.error ?? this.saving.error;
  }

  shelfOf(name: string): Shelf {
    return this.entries.find((entry) => entry.name === name)?.kind ?? 'own';
  }

  /** The names of the learner's own programs; there is one at least. */
  get own(): readonly string[] {
    const kept = this.drafts.map(({ name }) => name).filter((name) => this.shelfOf(name) === 'own');
    return kept.includes(OWN) ? kept : [OWN, ...kept];
  }

  /** Whether there is given code that this differs from. */
  get isChanged(): boolean {
    const source = this.opened?.view?.source;
    return source !== undefined && source !== this.text;
  }

  typed(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), SAVE_MS);
  }

  /** Saves what was typed, if it is not saved yet. */
  keep(): void {
    if (this.#timer === undefined || this.opened === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.saving.want(this.opened.name, this.text);
  }

  /** Forgets a program of the learner's own, with what was typed and is not saved yet. */
  async remove(name: string): Promise<void> {
    if (this.opened?.name === name) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.text = '';
    }
    await this.saving.settled();
    this.drafts = await this.#room.ask('discard', { name });
  }

  /** The given code once more; returns what brings the learner's back. */
  asGiven(): () => void {
    const { text, opened } = this;
    this.typed(opened?.view?.source ?? '');
    this.keep();
    return () => {
      if (this.opened?.name !== opened?.name) return;
      this.typed(text);
      this.keep();
    };
  }

  async #open(name: string): Promise<void> {
    await this.saving.settled();
    const [{ entries }, drafts, { source }] = await Promise.all([
      this.#room.ask('programs'),
      this.#room.ask('drafts'),
      this.#room.ask('draft', { name }),
    ]);
    const view = entries.some((entry) => entry.name === name)
      ? await this.#room.ask('program', { name })
      : undefined;
    const beside = view?.beside ? await this.#room.ask('program', { name: view.beside }) : undefined;
    this.keep(); // what was typed meanwhile belongs to the program before
    this.entries = entries;
    this.drafts = drafts;
    this.opened = { name, view, beside };
    this.text = source ?? view?.source ?? '';
  }
}
