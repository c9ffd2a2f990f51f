import type { Welcome } from '../lab.gen';
import type { LabError, Params } from '../protocol';
import type { Loading } from '../worker/messages';

export type ConnectionState =
  /** With what has arrived, where the lab itself must first be loaded into this browser. */
  | { readonly kind: 'connecting'; readonly loading?: Loading }
  | { readonly kind: 'open'; readonly hello: Welcome }
  /** Lost, and tried again by itself at `retryAt` (milliseconds since the epoch). */
  | { readonly kind: 'lost'; readonly attempt: number; readonly retryAt: number }
  /** There is no point in trying again by itself: the token is wrong, or the versions differ. */
  | { readonly kind: 'refused'; readonly error: LabError };

/** A way to a lab: a WebSocket to a server, or messages to a worker in this very browser. */
export interface Transport {
  readonly state: ConnectionState;
  /** Calls back on every change of state; returns what stops it. */
  onState(listener: (state: ConnectionState) => void): () => void;
  /** Resolves with the reply's data; rejects with a `LabError`. */
  request(exhibit: string, op: string, params?: Params): Promise<unknown>;
  /** Do not wait for the next try: connect now. */
  reconnect(): void;
  close(): void;
}
