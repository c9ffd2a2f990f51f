import { beforeEach, describe, expect, it } from 'vitest';

import { Pointers } from './pointers';

let pointers: Pointers;
beforeEach(() => void (pointers = new Pointers()));

const event = (
  pointerType: string,
  pointerId: number,
  timeStamp = 0,
): Pick<PointerEvent, 'pointerId' | 'pointerType' | 'timeStamp'> => ({ pointerType, pointerId, timeStamp });

describe('the pointer that draws', () => {
  it.each(['mouse', 'touch', 'pen'])('is a %s alone', (type) => {
    expect(pointers.down(event(type, 1))).toEqual({ draws: true, dropsCurrent: false, dropsFinished: 0 });
    expect(pointers.draws(event(type, 1))).toBe(true);
    expect(pointers.up(event(type, 1))).toBe(true);
    expect(pointers.draws(event(type, 1))).toBe(false);
  });

  it('is the pen, and the mark of the palm that lies there is taken back', () => {
    pointers.down(event('touch', 1));
    expect(pointers.down(event('pen', 2, 300))).toMatchObject({ draws: true, dropsCurrent: true });
    expect(pointers.up(event('touch', 1, 400))).toBe(false);
    expect(pointers.draws(event('pen', 2))).toBe(true);
  });

  it('is the pen, and marks that the palm has just made are taken back, no older ones', () => {
    for (const [id, at] of [
      [1, 0],
      [2, 4_000],
      [3, 4_200],
    ] as const) {
      pointers.down(event('touch', id, at));
      pointers.up(event('touch', id, at + 100));
    }
    expect(pointers.down(event('pen', 4, 4_500))).toMatchObject({ draws: true, dropsFinished: 2 });
    pointers.up(event('pen', 4, 5_000));
    expect(pointers.down(event('pen', 4, 5_100))).toMatchObject({ draws: true, dropsFinished: 0 });
  });

  it('is no touch once a pen was seen, until all is wiped away', () => {
    pointers.down(event('pen', 1));
    expect(pointers.down(event('touch', 2)).draws).toBe(false);
    pointers.up(event('pen', 1));
    pointers.up(event('touch', 2));
    expect(pointers.down(event('touch', 3)).draws).toBe(false);
    pointers.up(event('touch', 3));
    pointers.forgetPen();
    expect(pointers.down(event('touch', 4)).draws).toBe(true);
  });

  it('is none of two fingers; one alone draws again when both are gone', () => {
    pointers.down(event('touch', 1));
    expect(pointers.down(event('touch', 2))).toMatchObject({ draws: false, dropsCurrent: true });
    expect(pointers.draws(event('touch', 1))).toBe(false);
    pointers.up(event('touch', 1));
    expect(pointers.down(event('touch', 3)).draws).toBe(false);
    pointers.up(event('touch', 2));
    pointers.up(event('touch', 3));
    expect(pointers.down(event('touch', 4)).draws).toBe(true);
  });

  it('stays the mouse while a touch comes', () => {
    pointers.down(event('mouse', 1));
    expect(pointers.down(event('touch', 2))).toMatchObject({ draws: false, dropsCurrent: false });
    expect(pointers.draws(event('mouse', 1))).toBe(true);
  });

  it('that the browser took away is no mark of a palm', () => {
    pointers.down(event('touch', 1));
    expect(pointers.up(event('touch', 1, 100), true)).toBe(true);
    expect(pointers.down(event('pen', 2, 200)).dropsFinished).toBe(0);
  });
});
