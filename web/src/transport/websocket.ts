import { PROTOCOL_VERSION, readWelcome } from '../lab.gen';
import { inSight } from '../lib/motion';
import { LabError, asLabError, readReply, type Params, type Reply, type Request } from '../protocol';
import { decodeFrame, encodeFrame } from './frames';
import type { ConnectionState, Transport } from './transport';

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 8_000;

interface Waiting {
  resolve(data: unknown): void;
  reject(error: LabError): void;
}

/** One WebSocket to the lab's server. It reconnects with growing pauses and says hello again each time. */
export class WebSocketTransport implements Transport {
  state: ConnectionState = { kind: 'connecting' };
  #url: string;
  #socket: WebSocket | undefined;
  #listeners = new Set<(state: ConnectionState) => void>();
  #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(url: string = socketUrl(location.href)) {
    this.#url = url;
    this.#connect();
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }

  request(exhibit: string, op: string, params: Params = {}): Promise<unknown> {
    if (this.state.kind !== 'open') return Promise.reject(connectionLost());
    return this.#send(exhibit, op, params);
  }

  reconnect(): void {
    if (this.state.kind === 'open' || this.#closed) return;
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#rejectAll();
  }

  #set(state: ConnectionState): void {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => void this.#hello();
    socket.onmessage = (event: MessageEvent<unknown>) => this.#receive(event.data);
    socket.onclose = () => {
      if (this.#socket === socket) this.#lost();
    };
  }

  async #hello(): Promise<void> {
    try {
      const hello = readWelcome(await this.#send('lab', 'hello', { protocol: PROTOCOL_VERSION }), 'hello');
      this.#attempt = 0;
      this.#set({ kind: 'open', hello });
    } catch (cause) {
      const error = asLabError(cause);
      if (error.isConnectionLost) return; // onclose has seen to it
      this.#closed = true;
      this.#socket?.close();
      this.#set({ kind: 'refused', error });
    }
  }

  #lost(): void {
    this.#rejectAll();
    if (this.#closed) return;
    this.#attempt += 1;
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#attempt - 1));
    this.#set({ kind: 'lost', attempt: this.#attempt, retryAt: Date.now() + wait });
    this.#retryIn(wait);
  }

  #retryIn(wait: number): void {
    this.#timer = setTimeout(() => void this.#retryInSight(), wait);
  }

  /** A page that nobody looks at asks for nothing. */
  async #retryInSight(): Promise<void> {
    const attempt = this.#attempt;
    await inSight();
    if (attempt === this.#attempt) await this.#retry(); // else `reconnect` came first
  }

  /**
   * A browser hides why a handshake failed, so ask over HTTP whether it is refused: by POST, because only
   * then does the browser say where the page comes from, as it does in a handshake.
   */
  async #retry(): Promise<void> {
    const refusal = await fetch('./knock', {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Accept-Language': document.documentElement.lang }, // the server's words are shown
    }).then(readRefusal, () => undefined);
    if (this.#closed || this.state.kind === 'open') return;
    if (refusal === undefined) {
      this.#connect();
      return;
    }
    this.#set({ kind: 'refused', error: refusal });
    this.#retryIn(LAST_RETRY_MS); // the address with the new token may be opened in another tab
  }

  #send(exhibit: string, op: string, params: Params): Promise<unknown> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(connectionLost());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      try {
        socket.send(encodeFrame({ id, exhibit, op, params } satisfies Request));
      } catch (cause) {
        this.#waiting.delete(id);
        reject(asLabError(cause));
      }
    });
  }

  #receive(frame: unknown): void {
    if (!(frame instanceof ArrayBuffer)) return;
    const reply = this.#decode(frame);
    if (reply === undefined) return;
    const { id, result } = reply;
    const waiting = id === null ? undefined : this.#waiting.get(id);
    if (id === null || waiting === undefined) return;
    this.#waiting.delete(id);
    if ('error' in result) waiting.reject(result.error);
    else waiting.resolve(result.data);
  }

  /** A frame that cannot be read does not say whose answer it was, so nobody may go on waiting for it. */
  #decode(frame: ArrayBuffer): Reply | undefined {
    try {
      return readReply(decodeFrame(frame));
    } catch (cause) {
      this.#rejectAll(asLabError(cause));
      return undefined;
    }
  }

  #rejectAll(error: LabError = connectionLost()): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

function connectionLost(): LabError {
  return new LabError('connection_lost', 'The connection to the lab was lost.');
}

async function readRefusal(response: Response): Promise<LabError | undefined> {
  if (response.status !== 401 && response.status !== 403) return undefined;
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string; hint: string } };
    return new LabError(error.code, error.message, error.hint);
  } catch {
    return new LabError('unauthorized', 'The lab does not know this browser.'); // a proxy's own refusal
  }
}

/** The WebSocket beside a page: encrypted where the page is. */
export function socketUrl(page: string): string {
  const { href } = new URL('./ws', page);
  return href.replace(/^http/, 'ws');
}
