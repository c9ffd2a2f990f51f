import { decode, encode } from '@msgpack/msgpack';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { LabError } from '../protocol';
import type { ConnectionState } from './transport';
import { WebSocketTransport, socketUrl } from './websocket';

interface Sent {
  id: number;
  exhibit: string;
  op: string;
}

/** A server in a few lines: it answers hello, echoes, stays silent on "silence", and can be cut off. */
class FakeSocket {
  static OPEN = 1;
  static all: FakeSocket[] = [];
  static refusing = false;
  static protocolError = false;
  readyState = 0;
  binaryType = '';
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: (() => void) | null = null;

  constructor() {
    FakeSocket.all.push(this);
    queueMicrotask(() => {
      if (FakeSocket.refusing) this.close();
      else {
        this.readyState = 1;
        this.onopen?.();
      }
    });
  }

  send(bytes: Uint8Array): void {
    const { id, op } = decode(bytes) as Sent;
    const hello = {
      protocol: 2,
      version: '1',
      exhibits: ['neuron'],
      model: { status: 'not_trained', name: null, accuracy: null, progress: null },
    };
    if (op === 'silence') return;
    const failed = op === 'fail' || (op === 'hello' && FakeSocket.protocolError);
    const error = {
      code: op === 'hello' ? 'version_mismatch' : 'bad_param',
      message: 'no',
      hint: '',
      data: {},
    };
    queueMicrotask(() =>
      this.answer(failed ? { id, ok: false, error } : { id, ok: true, data: op === 'hello' ? hello : op }),
    );
  }

  answer(reply: unknown): void {
    const bytes = encode(reply);
    this.onmessage?.({
      data: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    });
  }

  close(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

let transport: WebSocketTransport;
let states: ConnectionState['kind'][];

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('document', { hidden: false, documentElement: { lang: 'zh-CN' } });
  vi.stubGlobal('fetch', () => Promise.reject(new Error('down')));
  FakeSocket.all = [];
  FakeSocket.refusing = FakeSocket.protocolError = false;
  transport = new WebSocketTransport('ws://lab/ws');
  states = [];
  transport.onState((state) => states.push(state.kind));
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => {
  transport.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the way to the lab', () => {
  it('is open after hello', () => expect(states).toEqual(['connecting', 'open']));

  it('brings each answer to its question', async () => {
    const answers = await Promise.all([
      transport.request('neuron', 'one'),
      transport.request('neuron', 'two'),
    ]);
    expect(answers).toEqual(['one', 'two']);
  });

  it('turns an error reply into a LabError', async () => {
    await expect(transport.request('neuron', 'fail')).rejects.toMatchObject({ code: 'bad_param' });
  });

  it('lets nobody wait for an answer that a lost connection took along', async () => {
    const waiting = expect(transport.request('neuron', 'silence')).rejects.toMatchObject({
      code: 'connection_lost',
    });
    FakeSocket.all.at(-1)?.close();
    await waiting;
    await expect(transport.request('neuron', 'one')).rejects.toBeInstanceOf(LabError);
  });

  it('lets nobody wait for an answer that cannot be read', async () => {
    const waiting = expect(transport.request('neuron', 'silence')).rejects.toThrow();
    FakeSocket.all.at(-1)?.answer({ id: 'nonsense' });
    await waiting;
  });

  it('comes back by itself and says hello again', async () => {
    FakeSocket.all.at(-1)?.close();
    expect(states.at(-1)).toBe('lost');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states.at(-1)).toBe('open');
    expect(await transport.request('neuron', 'again')).toBe('again');
  });

  it('does not try while nobody looks at the page', async () => {
    const page = Object.assign(new EventTarget(), { hidden: true, documentElement: { lang: 'en' } });
    vi.stubGlobal('document', page);
    FakeSocket.all.at(-1)?.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all.length).toBe(1);
    page.hidden = false;
    page.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe('open');
    expect(FakeSocket.all.length).toBe(2);
  });

  it('tries again less and less often while the lab is away', async () => {
    FakeSocket.refusing = true;
    FakeSocket.all.at(-1)?.close();
    await vi.advanceTimersByTimeAsync(60_000);
    const tries = FakeSocket.all.length;
    expect(tries).toBeGreaterThan(6);
    expect(tries).toBeLessThan(15);
  });

  it('tries at once when asked to', async () => {
    FakeSocket.refusing = true;
    FakeSocket.all.at(-1)?.close();
    await vi.advanceTimersByTimeAsync(30_000);
    FakeSocket.refusing = false;
    transport.reconnect();
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe('open');
  });

  it('stops trying when the lab speaks another version', async () => {
    FakeSocket.protocolError = true;
    FakeSocket.all.at(-1)?.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states.at(-1)).toBe('refused');
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('is refused without the token, and comes back once the browser has it', async () => {
    let status = 401;
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status })));
    FakeSocket.refusing = true;
    FakeSocket.all.at(-1)?.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(transport.state).toMatchObject({ kind: 'refused', error: { code: 'unauthorized' } });
    expect(FakeSocket.all).toHaveLength(1); // it knocks first: a browser tells nothing of a refused socket
    [status, FakeSocket.refusing] = [200, false];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states.at(-1)).toBe('open');
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('is encrypted where the page is', () => {
    expect(socketUrl('https://lab:1/neuron#w=1')).toBe('wss://lab:1/ws');
    expect(socketUrl('http://lab:1/')).toBe('ws://lab:1/ws');
  });

  it('lies beside the page under any prefix', () => {
    expect(socketUrl('https://hub/user/me/proxy/1/train?a=b')).toBe('wss://hub/user/me/proxy/1/ws');
  });

  it('says why the lab refuses the page', async () => {
    const error = { code: 'foreign_origin', message: 'Another site.', hint: 'Use --url.' };
    const asked = vi.fn((..._: unknown[]) => Promise.resolve(Response.json({ error }, { status: 403 })));
    vi.stubGlobal('fetch', asked);
    FakeSocket.refusing = true;
    FakeSocket.all.at(-1)?.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(transport.state).toMatchObject({ kind: 'refused', error });
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ headers: { 'Accept-Language': 'zh-CN' } });
  });
});
