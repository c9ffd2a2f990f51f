import { describe, expect, it } from 'vitest';

import { beside } from './beside';

const room = { left: 0, right: 300, top: 0, bottom: 200 };
const line = (y: (x: number) => number): { x: number; y: number }[] =>
  Array.from({ length: 301 }, (_, x) => ({ x, y: y(x) }));

describe('the label of a mark', () => {
  it('stands below to the right, where nothing is in its way', () =>
    expect(beside({ x: 100, y: 100 }, 60, [], room)).toEqual({ x: 110, y: 120, anchor: 'start' }));

  it('stands above where the curve falls away under it', () => {
    const falling = line((x) => x);
    expect(beside({ x: 100, y: 100 }, 60, [falling], room)).toEqual({ x: 110, y: 87, anchor: 'start' });
  });

  it('leaves a curve beside it readable', () => {
    const [level, under] = [line(() => 100), line(() => 116)];
    expect(beside({ x: 100, y: 100 }, 60, [level, under], room)).toEqual({ x: 92, y: 87, anchor: 'end' });
  });

  it.each([
    [295, 100],
    [5, 195],
    [295, 5],
    [150, 195],
  ])('stays in the picture at %d, %d', (x, y) => {
    const place = beside({ x, y }, 60, [], room);
    const left = place.anchor === 'start' ? place.x : place.x - 60;
    expect(left).toBeGreaterThanOrEqual(0);
    expect(left + 60).toBeLessThanOrEqual(300);
    expect(place.y).toBeGreaterThan(10);
    expect(place.y).toBeLessThan(200);
  });
});
