import { expect, it } from 'vitest';

import { fillValues } from './fill';

it('writes each value as its place asks', () => {
  expect(fillValues('{a:2} and {b:%1}, {c}: {d}', { a: -0.6, b: 0.3636, c: 'so', e: 1 })).toBe(
    '−0.60 and 36.4%, so: {d}',
  );
});

it('writes a small value with the digits that count', () => {
  expect(fillValues('{a:~2}, {b:~2}', { a: 7.34e-36, b: 0.0123 })).toBe('7.3e−36, 0.012');
});

it.each([
  ['The output is {z:2}; it must be above 0.9.', 0.8996, 'The output is 0.8996; it must be above 0.9.'],
  ['The output is {z:2}; it must be above 0.9.', 0.9, 'The output is 0.90; it must be above 0.9.'],
  [
    '{z:1}% of the sums, more than 50% are asked for.',
    49.97,
    '49.97% of the sums, more than 50% are asked for.',
  ],
  ['{z:%1}; it takes 95%.', 0.94999, '94.999%; it takes 95%.'],
  ['Below −0.01: {z:3}.', -0.00997, 'Below −0.01: −0.00997.'],
])('does not make a value look like the one that it is compared with: %s', (text, z, expected) => {
  expect(fillValues(text, { z })).toBe(expected);
});
