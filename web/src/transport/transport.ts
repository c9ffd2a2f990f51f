import type { Welcome } from '../lab.gen';
import type { LabError, Params } from '../protocol';

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly hello: Welcome }
  /** Lost, and tried again by itself at `retryAt` (milliseconds since the epoch). */
  | { readonly kind: 'lost'; readonly attempt: number; readonly retryAt: number }
  /** There is no point in trying again by itself: the token is wrong, or the versions differ. */
  | { readonly kind: 'refused'; readonly error: LabError };

/** A way to a lab: a WebSocket to a server today; a worker in this very browser could be another. */
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
