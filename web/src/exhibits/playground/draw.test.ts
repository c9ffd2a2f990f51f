import { describe, expect, it } from 'vitest';

import { LIGHT } from '../../draw/colour';
import {
  classColours,
  classesPicture,
  decidedPicture,
  dotsOf,
  outside,
  refine,
  toPixels,
  toValue,
} from './draw';
import { HEAD, edgeAt, edgesOf, heightAt, layoutOf, lineWidth, WIDEST } from './layout';

describe('a refined map', () => {
  it('keeps the values and lays straight lines between them', () => {
    const fine = refine([0, 2, 0, 2], 3);
    expect(fine).toHaveLength(36);
    expect(fine[0]).toBe(0);
    expect(fine[5]).toBe(2);
    expect(fine[2]).toBeCloseTo(2 / 3, 6);
    expect(fine[3]).toBeCloseTo(4 / 3, 6);
  });
});

describe('what is decided', () => {
  it('has two colours only', () => {
    const { pixels, side } = decidedPicture([-0.1, 0.2, -3, 0], LIGHT);
    expect(side).toBe(6);
    expect(new Set(new Uint32Array(pixels.buffer)).size).toBe(2);
  });

  it('is the most probable of several classes', () => {
    const classes = classColours(3, LIGHT, false);
    const { pixels } = classesPicture(
      [
        [1, 0, 0, 0],
        [0, 1, 0, 1 / 3],
        [0, 0, 1, 1 / 3],
      ],
      classes,
      false,
      LIGHT,
    );
    const [red, green, blue] = classes[1] ?? [0, 0, 0];
    expect([...pixels.slice(4, 7)].map((v, i) => Math.abs(v - ([red, green, blue][i] ?? 0)))).toSatisfy(
      (gaps: number[]) => gaps.every((gap) => gap < 40),
    );
    expect(new Set(classes.map(String)).size).toBe(3);
  });
});

describe('dots', () => {
  it('have the shape of their class', () => {
    const points = { xy: { data: [0, 1, 2, 3] }, target: { data: [-1, 1] } };
    expect(
      dotsOf(points, ['-1', '+1'], true, LIGHT, false).map(({ x, y, kind, hollow }) => [x, y, kind, hollow]),
    ).toEqual([
      [0, 1, 0, true],
      [2, 3, 1, true],
    ]);
    expect(
      dotsOf({ ...points, target: { data: [2, 0] } }, ['a', 'b', 'c'], false, LIGHT, false).map(
        ({ kind }) => kind,
      ),
    ).toEqual([2, 0]);
    expect(
      dotsOf({ ...points, target: { data: [0.4, -0.4] } }, [], false, LIGHT, false).map(({ kind }) => kind),
    ).toEqual([1, 1]);
  });

  it('that lie outside are counted', () => {
    const points = { xy: { data: [7, 0, 0, 0, 1, -6.1] }, target: { data: [1, 1, 1] } };
    expect(outside(dotsOf(points, ['-1', '+1'], false, LIGHT, false))).toBe(2);
  });

  it('stand where their coordinates say', () => {
    expect(toPixels(-6, 300)).toBe(0);
    expect(toPixels(6, 300)).toBe(300);
    expect(toValue(toPixels(1.5, 300), 300)).toBeCloseTo(1.5, 9);
    expect(toValue(-20, 300)).toBe(-6);
  });
});

describe('the layout', () => {
  it.each([
    [[7, 1], 560],
    [[7, 4, 4, 1], 560],
    [[7, 8, 8, 8, 8, 8, 8, 5], 360],
  ])('keeps %j inside a picture of its own width (%i)', (sizes, available) => {
    const { width, height, node, layers } = layoutOf(sizes, available);
    expect(width).toBeGreaterThanOrEqual(available);
    expect(layers.map((layer) => layer.length)).toEqual(sizes);
    for (const { x, y } of layers.flat()) {
      expect(x).toBeGreaterThan(node / 2);
      expect(x).toBeLessThan(width - node / 2);
      expect(y).toBeGreaterThanOrEqual(HEAD + node / 2);
      expect(y).toBeLessThan(height);
    }
  });

  it('connects the chosen inputs only, and finds a connection again under the pointer', () => {
    const layout = layoutOf([7, 3, 1], 500);
    const edges = edgesOf(layout, [0, 6]);
    expect(edges).toHaveLength(2 * 3 + 3);
    expect(edges[0]?.from.y).toBe(layout.layers[0]?.[0]?.y);
    expect(edges[3]?.from.y).toBe(layout.layers[0]?.[6]?.y);
    for (const edge of edges) {
      const x = edge.from.x + 0.31 * (edge.to.x - edge.from.x);
      const found = edgeAt(edges, { x, y: heightAt(edge, x) });
      expect(found && heightAt(found, x)).toBeCloseTo(heightAt(edge, x), 6);
    }
    expect(edgeAt(edges, { x: 5, y: 5 })).toBeUndefined();
  });

  it('draws heavier weights wider, up to a width', () => {
    expect(lineWidth(0.5)).toBeLessThan(lineWidth(-1));
    expect(lineWidth(4)).toBeLessThan(lineWidth(9));
    expect(lineWidth(1e30)).toBe(WIDEST);
    expect(lineWidth(Number.NaN)).toBe(WIDEST);
  });
});
