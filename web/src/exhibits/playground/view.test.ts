import { describe, expect, it } from 'vitest';

import { exchangesOf } from '../../testing/snapshots';
import { buildingOf, codec, ownOf, tuningOf } from './settings';
import {
  mapAt,
  outputMaps,
  readUpdate,
  readInspection,
  readMagnified,
  readSlopes,
  readThumbnails,
  readVerdict,
  readView,
  weightAt,
} from './view';

const exchanges = exchangesOf('playground');
const READERS: Readonly<Record<string, (data: unknown, name: string) => unknown>> = {
  open: readView,
  tune: readView,
  advance: readUpdate,
  edit: readUpdate,
  seek: readUpdate,
  inspect: readInspection,
  slopes: readSlopes,
  magnify: readMagnified,
  thumbnails: readThumbnails,
  check: readVerdict,
};

describe('what the lab answers', () => {
  it.each(Object.entries(exchanges))('is read: %s', (name, { op, data }) => {
    expect(() => READERS[op]?.(data, name)).not.toThrow();
    expect(READERS[op]).toBeDefined();
  });

  it('starts with the very parameters that the page starts with', () => {
    const { settings } = readView(exchanges['default']?.data);
    expect(settings).toEqual({
      ...buildingOf(codec.defaults),
      ...ownOf(codec.defaults),
      ...tuningOf(codec.defaults),
    });
  });

  it('has one map for each output', () => {
    const view = readView(exchanges['default']?.data);
    expect(outputMaps(view.frame)).toHaveLength(1);
    expect(outputMaps(readView(exchanges['iris']?.data).frame)).toHaveLength(3);
    const [units] = view.frame.units;
    expect(units && mapAt(units, 3)).toHaveLength(400);
  });

  it('finds a weight by where it goes from and to', () => {
    const { frame } = readView(exchanges['default']?.data);
    expect(weightAt(frame, 0, 1, 2)).toBe(frame.weights[0]?.data[6]);
    expect(weightAt(frame, 9, 0, 0)).toBeNaN();
  });
});
