import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseNumber } from '../lib/format';

import { DARK, LIGHT, diverging } from './colour';
import { gridOf, heatPixels, limitOf } from './image';
import { edgeWidth, placeUnits, strongestEdges, strongestUnits } from './network';
import { extentOf, isCrowded, makeScale } from './scale';
import { bandOf, nearest, pathOf, spread, thin, thinBand, within } from './series';
import { decimalsOf, evenTrack, listTrack } from './slider';

describe('thin', () => {
  it('keeps a spike that lies between the pixels', () => {
    const xs = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const ys = new Float64Array(100_000);
    ys[54_321] = 7;
    ys[54_400] = -3;
    const points = thin(xs, ys, 300);
    expect(points.length).toBeLessThan(650);
    expect(Math.max(...points.map((p) => p.y))).toBe(7);
    expect(Math.min(...points.map((p) => p.y))).toBe(-3);
    expect(points.at(-1)?.x).toBe(99_999);
    expect(points.map((p) => p.x)).toEqual(points.map((p) => p.x).sort((a, b) => a - b));
  });

  it('leaves short series alone', () => expect(thin([1, 2, 3], [4, 5, 6], 100)).toHaveLength(3));
});

describe('pathOf', () => {
  it('has a gap where a value is not finite', () => {
    const points = [1, 2, Number.NaN, 4, 5].map((y, x) => ({ x, y }));
    expect(pathOf(points).match(/M/g)).toHaveLength(2);
  });
});

describe('a band', () => {
  it('is one closed outline, out along one edge and back along the other', () => {
    const reaches = [0, 1, 2].map((x) => ({ x, low: 10, high: 20 + x }));
    expect(bandOf(reaches)).toBe('M0,20L1,21L2,22L2,10L1,10L0,10Z');
  });

  it('has a gap where an edge is not finite', () => {
    const reaches = [1, 2, Number.NaN, 4, 5].map((low, x) => ({ x, low, high: 9 }));
    expect(bandOf(reaches).match(/Z/g)).toHaveLength(2);
  });

  it('keeps both ends and the widest reach between the pixels', () => {
    const xs = Float64Array.from({ length: 10_000 }, (_, i) => i);
    const [low, high] = [new Float64Array(10_000).fill(-1), new Float64Array(10_000).fill(1)];
    low[5432] = -7;
    high[5440] = 8;
    const reaches = thinBand(xs, { low, high }, 300);
    expect(reaches.length).toBeLessThanOrEqual(300);
    expect(Math.min(...reaches.map((r) => r.low))).toBe(-7);
    expect(Math.max(...reaches.map((r) => r.high))).toBe(8);
    expect([reaches[0]?.x, reaches.at(-1)?.x]).toEqual([0, 9999]);
  });
});

describe('spread', () => {
  it('keeps labels apart, in order and inside', () => {
    const placed = spread([50, 51, 52, 10, 99], 15, 0, 100);
    const sorted = [...placed].sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i++)
      expect((sorted[i] ?? 0) - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(15);
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
    expect(sorted.at(-1)).toBeLessThanOrEqual(100);
    expect(placed[0]).toBeLessThan(placed[1] ?? 0);
  });

  it('moves nothing that is far enough apart', () =>
    expect(spread([10, 50, 90], 15, 0, 100)).toEqual([10, 50, 90]));
});

describe('within', () => {
  it.each([
    [[0, 1, 2], 0, true],
    [[0, 1, 2], 2, true],
    [[0, 1, 2], 2.1, false],
    [[5], 0, true],
    [[], 0, false],
  ])('%j reaches to %d: %s', (xs, x, reaches) => expect(within(xs, x)).toBe(reaches));
});

describe('nearest', () => {
  it.each([
    [0, 0],
    [1.4, 1],
    [1.6, 2],
    [99, 3],
  ])('of 0 1 2 3 to %d is %d', (x, i) => expect(nearest([0, 1, 2, 3], x)).toBe(i));
  it('is -1 in an empty list', () => expect(nearest([], 1)).toBe(-1));
});

describe('scales', () => {
  it('ignore what is not a number', () => {
    expect(
      extentOf([
        [1, Number.NaN, 5],
        [Infinity, -2],
      ]),
    ).toEqual([-2, 5]);
    expect(extentOf([[0, 0.001, 10]], true)).toEqual([0.001, 10]);
    expect(extentOf([[]])).toEqual([0, 1]);
  });

  it('mark powers of ten on a log scale', () => {
    const scale = makeScale({ label: '', scale: 'log' }, [1e-7, 1], [0, 100], 10);
    expect(scale.ticks.map((tick) => tick.text)).toContain('10⁻⁷');
    expect(scale(1e-7)).toBeCloseTo(0);
    expect(scale.invert(scale(0.01))).toBeCloseTo(0.01);
  });

  it('mark only whole numbers when told to', () => {
    const scale = makeScale({ label: 'epoch', whole: true }, [0, 3], [0, 100], 10);
    expect(scale.ticks.map((tick) => tick.value)).toEqual([0, 1, 2, 3]);
    const alone = makeScale({ label: 'epoch', whole: true }, [0, 0], [0, 100], 10);
    expect(alone.ticks.map((tick) => tick.text)).toEqual(['0']);
  });

  it('are crowded where one text may touch the next', () => {
    const marks = (right: number, count: number) =>
      makeScale({ label: '', format: (x) => x.toExponential(1) }, [-1e-5, 1e-5], [0, right], count);
    expect(isCrowded(marks(160, 5))).toBe(true);
    expect(isCrowded(marks(160, 2))).toBe(false);
    expect(isCrowded(marks(400, 5))).toBe(false);
  });

  it('write marks of any size with few digits, and powers of ten where decimals say nothing', () => {
    const power = fc.double({ min: -300, max: 300, noNaN: true });
    fc.assert(
      fc.property(power, fc.double({ min: 0.01, max: 1 }), fc.boolean(), (end, share, nice) => {
        const high = 10 ** end;
        const { ticks } = makeScale({ label: '', nice }, [high * (1 - share), high], [100, 0], 5);
        const step = (ticks[1]?.value ?? 0) - (ticks[0]?.value ?? 0);
        for (const { value, text } of ticks) {
          expect(text).toMatch(/^[\d,]+(\.\d+)?(e−?\d+)?$/);
          expect(text.length).toBeLessThanOrEqual(12);
          expect(Math.abs((parseNumber(text) ?? Number.NaN) - value)).toBeLessThanOrEqual(0.01 * step);
        }
      }),
    );
    const runAway = makeScale({ label: '', nice: true }, [0.3, 2.4e36], [100, 0], 5);
    expect(runAway.ticks.map(({ text }) => text)).toEqual(['0', '5e35', '1e36', '1.5e36', '2e36', '2.5e36']);
    const log = makeScale({ label: '', scale: 'log' }, [2.4e36, 2.8e36], [100, 0], 5);
    for (const { text } of log.ticks) expect(text).toMatch(/^(10[⁰¹²³⁴-⁹]+|\d(\.\d)?e\d+)$/);
  });

  it('have room for a single value', () => {
    const scale = makeScale({ label: '' }, [2, 2], [0, 100], 5);
    expect(scale(2)).toBe(50);
  });
});

describe('heat maps', () => {
  it('give the ends of the scale to the limit and beyond, the ground to zero and to NaN', () => {
    const pixels = heatPixels([-2, 0, 2, 9, Number.NaN], 'diverging', 2, LIGHT);
    const at = (i: number): number[] => Array.from(pixels.slice(4 * i, 4 * i + 3));
    expect(at(0)).toEqual(diverging(-1, LIGHT).map(Math.round));
    expect(at(1)).toEqual([...LIGHT.zero]);
    expect(at(3)).toEqual(at(2));
    expect(at(4)).toEqual(at(1));
    expect(pixels[3]).toBe(255);
  });

  it('know the two themes apart', () => {
    expect(heatPixels([1], 'sequential', 1, LIGHT)).not.toEqual(heatPixels([1], 'sequential', 1, DARK));
  });

  it('find the limit, and take 1 if all is zero', () => {
    expect(limitOf([0.5, -3, Infinity])).toBe(3);
    expect(limitOf([0, 0])).toBe(1);
  });

  it('take 784 numbers for a square', () => {
    expect(gridOf({ dtype: '<f4', shape: [784], data: new Float32Array(784) })).toEqual([28, 28]);
    expect(gridOf({ dtype: '<f4', shape: [2, 5], data: new Float32Array(10) })).toEqual([2, 5]);
  });
});

describe('network diagrams', () => {
  const area = { width: 600, height: 320, margin: 30 };

  it('show all units of a small layer, in their order from the top', () => {
    const [layer] = placeUnits([{ size: 4 }, { size: 2 }], area, 32);
    expect(layer?.units.map((unit) => unit.index)).toEqual([0, 1, 2, 3]);
    expect(layer?.hidden).toBe(0);
    for (const unit of layer?.units ?? []) expect(unit.y).toBeGreaterThanOrEqual(area.margin);
  });

  it('show of a large layer those that matter', () => {
    const [layer] = placeUnits([{ size: 784, shown: [500, 3, 77] }, { size: 10 }], area, 32);
    expect(layer?.units.map((unit) => unit.index)).toEqual([3, 77, 500]);
    expect(layer?.hidden).toBe(781);
  });

  it('draw the strongest edges between the units shown', () => {
    const [from, to] = placeUnits([{ size: 2 }, { size: 2 }], area, 32);
    const edges = strongestEdges(0, [0.1, -5, 3, 0.2], 2, from?.units ?? [], to?.units ?? [], 2);
    expect(edges.map(({ from: f, to: t, weight }) => [f, t, weight])).toEqual([
      [0, 1, -5],
      [1, 0, 3],
    ]);
  });

  it('pick units by the size of their values', () => expect(strongestUnits([0.1, -9, 4], 2)).toEqual([1, 2]));

  it('never clamp a width', () => {
    const widths = [0, 0.5, 1, 2, 10, 100].map((w) => edgeWidth(w));
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(new Set(widths).size).toBe(widths.length);
    expect(edgeWidth(-2)).toBe(edgeWidth(2));
  });
});

describe('sliders', () => {
  it('snap to a list', () => {
    const track = listTrack([0.001, 0.003, 0.01]);
    expect(track.toValue(1)).toBe(0.003);
    expect(track.toPosition(0.009)).toBe(2);
  });

  it('do not drift in floating point', () =>
    expect(evenTrack(-2, 2, 0.01).toValue(-0.19999999999999996)).toBe(-0.2));

  it.each([
    [0.01, 2],
    [1, 0],
    [0.5, 1],
    [1e-5, 5],
    [25, 0],
  ])('a step of %d has %d decimals', (step, decimals) => expect(decimalsOf(step)).toBe(decimals));
});
