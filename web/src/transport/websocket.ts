import { inSight } from '../lib/motion';
import { LabError, asLabError } from '../protocol';
import { Conversation, connectionLost } from './conversation';

const FIRST_RETRY_MS = 300;
const LAST_RETRY_MS = 8_000;

/** One WebSocket to the lab's server. It reconnects with growing pauses and says hello again each time. */
export class WebSocketTransport extends Conversation {
  #url: string;
  #socket: WebSocket | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(url: string = socketUrl(location.href)) {
    super();
    this.#url = url;
    this.#connect();
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
    this.rejectAll();
  }

  protected send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) throw connectionLost();
    this.#socket.send(frame);
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => void this.#hello();
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (event.data instanceof ArrayBuffer) this.receive(event.data);
    };
    socket.onclose = () => {
      if (this.#socket === socket) this.#lost();
    };
  }

  async #hello(): Promise<void> {
    try {
      const hello = await this.hello();
      this.#attempt = 0;
      this.set({ kind: 'open', hello });
    } catch (cause) {
      const error = asLabError(cause);
      if (error.isConnectionLost) return; // onclose has seen to it
      this.#closed = true;
      this.#socket?.close();
      this.set({ kind: 'refused', error });
    }
  }

  #lost(): void {
    this.rejectAll();
    if (this.#closed) return;
    this.#attempt += 1;
    const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#attempt - 1));
    this.set({ kind: 'lost', attempt: this.#attempt, retryAt: Date.now() + wait });
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
    this.set({ kind: 'refused', error: refusal });
    this.#retryIn(LAST_RETRY_MS); // the address with the new token may be opened in another tab
  }
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
