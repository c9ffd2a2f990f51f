import { describe, expect, it } from 'vitest';

import { en } from './en';
import { zh } from './zh';

describe('the shift to the centre of mass', () => {
  it.each([
    [{ right: -1, down: 2 }, 'moved 1 left, 2 down.', '左移 1，下移 2。'],
    [{ right: 3, down: 0 }, 'moved 3 right.', '右移 3。'],
    [{ right: 0, down: -2 }, 'moved 2 up.', '上移 2。'],
  ])('is told by its direction: %o', (values, english, chinese) => {
    expect(en.names.centre.did({ x: 14, y: 13, ...values }, true)).toContain(english);
    expect(zh.names.centre.did({ x: 14, y: 13, ...values }, true)).toContain(chinese);
  });
});
