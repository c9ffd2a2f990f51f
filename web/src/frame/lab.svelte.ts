import { tick, untrack } from 'svelte';

import { lab as reception, type ModelStatus, type Source } from '../lab.gen';
import { LabError } from '../protocol';
import type { ConnectionState, Transport } from '../transport/transport';
import { latest, type Latest } from './ask.svelte';
import type { Contract, ExhibitOperations, Given, Operations } from './contract';

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

  /** `known` are the exhibits that the lab will have, where that is known before it answers. */
  constructor(transport: Transport, known: readonly string[] = []) {
    this.#transport = transport;
    this.exhibits = known;
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

  /** Asks an exhibit for one of its operations. */
  async ask<O extends Operations, K extends keyof O & string>(
    { exhibit, readers }: Contract<O>,
    op: K,
    ...[params]: Given<O[K]['params']>
  ): Promise<O[K]['answer']> {
    return readers[op](await this.#transport.request(exhibit, op, { ...params }), `${exhibit}.${op}`);
  }

  /** The engine's own source of each dotted name below `neurarium.`; each is asked for once a connection. */
  sources(symbols: readonly string[]): Promise<Source[]> {
    return Promise.all(symbols.map((symbol) => this.#source(symbol)));
  }

  #source(symbol: string): Promise<Source> {
    const known = this.#sources.get(symbol);
    if (known !== undefined) return known;
    const asked = this.ask(reception, 'source', { symbols: [symbol] }).then((found) => {
      const [source] = found;
      if (source === undefined) {
        const data = { what: 'source', name: symbol };
        throw new LabError('not_found', `No source for ${symbol}.`, '', data);
      }
      return source;
    });
    asked.catch(() => this.#sources.delete(symbol));
    this.#sources.set(symbol, asked);
    return asked;
  }

  async refreshModel(): Promise<void> {
    this.model = await this.ask(reception, 'model');
  }

  reconnect(): void {
    this.#transport.reconnect();
  }
}

/** A room, whatever its operations: what the frame needs of it. */
export type AnyRoom = Pick<
  Room<ExhibitOperations>,
  'view' | 'error' | 'busy' | 'exhibit' | 'retry' | 'settled'
>;

/** One exhibit's conversation with its half in the lab. */
export class Room<O extends ExhibitOperations> {
  readonly #lab: Lab;
  readonly #contract: Contract<O>;
  readonly #opening: Latest<[O['open']['params']], O['open']['answer']>;
  /** The connection over which the room was opened last. */
  #opened = 0;
  /** What was asked on a new connection before the room was opened on it. */
  #early: (() => void)[] = [];

  constructor(lab: Lab, contract: Contract<O>) {
    this.#lab = lab;
    this.#contract = contract;
    this.#opening = latest((settings) => this.#lab.ask(contract, 'open', settings));
  }

  get exhibit(): string {
    return this.#contract.exhibit;
  }

  /** Sends the settings; while an answer is on its way, only the newest wait. */
  open(settings: O['open']['params']): void {
    this.#opened = this.generation;
    this.#opening.want(settings);
    for (const ask of this.#early.splice(0)) ask();
  }

  /** Opens once more with the settings that were last asked for. */
  retry(): void {
    this.#opening.again();
  }

  /** Resolves when the newest settings have been answered, also those that were set just now. */
  async settled(): Promise<void> {
    await tick(); // until then the room has not heard of them
    await this.#opening.settled();
  }

  /** The last good answer to `open` (or to an op that the exhibit put here). */
  get view(): O['open']['answer'] | undefined {
    return this.#opening.value;
  }
  set view(view: O['open']['answer'] | undefined) {
    this.#opening.value = view;
  }

  /** What went wrong with the last `open`. */
  get error(): LabError | undefined {
    return this.#opening.error;
  }

  get busy(): boolean {
    return this.#opening.busy;
  }

  /** Whether there is a connection, and how many there have been: see `Lab`. */
  get generation(): number {
    return this.#lab.generation;
  }

  /**
   * Asks for any other operation. After a reconnect the lab knows the exhibit only once it is opened again: a
   * part of the page that asks before waits for that.
   */
  async ask<K extends keyof O & string>(op: K, ...params: Given<O[K]['params']>): Promise<O[K]['answer']> {
    // An effect that asks must not run again because of a new connection.
    while (this.#opened !== untrack(() => this.generation))
      await new Promise<void>((resolve) => this.#early.push(resolve));
    return this.#lab.ask(this.#contract, op, ...params);
  }
}
