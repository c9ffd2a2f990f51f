import { describe, expect, it } from 'vitest';

import { LIGHT } from '../../draw/colour';
import { dotsOf, outside, toPixels, toValue } from './dots';
import { classColours, classesPicture, decidedPicture, refine } from './maps';

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
