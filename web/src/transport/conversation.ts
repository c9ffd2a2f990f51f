import { PROTOCOL_VERSION, readWelcome, type Welcome } from '../lab.gen';
import { LabError, asLabError, readReply, type Params, type Reply, type Request } from '../protocol';
import { decodeFrame, encodeFrame } from './frames';
import type { ConnectionState, Transport } from './transport';

interface Waiting {
  resolve(data: unknown): void;
  reject(error: LabError): void;
}

/** Questions and answers, whatever carries their frames to a lab and back. */
export abstract class Conversation implements Transport {
  state: ConnectionState = { kind: 'connecting' };
  #listeners = new Set<(state: ConnectionState) => void>();
  #waiting = new Map<number, Waiting>();
  #nextId = 1;

  abstract reconnect(): void;
  abstract close(): void;
  /** Sends a frame, or throws a `LabError`. */
  protected abstract send(frame: Uint8Array<ArrayBuffer>): void;

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }

  request(exhibit: string, op: string, params: Params = {}): Promise<unknown> {
    if (this.state.kind !== 'open') return Promise.reject(connectionLost());
    return this.#ask(exhibit, op, params);
  }

  protected set(state: ConnectionState): void {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }

  /** The first question over a new connection. */
  protected async hello(): Promise<Welcome> {
    return readWelcome(await this.#ask('lab', 'hello', { protocol: PROTOCOL_VERSION }), 'hello');
  }

  /** Brings an answer to its question. */
  protected receive(frame: ArrayBuffer): void {
    const reply = this.#decode(frame);
    if (reply === undefined) return;
    const { id, result } = reply;
    const waiting = id === null ? undefined : this.#waiting.get(id);
    if (id === null || waiting === undefined) return;
    this.#waiting.delete(id);
    if ('error' in result) waiting.reject(result.error);
    else waiting.resolve(result.data);
  }

  /** Lets nobody wait any longer. */
  protected rejectAll(error: LabError = connectionLost()): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }

  #ask(exhibit: string, op: string, params: Params): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      try {
        this.send(encodeFrame({ id, exhibit, op, params } satisfies Request));
      } catch (cause) {
        this.#waiting.delete(id);
        reject(asLabError(cause));
      }
    });
  }

  /** A frame that cannot be read does not say whose answer it was, so nobody may go on waiting for it. */
  #decode(frame: ArrayBuffer): Reply | undefined {
    try {
      return readReply(decodeFrame(frame));
    } catch (cause) {
      this.rejectAll(asLabError(cause));
      return undefined;
    }
  }
}

export function connectionLost(): LabError {
  return new LabError('connection_lost', 'The connection to the lab was lost.');
}
