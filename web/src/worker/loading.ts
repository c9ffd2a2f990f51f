import type { Loading } from './messages';

/**
 * Counts the bytes that arrive, by whoever asks for them: Pyodide fetches its own parts. A size that the host
 * does not say counts as what has come so far.
 */
export class Arrivals {
  #done = 0;
  #total = 0;
  readonly #fetch = globalThis.fetch.bind(globalThis);

  constructor(readonly changed: (loading: Loading) => void) {}

  /** Puts itself before `fetch`. */
  watch(): void {
    globalThis.fetch = async (...request: Parameters<typeof fetch>) =>
      this.#counted(await this.#fetch(...request));
  }

  #counted(response: Response): Response {
    if (response.body === null || !response.ok) return response;
    // The length of a packed body is not that of what arrives here.
    const packed = response.headers.get('content-encoding') !== null;
    let expected = packed ? 0 : Number(response.headers.get('content-length') ?? 0);
    this.#total += expected;
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, out) => {
        this.#done += chunk.length;
        expected -= chunk.length;
        if (expected < 0) {
          this.#total -= expected;
          expected = 0;
        }
        this.changed({ done: this.#done, total: this.#total });
        out.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(counter), { status, statusText, headers });
  }
}
