import { describe, expect, it } from 'vitest';

import { drawLine, nearestOf, scaleOf, toSquare } from './geometry';
import { erased, placed } from './own';
import { codec, flipped, gateOf, GATES } from './settings';

describe('the address of a perceptron', () => {
  it('is empty for what it starts with', () => expect(codec.encode(codec.defaults)).toBe(''));

  it('survives the way to text and back', () => {
    const settings = {
      ...codec.defaults,
      data: 'own' as const,
      own: [1, 2, 0, -3.5, 4, 1],
      eta: 0.25,
      start: [1, -2, 0.5],
      step: 3,
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it.each(['#own=1,2', '#own=1,2,0.5', '#own=1,2,0,3', '#truth=0,1', '#truth=0,1,2,0', '#step=-1', '#eta=0'])(
    'takes the default for what cannot be read: %s',
    (hash) => expect(codec.decode(hash)).toEqual(codec.defaults),
  );
});

describe('a truth table', () => {
  it('has a name if it is a gate', () => {
    expect(gateOf([0, 1, 1, 0])).toBe('xor');
    expect(gateOf([1, 0, 0, 1])).toBeUndefined();
  });

  it('flips one answer', () => expect(flipped(GATES.xor, 3)).toEqual(GATES.xor.with(3, 1)));
});

describe('the line', () => {
  it('lies where w·x + b is 0, and its side where it is more', () => {
    for (const data of ['gate', 'clouds'] as const) {
      const scale = scaleOf(data);
      const [w1, w2, b] = [2, -1, 0.5];
      const { line, side } = drawLine([w1, w2, b], scale);
      const z = ({ x, y }: { x: number; y: number }): number =>
        w1 * (scale.centre + scale.spread * x) + w2 * (scale.centre + scale.spread * y) + b;
      expect(line?.map(z).every((value) => Math.abs(value) < 1e-9)).toBe(true);
      expect(side.slice(2).every((spot) => z(spot) > 0)).toBe(true);
    }
  });

  it('is none for w = 0: all is answered by b', () => {
    expect(drawLine([0, 0, 0], scaleOf('gate'))).toMatchObject({ line: undefined, side: { length: 4 } });
    expect(drawLine([0, 0, -1], scaleOf('gate'))).toEqual({ line: undefined, side: [] });
  });

  it('shows a truth table round the middle of the square', () => {
    const scale = scaleOf('gate');
    expect([toSquare(0, scale), toSquare(1, scale)]).toEqual([-1.5, 1.5]);
  });
});

describe('own points', () => {
  const own = [0, 0, 1, 3, 3, 0];
  it('are set to a tenth', () => expect(placed(own, { x: 1.234, y: -7 }, 1).slice(6)).toEqual([1.2, -6, 1]));

  it('are as many as may be', () => {
    const many = Array.from({ length: 600 }, () => 0);
    expect(placed(many, { x: 1, y: 1 }, 1)).toBe(many);
  });

  it('are erased one by one, but for the last', () => {
    expect(erased(own, { x: 2.9, y: 3 }, 0.5)).toEqual([0, 0, 1]);
    expect(erased(own, { x: 1.5, y: 1.5 }, 0.5)).toBe(own);
    expect(erased([0, 0, 1], { x: 0, y: 0 }, 0.5)).toEqual([0, 0, 1]);
  });

  it('the nearest is found within reach', () => {
    const corners = [
      [0, 0],
      [2, 0],
    ];
    expect(nearestOf(corners, { x: 1.2, y: 0 }, 1)).toBe(1);
    expect(nearestOf(corners, { x: 9, y: 0 }, 1)).toBeUndefined();
  });
});
