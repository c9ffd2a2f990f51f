import { Loop } from '../../frame/loop.svelte';
import type { Room } from '../../frame/lab.svelte';
import { newTabName, tabName } from '../../lib/tab';
import { extended, type Block } from './blocks';
import type { Ways } from './editor/completion';
import type { KernelState, Ops, Output, RunError, Started, Variables } from './lab.gen';

/** Between two questions: while it speaks, and while it only works. */
const LIVELY_MS = 40;
const QUIET_MS = 160;
const QUIET_AFTER_MS = 1000;
/** And while nothing runs: a thread may still print, and the process may end by itself. */
const IDLE_MS = 1500;
/** How often a name is asked for again that the kernel is still looking up. */
const COMPLETION_TRIES = 12;
const VARIABLE_TRIES = 30;
/** How often a tab asks for its kernel while its connection before has not ended: then it is a copied tab. */
const ARRIVAL_TRIES = 10;
const ARRIVAL_MS = 300;

const OFF: KernelState = {
  phase: 'off',
  stopping: '',
  run: 0,
  seconds: 0,
  outcome: '',
  starts: 0,
  exit: null,
};

/** Whether there is something to wait for; a run that has just been accepted has neither begun nor ended. */
export const isAtWork = ({ phase, stopping, run, outcome }: KernelState): boolean =>
  phase === 'starting' ||
  phase === 'running' ||
  stopping !== '' ||
  (phase === 'ready' && run > 0 && outcome === '');

/** The page's side of a kernel: what it does, and what it has said. */
export class Session {
  kernel = $state.raw<KernelState>(OFF);
  blocks = $state.raw<readonly Block[]>([]);
  /** The error of the last run, until the next begins. */
  wrong = $state.raw<RunError>();
  readonly loop: Loop;
  readonly #room: Room<Ops>;
  #since = 0;
  #spoke = 0;
  /** The next answer is the first of a connection. */
  #isNew = false;
  #arrival: Promise<void> = Promise.resolve();
  #page = tabName();
  #idle: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(room: Room<Ops>) {
    this.#room = room;
    this.loop = new Loop(async () => {
      this.#take(await room.ask('output', { since: this.#since }));
      const quiet = performance.now() - this.#spoke > QUIET_AFTER_MS;
      await this.loop.rest(performance.now() + (quiet ? QUIET_MS : LIVELY_MS));
      return isAtWork(this.kernel);
    });
  }

  /** The page goes away. */
  close(): void {
    clearTimeout(this.#idle);
    this.#closed = true;
    this.loop.pause();
  }

  get atWork(): boolean {
    return isAtWork(this.kernel);
  }

  /** There is a connection, perhaps a new one: what its kernel has said so far is asked for. */
  follow(): void {
    this.#since = 0;
    this.#isNew = true;
    this.#arrival = this.#arrive();
    void this.#arrival.then(() => this.loop.play());
  }

  /** Takes up the kernel that this tab has had before it was loaded anew. */
  async #arrive(): Promise<void> {
    try {
      for (let tries = 1; tries <= ARRIVAL_TRIES; tries++) {
        const { kernel } = await this.#room.ask('arrive', { page: this.#page });
        if (kernel !== 'taken') return;
        await new Promise((resolve) => setTimeout(resolve, ARRIVAL_MS));
      }
      this.#page = newTabName();
      await this.#room.ask('arrive', { page: this.#page });
    } catch {
      // With the next connection this is tried again; until then the page has no kernel that waits for it.
    }
  }

  /** Runs a program, or the part of it that begins at `line`. */
  async run(source: string, line = 1): Promise<void> {
    await this.#arrival;
    this.#hear(await this.#room.ask('run', { source, first_line: line }));
    this.wrong = undefined;
  }

  async stop(): Promise<void> {
    this.kernel = await this.#room.ask('stop');
    this.loop.play();
  }

  async restart(): Promise<void> {
    this.kernel = await this.#room.ask('restart');
    this.wrong = undefined;
    this.loop.play();
  }

  /** The variables, with a picture of the array `name`; asked for until the kernel has answered. */
  async look(name: string): Promise<Variables> {
    for (let tries = 1; ; tries++) {
      const found = await this.#room.ask('variables', { name });
      if (found.known || tries === VARIABLE_TRIES) return found;
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  }

  clear(): void {
    this.blocks = [];
  }

  /** How the name before the cursor goes on; undefined while no kernel knows it. */
  async complete(source: string, cursor: number): Promise<Ways | undefined> {
    if (this.kernel.phase !== 'ready') return undefined;
    const before = [...source.slice(0, cursor)].length; // Python counts characters, not halves of them
    for (let tries = 0; tries < COMPLETION_TRIES; tries++) {
      const found = await this.#room.ask('complete', { source, cursor: before });
      if (found.known) {
        const letters = [...source];
        const [from, to] = [found.start, found.end].map((at) => letters.slice(0, at).join('').length);
        const matches = found.matches.map(({ text, kind }) => ({ label: text, type: kind }));
        return { from: from ?? cursor, to: to ?? cursor, matches };
      }
      await new Promise((resolve) => setTimeout(resolve, LIVELY_MS));
    }
    return undefined;
  }

  #hear({ kernel }: Started): void {
    this.kernel = kernel;
    this.#spoke = performance.now();
    this.loop.play();
  }

  #take({ state, events, next, forgotten }: Output): void {
    this.#since = next;
    if (this.#isNew) {
      this.#isNew = false;
      this.wrong = undefined;
      if (state.starts > 0) this.blocks = [];
      else if (this.kernel.starts > 0) this.#note('restarted');
    }
    this.kernel = state;
    clearTimeout(this.#idle);
    if (state.phase === 'ready' && !this.#closed) this.#idle = setTimeout(() => this.loop.play(), IDLE_MS);
    if (forgotten > 0) this.#note('forgotten');
    if (events.length === 0) return;
    this.#spoke = performance.now();
    this.blocks = extended(this.blocks, events);
    for (const { error, run } of events) if (error && run === state.run) this.wrong = error;
  }

  #note(kind: 'restarted' | 'forgotten'): void {
    const key = -Math.floor(performance.now());
    this.blocks = [...this.blocks, { key, run: this.kernel.run, kind }];
  }
}
