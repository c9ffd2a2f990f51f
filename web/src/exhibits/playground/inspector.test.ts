import { beforeEach, describe, expect, it } from 'vitest';

import { Lab, Room } from '../../frame/lab.svelte';
import { exchangesOf } from '../../testing/snapshots';
import type { Transport } from '../../transport/transport';
import { Inspector } from './inspector.svelte';
import { lab, type Ops, readPlaygroundView } from './lab.gen';

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

describe('the inspector', () => {
  let room: Room<Ops>;
  let inspector: Inspector;
  beforeEach(() => {
    asked.length = 0;
    room = new Room(new Lab(transport), lab);
    room.view = readPlaygroundView(exchanges['default']?.data);
    inspector = new Inspector(room);
  });

  it('follows a point that lies outside the square from its edge', async () => {
    inspector.pin({ x: 7.3, y: -2 });
    expect(inspector.spot).toEqual({ x: 6, y: -2 });
    expect(asked).toEqual([{ op: 'inspect', params: { x: 6, y: -2 } }]);
    await expect.poll(() => inspector.inspection).toBeDefined();
    inspector.pin(undefined);
    expect([inspector.spot, inspector.inspection]).toEqual([undefined, undefined]);
  });

  it('looks again at what it follows when the network has changed', () => {
    inspector.refresh();
    expect(asked).toEqual([]);
    inspector.pin({ x: 1, y: 2 });
    inspector.magnify({ layer: 2, unit: 3 });
    expect(asked.map(({ op }) => op)).toEqual(['inspect', 'magnify']);
  });

  it('lets go of a unit that is no more', async () => {
    inspector.magnify({ layer: 2, unit: 3 });
    await expect.poll(() => inspector.magnified?.unit).toBe(3);
    room.view = readPlaygroundView(exchanges['no hidden layer']?.data);
    inspector.refresh();
    expect([inspector.closeUp, inspector.magnified]).toEqual([undefined, undefined]);
  });
});
