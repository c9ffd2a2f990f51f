import { describe, expect, it } from 'vitest';

import {
  DARK,
  LIGHT,
  diverging,
  divergingTable,
  fromLinear,
  inkOn,
  luminance,
  sequential,
  toLinear,
  toOklab,
  type Palette,
  type Rgb,
} from './colour';

/** Machado, Oliveira & Fernandes (2009), severity 1.0, on linear RGB. */
const SIGHTS: Record<string, readonly (readonly number[])[]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function seen(colour: Rgb, sight: readonly (readonly number[])[]): Rgb {
  const linear = colour.map(toLinear);
  return sight.map((row) =>
    fromLinear(row.reduce((sum, w, i) => sum + w * (linear[i] ?? 0), 0)),
  ) as unknown as Rgb;
}

function distance(a: Rgb, b: Rgb): number {
  const [p, q] = [toOklab(a), toOklab(b)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

const THEMES: [string, Palette][] = [
  ['light', LIGHT],
  ['dark', DARK],
];

describe.each(THEMES)('the %s palette', (_, palette) => {
  it('has numbers on it that can be read: 4.5 to 1 at least', () => {
    for (let t = -1; t <= 1; t += 0.01) {
      const shade = diverging(t, palette);
      const ink = luminance(inkOn(shade) === '#ffffff' ? [255, 255, 255] : [0, 0, 0]);
      const [dark, light] = [luminance(shade), ink].sort((a, b) => a - b) as [number, number];
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThan(4.5);
    }
  });

  it.each(Object.entries(SIGHTS))('keeps the signs apart for %s', (_sight, matrix) => {
    for (const t of [0.25, 0.5, 0.75, 1]) {
      const apart = distance(seen(diverging(-t, palette), matrix), seen(diverging(t, palette), matrix));
      // A just noticeable difference in OKLab is about 0.02.
      expect(apart).toBeGreaterThan(0.2 * t);
    }
  });

  it.each(Object.entries(SIGHTS))('grows steadily away from zero for %s', (_sight, matrix) => {
    const zero = seen(palette.zero, matrix);
    for (const sign of [-1, 1]) {
      const steps = [0.1, 0.2, 0.4, 0.6, 0.8, 1].map((t) =>
        distance(seen(diverging(sign * t, palette), matrix), zero),
      );
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      expect(steps[0]).toBeGreaterThan(0.02);
    }
  });

  it('runs from the ground to ink in one direction of lightness', () => {
    const steps = Array.from({ length: 21 }, (_unused, i) => luminance(sequential(i / 20, palette)));
    const ordered = [...steps].sort((a, b) => a - b);
    expect(steps).toEqual(palette === LIGHT ? ordered.reverse() : ordered);
  });

  it('gives the table the same colours as the function', () => {
    const table = divergingTable(palette);
    const [red, green, blue] = diverging(-1, palette).map(Math.round) as [number, number, number];
    const first = table[0] ?? 0;
    expect([first & 255, (first >> 8) & 255, (first >> 16) & 255]).toEqual([red, green, blue]);
  });
});
