import {
  LabError,
  asLabError,
  readModelStatus,
  readSources,
  type ModelStatus,
  type Params,
  type Source,
} from '../protocol';
import type { ConnectionState, Transport } from '../transport/transport';
import type { Read } from '../validate';

/**
 * The lab as the page sees it: the state of the connection, what it offers, and requests with typed answers.
 */
export class Lab {
  connection = $state.raw<ConnectionState>({ kind: 'connecting' });
  /** Counts the connections: whoever reads it in an effect runs again after a reconnect. 0: none yet. */
  generation = $state(0);
  /** The ids of the exhibits that the lab offers, in menu order; kept while the connection is lost. */
  exhibits = $state.raw<readonly string[]>([]);
  model = $state.raw<ModelStatus | null>(null);
  readonly #transport: Transport;
  readonly #sources = new Map<string, Promise<Source>>();

  constructor(transport: Transport) {
    this.#transport = transport;
    transport.onState((state) => {
      this.connection = state;
      if (state.kind !== 'open') return;
      this.exhibits = state.hello.exhibits;
      this.model = state.hello.model;
      this.#sources.clear(); // another server may have other code
      this.generation += 1;
    });
  }

  get open(): boolean {
    return this.connection.kind === 'open';
  }

  async ask<T>(exhibit: string, op: string, params: Params, read: Read<T>): Promise<T> {
    return read(await this.#transport.request(exhibit, op, params), `${exhibit}.${op}`);
  }

  /** The engine's own source of each dotted name below `neurarium.`; each is asked for once a connection. */
  sources(symbols: readonly string[]): Promise<Source[]> {
    return Promise.all(symbols.map((symbol) => this.#source(symbol)));
  }

  #source(symbol: string): Promise<Source> {
    const known = this.#sources.get(symbol);
    if (known !== undefined) return known;
    const asked = this.ask('lab', 'source', { symbols: [symbol] }, readSources).then((found) => {
      const [source] = found;
      if (source === undefined) throw new LabError('not_found', `No source for ${symbol}.`);
      return source;
    });
    asked.catch(() => this.#sources.delete(symbol));
    this.#sources.set(symbol, asked);
    return asked;
  }

  async refreshModel(): Promise<void> {
    this.model = await this.ask('lab', 'model', {}, readModelStatus);
  }

  reconnect(): void {
    this.#transport.reconnect();
  }
}

/**
 * One exhibit's conversation with its half in the lab. `open` sends the parameters; while an answer is on
 * its way, only the newest parameters wait (a drag of a slider never piles up requests).
 */
export class Room<V> {
  /** The last good answer to `open` (or to an op that the exhibit put here). */
  view = $state.raw<V>();
  error = $state.raw<LabError>();
  busy = $state(false);
  readonly #lab: Lab;
  readonly exhibit: string;
  readonly #read: Read<V>;
  #next: Params | undefined;
  #last: Params | undefined;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();

  constructor(lab: Lab, exhibit: string, read: Read<V>) {
    this.#lab = lab;
    this.exhibit = exhibit;
    this.#read = read;
  }

  open(params: Params): void {
    this.#last = this.#next = params;
    // Not `busy`: an effect that opens must not run again because of what opening changes.
    if (!this.#isRunning) this.#running = this.#run();
  }

  /** Opens once more with the parameters that were last asked for. */
  retry(): void {
    if (this.#last !== undefined) this.open(this.#last);
  }

  /** Resolves when the newest parameters have been answered. */
  async settled(): Promise<void> {
    await this.#running;
  }

  ask<T>(op: string, params: Params, read: Read<T>): Promise<T> {
    return this.#lab.ask(this.exhibit, op, params, read);
  }

  async #run(): Promise<void> {
    this.busy = this.#isRunning = true;
    while (this.#next !== undefined) {
      const params = this.#next;
      this.#next = undefined;
      try {
        this.view = await this.#lab.ask(this.exhibit, 'open', params, this.#read);
        this.error = undefined;
      } catch (cause) {
        const error = asLabError(cause);
        // The frame shows a lost connection itself, and opens again when it is back.
        if (error.code !== 'connection_lost') this.error = error;
      }
    }
    this.busy = this.#isRunning = false;
  }
}
