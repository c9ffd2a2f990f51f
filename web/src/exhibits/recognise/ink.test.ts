import { describe, expect, it } from 'vitest';

import { LONGEST_INK, inkField, snapped } from './ink';
import { lengthened, moved } from './pen';
import { SIZE, type Stroke } from './writing';

describe('a drawing as text', () => {
  it('is nothing for nothing, and names places as the differences of source maps do', () => {
    expect(inkField.write([])).toBe('');
    expect(inkField.read('')).toEqual([]);
    // Halves: (16, -0.5) is (32, -1), zigzag (64, 1), in five bits (0 and more, 2), (1).
    expect(inkField.write([[[16, -0.5]]])).toBe('gCB');
  });

  it('comes back as it was: several strokes, dots, far corners', () => {
    const strokes: Stroke[] = [
      [
        [0, 0],
        [400, 300],
        [0.5, 299.5],
      ],
      [[200, 150]],
      [
        [-400, -300],
        [800, 600],
      ],
    ];
    expect(inkField.read(inkField.write(strokes))).toEqual(strokes);
  });

  it.each(['.', 'A', 'AAA', '!!', 'gg', 'AA..AA', 'ggggggggggggggA', '999999B9999999B', 'AA '])(
    'refuses what is none: %s',
    (text) => expect(inkField.read(text)).toBeUndefined(),
  );

  it('leaves a drawing out that is too long for an address', () => {
    const long: Stroke = Array.from({ length: LONGEST_INK }, (_, i) => [i % 2 === 0 ? 0 : 400, 0] as const);
    expect(inkField.write([long])).toBe('');
  });
});

describe('the pen', () => {
  it('passes over tremor, and goes to places that the address can name', () => {
    const stroke = lengthened([], [[10.2, 10.3]]);
    expect(stroke).toEqual([[10, 10.5]]);
    expect(lengthened(stroke, [[11, 10.5]])).toBe(stroke);
    expect(
      lengthened(stroke, [
        [11, 10.5],
        [20.1, 10.6],
        [20.4, 10.8],
        [20, 30],
      ]),
    ).toEqual([
      [10, 10.5],
      [20, 10.5],
      [20, 30],
    ]);
    expect(snapped(1e6, -1e6)).toEqual([2 * SIZE.width, -SIZE.height]);
  });

  it('is moved by the arrow keys, in large and in small steps, and stays on the paper', () => {
    expect(moved([200, 150], 'ArrowLeft', false)).toEqual([185, 150]);
    expect(moved([200, 150], 'ArrowDown', true)).toEqual([200, 153]);
    expect(moved([395, 0], 'ArrowRight', false)).toEqual([400, 0]);
    expect(moved([395, 0], 'ArrowUp', false)).toEqual([395, 0]);
    expect(moved([395, 0], 'a', false)).toBeUndefined();
  });
});
