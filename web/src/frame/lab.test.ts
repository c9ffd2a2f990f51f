import { describe, expect, it } from 'vitest';

import { LabError, type Params } from '../protocol';
import type { ConnectionState, Transport } from '../transport/transport';
import { number, record } from '../validate';
import type { NoParams, Op } from './contract';
import { Lab, Room } from './lab.svelte';

/** A transport whose answers the test gives one by one. */
class Desk implements Transport {
  state: ConnectionState = { kind: 'connecting' };
  asked: { op: string; params: Params; answer: (data: unknown) => void; refuse: (error: unknown) => void }[] =
    [];
  #listener: (state: ConnectionState) => void = () => undefined;

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listener = listener;
    return () => undefined;
  }
  open(): void {
    const model = { status: 'not_trained', name: null, accuracy: null, progress: null } as const;
    this.#listener({ kind: 'open', hello: { protocol: 2, version: '1', exhibits: ['neuron'], model } });
  }
  lose(): void {
    this.#listener({ kind: 'lost', attempt: 1, retryAt: 0 });
  }
  request(_exhibit: string, op: string, params: Params = {}): Promise<unknown> {
    return new Promise((answer, refuse) => this.asked.push({ op, params, answer, refuse }));
  }
  reconnect(): void {
    this.open();
  }
  close(): void {
    this.lose();
  }
}

const readers = { open: record({ value: number }), look: record({ value: number }) };
type Ops = {
  readonly open: Op<{ readonly i?: number }, typeof readers.open>;
  readonly look: Op<NoParams, typeof readers.look>;
};
const setup = (): { desk: Desk; room: Room<Ops> } => {
  const desk = new Desk();
  return { desk, room: new Room<Ops>(new Lab(desk), { exhibit: 'neuron', readers }) };
};

describe('a room', () => {
  it('asks only for the newest of what came while an answer was on its way', async () => {
    const { desk, room } = setup();
    for (let i = 0; i < 10; i++) room.open({ i });
    expect(desk.asked).toHaveLength(1);
    desk.asked[0]?.answer({ value: 0 });
    await Promise.resolve();
    await expect.poll(() => desk.asked.length).toBe(2);
    expect(desk.asked[1]?.params).toEqual({ i: 9 });
    desk.asked[1]?.answer({ value: 9 });
    await room.settled();
    expect(room.view).toEqual({ value: 9 });
    expect(room.busy).toBe(false);
  });

  it('keeps the last good view when the lab refuses', async () => {
    const { desk, room } = setup();
    room.open({});
    desk.asked[0]?.answer({ value: 1 });
    await room.settled();
    room.open({});
    desk.asked[1]?.refuse(new LabError('bad_param', 'no'));
    await room.settled();
    expect(room.view).toEqual({ value: 1 });
    expect(room.error?.code).toBe('bad_param');
  });

  it('leaves a lost connection to the frame', async () => {
    const { desk, room } = setup();
    room.open({});
    desk.asked[0]?.refuse(new LabError('connection_lost', 'gone'));
    await room.settled();
    expect(room.error).toBeUndefined();
  });

  it('asks nothing on a new connection before it is opened on it', async () => {
    const { desk, room } = setup();
    desk.open();
    room.open({ i: 1 });
    desk.asked[0]?.answer({ value: 1 });
    await room.settled();
    desk.lose();
    desk.open();
    const looked = room.ask('look');
    await Promise.resolve();
    expect(desk.asked.map(({ op }) => op)).toEqual(['open']);
    room.open({ i: 1 });
    await expect.poll(() => desk.asked.length).toBe(3);
    expect(desk.asked.map(({ op }) => op)).toEqual(['open', 'open', 'look']);
    desk.asked[2]?.answer({ value: 7 });
    expect(await looked).toEqual({ value: 7 });
  });

  it('believes nothing that its reader does not', async () => {
    const { desk, room } = setup();
    room.open({});
    desk.asked[0]?.answer({ value: 'much' });
    await room.settled();
    expect(room.view).toBeUndefined();
    expect(room.error?.message).toContain('neuron.open.value: expected a number');
  });
});

describe('the lab', () => {
  it('counts its connections and keeps the menu while one is lost', () => {
    const desk = new Desk();
    const lab = new Lab(desk);
    desk.open();
    desk.lose();
    expect(lab.exhibits).toEqual(['neuron']);
    expect(lab.open).toBe(false);
    desk.open();
    expect(lab.generation).toBe(2);
  });

  it('asks for a source once, and again if that failed', async () => {
    const desk = new Desk();
    const lab = new Lab(desk);
    const source = { symbol: 'engine.a', file: 'a.py', line: 1, code: 'pass' };
    const failed = expect(lab.sources(['engine.a'])).rejects.toThrow();
    desk.asked[0]?.refuse(new LabError('not_found', 'no'));
    await failed;
    const asked = lab.sources(['engine.a', 'engine.a']);
    expect(desk.asked).toHaveLength(2);
    desk.asked[1]?.answer([source]);
    expect(await asked).toEqual([source, source]);
  });
});
