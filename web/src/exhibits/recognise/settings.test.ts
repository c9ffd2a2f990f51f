import { describe, expect, it } from 'vitest';

import { toggled } from '../../frame/codec';
import { cellAt, middleOf, place } from './layout';
import { fields } from './lab.gen';
import { codec, toggledUnit, type RecogniseSettings } from './settings';
import { BRUSH, SIZE, strokePath, writingParams } from './writing';

describe('the address', () => {
  it('is empty at the start', () => expect(codec.encode(codec.defaults)).toBe(''));

  it('survives the way to text and back', () => {
    const settings: RecogniseSettings = {
      model: '我的 model',
      off: ['crop', 'centre'],
      silenced: [
        [0, 5],
        [1, 127],
      ],
      panel: 'why',
      ink: [
        [
          [10, 20],
          [30.5, 40],
        ],
      ],
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it.each(['#off=magic', '#silenced=1', '#silenced=a.b', '#silenced=0.999999', '#panel=none', '#ink=!'])(
    'takes the default for what cannot be read: %s',
    (hash) => expect(codec.decode(hash)).toEqual(codec.defaults),
  );

  it('switches steps and units on and off again', () => {
    expect(toggled(fields.off.options, ['centre'], 'crop')).toEqual(['crop', 'centre']);
    expect(toggled(fields.off.options, ['crop', 'centre'], 'crop')).toEqual(['centre']);
    expect(toggledUnit([[0, 1]], [0, 1])).toEqual([]);
    expect(toggledUnit([[0, 1]], [1, 0])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });
});

describe('strokes', () => {
  it('travel as arrays of points', () => {
    const { strokes, size, brush } = writingParams({
      kind: 'drawing',
      strokes: [
        [
          [1, 2],
          [3, 4.5],
        ],
      ],
    }) as Record<string, unknown>;
    expect(strokes).toEqual([{ dtype: '<f4', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4.5) }]);
    expect([size, brush]).toEqual([[SIZE.width, SIZE.height], BRUSH]);
  });

  it('become paths: nothing, a dot, a line, a curve', () => {
    expect(strokePath([])).toBe('');
    expect(strokePath([[1, 2]])).toBe('M1,2h0.01');
    expect(
      strokePath([
        [1, 2],
        [3, 4],
      ]),
    ).toBe('M1,2L3,4');
    expect(
      strokePath([
        [0, 0],
        [2, 0],
        [4, 2],
      ]),
    ).toBe('M0,0Q2,0 3,1L4,2');
  });
});

describe('the picture of the network', () => {
  it.each([[320], [640], [1000]])('finds room for everything at %d pixels', (width) => {
    for (const sizes of [
      [784, 10],
      [784, 128, 10],
      [784, 800, 800, 10],
      [784, 16, 16, 16, 10],
    ]) {
      const { input, hidden, output } = place(sizes, width, 300);
      expect(hidden).toHaveLength(sizes.length - 2);
      let left = input.left + input.columns * input.cell;
      for (const grid of hidden) {
        expect(grid.left).toBeGreaterThanOrEqual(left);
        expect(grid.columns * grid.rows).toBeGreaterThanOrEqual(grid.count);
        left = grid.left + grid.columns * grid.cell;
      }
      expect(output.x).toBeGreaterThan(left);
      expect(output.x).toBeLessThan(width);
    }
  });

  it('finds the unit under the pointer', () => {
    const [grid] = place([784, 100, 10], 640, 300).hidden;
    if (grid === undefined) throw new Error('no grid');
    for (const unit of [0, 57, 99]) {
      const { x, y } = middleOf(grid, unit);
      expect(cellAt(grid, x, y)).toBe(unit);
    }
    expect(cellAt(grid, grid.left - 1, grid.top + 1)).toBeUndefined();
  });
});
