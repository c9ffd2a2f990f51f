import { describe, expect, it } from 'vitest';

import { HEAD, edgeAt, edgesOf, heightAt, layoutOf, lineWidth, WIDEST } from './layout';

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
