import { describe, expect, it } from 'vitest';

import { exchangesOf } from '../../testing/snapshots';
import { buildingOf, codec, ownOf, tuningOf } from './settings';
import { readPlaygroundView } from './lab.gen';
import { mapAt, outputMaps, weightAt } from './maps';

const exchanges = exchangesOf('playground');
describe('a view', () => {
  it('starts with the very settings that the page starts with', () => {
    const { settings } = readPlaygroundView(exchanges['default']?.data);
    expect(settings).toEqual({
      ...buildingOf(codec.defaults),
      ...ownOf(codec.defaults),
      ...tuningOf(codec.defaults),
    });
  });

  it('has one map for each output', () => {
    const view = readPlaygroundView(exchanges['default']?.data);
    expect(outputMaps(view.frame)).toHaveLength(1);
    expect(outputMaps(readPlaygroundView(exchanges['iris']?.data).frame)).toHaveLength(3);
    const [units] = view.frame.units;
    expect(units && mapAt(units, 3)).toHaveLength(400);
  });

  it('finds a weight by where it goes from and to', () => {
    const { frame } = readPlaygroundView(exchanges['default']?.data);
    expect(weightAt(frame, 0, 1, 2)).toBe(frame.weights[0]?.data[6]);
    expect(weightAt(frame, 9, 0, 0)).toBeNaN();
  });
});
