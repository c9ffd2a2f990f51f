import { beforeEach, describe, expect, it } from 'vitest';

import { Lab, Room } from '../../frame/lab.svelte';
import { exchangesOf } from '../../testing/snapshots';
import type { Transport } from '../../transport/transport';
import { Gaze } from './gaze.svelte';
import { readView, type PlaygroundView } from './view';

const exchanges = exchangesOf('playground');
const asked: { op: string; params: unknown }[] = [];

/** Answers as the lab did when the snapshot was made. */
const transport: Transport = {
  state: { kind: 'connecting' },
  onState: () => () => undefined,
  request: async (_exhibit, op, params) => {
    asked.push({ op, params });
    return Promise.resolve(exchanges[op === 'inspect' ? 'a point' : 'a unit']?.data);
  },
  reconnect: () => undefined,
  close: () => undefined,
};

describe('the gaze', () => {
  let room: Room<PlaygroundView>;
  let gaze: Gaze;
  beforeEach(() => {
    asked.length = 0;
    room = new Room(new Lab(transport), 'playground', readView);
    room.view = readView(exchanges['default']?.data);
    gaze = new Gaze(room);
  });

  it('follows a point that lies outside the square from its edge', async () => {
    gaze.pin({ x: 7.3, y: -2 });
    expect(gaze.spot).toEqual({ x: 6, y: -2 });
    expect(asked).toEqual([{ op: 'inspect', params: { x: 6, y: -2 } }]);
    await expect.poll(() => gaze.inspection).toBeDefined();
    gaze.pin(undefined);
    expect([gaze.spot, gaze.inspection]).toEqual([undefined, undefined]);
  });

  it('looks again at what it follows when the network has changed', () => {
    gaze.refresh();
    expect(asked).toEqual([]);
    gaze.pin({ x: 1, y: 2 });
    gaze.magnify({ layer: 2, unit: 3 });
    expect(asked.map(({ op }) => op)).toEqual(['inspect', 'magnify']);
  });

  it('lets go of a unit that is no more', async () => {
    gaze.magnify({ layer: 2, unit: 3 });
    await expect.poll(() => gaze.magnified?.unit).toBe(3);
    room.view = readView(exchanges['no hidden layer']?.data);
    gaze.refresh();
    expect([gaze.closeUp, gaze.magnified]).toEqual([undefined, undefined]);
  });
});
