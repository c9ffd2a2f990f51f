import { describe, expect, it } from 'vitest';

import { exchangesOf } from '../../testing/snapshots';
import { axisText, computedFor, readAt, shownOf, written } from './shown';
import { readInspection, readPlaygroundView } from './lab.gen';

const exchanges = exchangesOf('playground');
const plain = readPlaygroundView(exchanges['default']?.data);
const iris = readPlaygroundView(exchanges['iris']?.data);
const found = readInspection(exchanges['a point']?.data); // of the irises' network

const corners = {
  maps: [Float32Array.of(1, 2, 3, 4)],
  side: 2,
  unit: undefined,
  classes: [],
  limit: 1,
  reach: 4,
};

describe('the large map', () => {
  it('has the corners of the square where they belong: y upwards', () => {
    expect([
      readAt(corners, -6, 6),
      readAt(corners, 6, 6),
      readAt(corners, -6, -6),
      readAt(corners, 6, -6),
    ]).toEqual([[1], [2], [3], [4]]);
    expect(readAt(corners, 99, -99)).toEqual([4]);
  });

  it('has one map for each of several classes, and none of its own scale', () => {
    const shown = shownOf(iris, undefined);
    expect(shown.maps).toHaveLength(3);
    expect(shown).toMatchObject({ limit: 1, reach: 0, classes: iris.setup.classes });
    expect(written(shown, [0.25, 0.5, 0.25], (name) => name)).toBe(
      'setosa 0.25 · versicolor 0.50 · virginica 0.25',
    );
  });

  it('has the scale of the targets, and tells how far the output goes beyond', () => {
    const frame = {
      ...plain.frame,
      output: { dtype: '<f4', shape: [2, 2], data: Float32Array.of(0.5, -3, 0, 0) },
    };
    expect(shownOf({ ...plain, frame }, undefined)).toMatchObject({ limit: 1, reach: 3, classes: [] });
  });

  it('is that of a unit which is looked at, on a scale that hides nothing', () => {
    const map = { dtype: '<f4', shape: [2, 2], data: Float32Array.of(0, 8, -1, 1) };
    const shown = shownOf(iris, { layer: 1, unit: 2, map });
    expect(shown).toMatchObject({ limit: 8, classes: [], unit: { layer: 1, unit: 2 } });
    expect(written(shown, readAt(shown, 6, 6), String)).toBe('8.00');
    expect(computedFor(shown, found)).toEqual([found.layers[0]?.a.data[2]]);
    expect(computedFor(shownOf(iris, { layer: 0, unit: 2, map }), found)).toBeUndefined();
    expect(computedFor(shownOf(iris, undefined), found)).toHaveLength(3);
  });

  it('has its axes in the units of the data', () => {
    expect(axisText(plain, 0, -3, 0)).toBe('−3');
    const [across] = iris.setup.axes;
    expect(axisText(iris, 0, 0, 3)).toBe(across?.centre.toFixed(3));
  });
});
