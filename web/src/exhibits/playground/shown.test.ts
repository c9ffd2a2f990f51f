import { describe, expect, it } from 'vitest';

import { exchangesOf } from '../../testing/snapshots';
import { fixed } from '../../lib/format';
import { en } from './en';
import { axisText, tickText, readings, shownOf } from './shown';
import { readInspection, readPlaygroundView } from './lab.gen';

const exchanges = exchangesOf('playground');
const plain = readPlaygroundView(exchanges['default']?.data);
const iris = readPlaygroundView(exchanges['iris']?.data);
const found = readInspection(exchanges['a point']?.data); // of the irises' network
const at = { spot: { x: 1.5, y: -2 }, ...found };

describe('the large map', () => {
  it('reads at a point what the lab has computed there, and opens it', () => {
    const [first, second, third] = readings(iris, shownOf(iris, undefined), at, en);
    expect([first?.label, second?.label, third?.label]).toEqual(iris.setup.classes);
    const last = found.layers.at(-1)?.a.data;
    expect(first?.number.value).toBe(fixed(last?.[0] ?? Number.NaN));
    expect(first?.number.now).toContain('\\frac{e^{');
  });

  it('reads an input from the coordinates', () => {
    const map = { dtype: '<f4', shape: [2, 2], data: Float32Array.of(0, 8, -1, 1) };
    const [product] = readings(iris, shownOf(iris, { layer: 0, unit: 4, map }), at, en);
    expect(product?.number.value).toBe('−3.00');
    expect(product?.number.now).toBe('1.50 \\times (-2.00) = -3.00');
    const [sine] = readings(iris, shownOf(iris, { layer: 0, unit: 5, map }), at, en);
    expect(sine?.number.now).toBe('\\sin 1.50 ≈ 1.00');
  });

  it('has one map for each of several classes, and none of its own scale', () => {
    const shown = shownOf(iris, undefined);
    expect(shown.maps).toHaveLength(3);
    expect(shown).toMatchObject({ limit: 1, reach: 0, classes: iris.setup.classes });
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
    const [reading] = readings(iris, shown, at, en);
    expect(reading?.number.value).toBe(fixed(found.layers[0]?.a.data[2] ?? Number.NaN));
  });

  it('has its axes in the units of the data', () => {
    const [straight] = plain.setup.axes;
    expect([axisText(straight, -3), tickText(straight, -3)]).toEqual(['−3.00', '−3']);
    const [across] = iris.setup.axes; // 5.9 cm wide: a coordinate is 0.59 cm
    expect([axisText(across, 5), tickText(across, 5)]).toEqual(['6.90', '6.9']);
    const wide = { name: '', unit: '', centre: 200, spread: 20 };
    expect([axisText(wide, 1.234), tickText(wide, -6)]).toEqual(['225', '80']);
    const narrow = { ...wide, centre: 0.002, spread: 0.0001 };
    expect([axisText(narrow, 1.5), tickText(narrow, -6)]).toEqual(['0.002150', '0.0014']);
  });
});
