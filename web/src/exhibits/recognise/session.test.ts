import { describe, expect, it } from 'vitest';

import { Lab, Room } from '../../frame/lab.svelte';
import { LabError, type Params } from '../../protocol';
import { exchangesOf } from '../../testing/snapshots';
import type { Transport } from '../../transport/transport';
import { REST_MS, Session } from './session.svelte';
import { lab, type Ops } from './lab.gen';
import type { Stroke } from './writing';

const exchanges = exchangesOf('recognise');

/** A lab that answers from the snapshot when the test tells it to. */
class Desk implements Transport {
  state = { kind: 'connecting' } as const;
  asked: { op: string; params: Params; answer: () => void; refuse: () => void }[] = [];
  onState(): () => void {
    return () => undefined;
  }
  request(_exhibit: string, op: string, params: Params = {}): Promise<unknown> {
    const name = { open: 'no drawing', read: 'read', configure: 'altered' }[op] ?? '';
    return new Promise((resolve, reject) => {
      this.asked.push({
        op,
        params,
        answer: () => resolve(exchanges[name]?.data),
        refuse: () => reject(new LabError('bad_param', 'no')),
      });
    });
  }
  reconnect(): void {}
  close(): void {}
}

async function opened(): Promise<{ desk: Desk; session: Session; room: Room<Ops> }> {
  const desk = new Desk();
  const room = new Room(new Lab(desk), lab);
  const session = new Session(room);
  const opening = session.open({ model: '' });
  desk.asked[0]?.answer();
  await opening;
  return { desk, session, room };
}

const stroke = (x: number): Stroke => [
  [x, 0],
  [x, 50],
];

describe('the writing on stage', () => {
  it('is asked about one question at a time, and only in its newest form', async () => {
    const { desk, session, room } = await opened();
    for (let i = 0; i < 20; i++) session.write({ kind: 'drawing', strokes: [stroke(i)] });
    expect(desk.asked.map(({ op }) => op)).toEqual(['open', 'read']);
    desk.asked[1]?.answer();
    await expect.poll(() => desk.asked.length).toBe(3);
    const [sent] = desk.asked[2]?.params['strokes'] as { data: Float32Array }[];
    expect(sent?.data[0]).toBe(19);
    desk.asked[2]?.answer();
    await expect.poll(() => session.rest).toBe(1);
    expect(room.view?.reading.digits).toHaveLength(1);
    expect(session.rested).toBe(room.view?.reading);
    expect(session.latency).toBeGreaterThanOrEqual(0);
  });

  it('does not rest while the pen moves, however long an answer takes', async () => {
    const { desk, session, room } = await opened();
    session.write({ kind: 'drawing', strokes: [stroke(1)] });
    desk.asked[1]?.answer();
    await expect.poll(() => room.view?.reading.digits.length).toBe(1);
    const before = session.rest;
    session.write({ kind: 'drawing', strokes: [stroke(2)] });
    await new Promise((resolve) => setTimeout(resolve, 2 * REST_MS));
    expect(session.rest).toBe(before);
    desk.asked[2]?.answer();
    await expect.poll(() => session.rest).toBe(before + 1);
  });

  it('is kept when the settings change, and when the connection comes back', async () => {
    const { desk, session } = await opened();
    session.write({ kind: 'drawing', strokes: [stroke(7)] });
    session.configure({ model: 'other' });
    desk.asked[1]?.answer();
    await expect.poll(() => desk.asked.at(-1)?.op).toBe('configure');
    expect(desk.asked.at(-1)?.params).toEqual({ model: 'other' });
    desk.asked.at(-1)?.answer();
    void session.open({ model: 'other' });
    const again = desk.asked.at(-1);
    expect(again?.op).toBe('open');
    expect(again?.params['strokes']).toHaveLength(1);
  });

  it('says what the lab refuses, and goes on', async () => {
    const { desk, session } = await opened();
    session.write({ kind: 'drawing', strokes: [stroke(1)] });
    desk.asked[1]?.refuse();
    await expect.poll(() => session.error?.code).toBe('bad_param');
    session.write({ kind: 'drawing', strokes: [stroke(2)] });
    await expect.poll(() => desk.asked.length).toBe(3);
    desk.asked[2]?.answer();
    await expect.poll(() => session.error).toBeUndefined();
  });
});

describe('the drawing in the address', () => {
  it('is there from the beginning, and is not read again when it is the one on stage', async () => {
    const desk = new Desk();
    const room = new Room(new Lab(desk), lab);
    const session = new Session(room, [stroke(3)]);
    void session.open({});
    expect(desk.asked[0]?.params['strokes']).toHaveLength(1);
    desk.asked[0]?.answer();
    await expect.poll(() => session.rest).toBe(1);
    session.follow([stroke(3)]);
    expect(desk.asked).toHaveLength(1);
    session.follow([stroke(3), stroke(9)]);
    expect(desk.asked[1]?.op).toBe('read');
  });

  it('makes way for a picture, and comes back when it is asked for', async () => {
    const { desk, session } = await opened();
    session.write({ kind: 'picture', bytes: new Uint8Array(3), url: 'blob:none' });
    session.follow([]);
    expect(session.writing.kind).toBe('picture');
    session.follow([stroke(1)]);
    expect(session.writing).toEqual({ kind: 'drawing', strokes: [stroke(1)] });
    desk.asked.at(-1)?.answer();
  });
});
