import { expect, it } from 'vitest';

import { fillValues } from './fill';

it('writes each value as its place asks', () => {
  expect(fillValues('{a:2} and {b:%1}, {c}: {d}', { a: -0.6, b: 0.3636, c: 'so', e: 1 })).toBe(
    '−0.60 and 36.4%, so: {d}',
  );
});
