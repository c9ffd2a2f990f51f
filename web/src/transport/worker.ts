import { LabError, asLabError } from '../protocol';
import type { FromWorker, ToWorker } from '../worker/messages';
import { Conversation, connectionLost } from './conversation';

/**
 * The lab in a worker of this very browser. All pages of a site share one where the browser can do that: so
 * they share the data folder and the trainings too, as they do with a server.
 */
export class WorkerTransport extends Conversation {
  #port: MessagePort | Worker | undefined;
  #worker: Worker | undefined;

  constructor() {
    super();
    this.#start();
    document.addEventListener('visibilitychange', this.#hidden);
    addEventListener('pagehide', this.#leave);
  }

  reconnect(): void {
    if (this.state.kind === 'open' || this.state.kind === 'connecting') return;
    this.#stop();
    this.set({ kind: 'connecting' });
    this.#start();
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#hidden);
    removeEventListener('pagehide', this.#leave);
    this.#stop();
    this.rejectAll();
  }

  protected send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#port === undefined) throw connectionLost();
    this.#port.postMessage({ kind: 'frame', frame: frame.buffer } satisfies ToWorker, [frame.buffer]);
  }

  #start(): void {
    if (typeof SharedWorker === 'undefined') {
      this.#worker = new Worker(new URL('../worker/lab.worker.ts', import.meta.url), { type: 'module' });
      this.#listen(this.#worker, this.#worker);
    } else {
      const shared = new SharedWorker(new URL('../worker/lab.worker.ts', import.meta.url), {
        type: 'module',
      });
      this.#listen(shared.port, shared);
      shared.port.start();
    }
  }

  #listen(port: MessagePort | Worker, worker: AbstractWorker): void {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<FromWorker>) => void this.#hear(data);
    worker.onerror = () => this.#fail('the worker could not be loaded');
  }

  async #hear(message: FromWorker): Promise<void> {
    if (message.kind === 'frame') this.receive(message.frame);
    else if (message.kind === 'loading') this.set({ kind: 'connecting', loading: message.loading });
    else if (message.kind === 'failed') this.#fail(message.reason);
    else {
      try {
        this.set({ kind: 'open', hello: await this.hello() });
      } catch (cause) {
        this.set({ kind: 'refused', error: asLabError(cause) });
      }
    }
  }

  #fail(reason: string): void {
    this.rejectAll();
    this.set({
      kind: 'refused',
      error: new LabError('site', `The lab could not start: ${reason}.`, '', { reason }),
    });
  }

  #stop(): void {
    this.#port?.postMessage({ kind: 'close' } satisfies ToWorker);
    this.#worker?.terminate();
    this.#port = this.#worker = undefined;
  }

  readonly #hidden = (): void => {
    if (document.hidden) this.#port?.postMessage({ kind: 'hidden' } satisfies ToWorker);
  };

  readonly #leave = (event: PageTransitionEvent): void => {
    if (!event.persisted) this.#port?.postMessage({ kind: 'close' } satisfies ToWorker);
  };
}
