// @vitest-environment happy-dom
import { expect, it } from 'vitest';

import { Own } from './own';

it('knows the last trainings that were begun in this browser, and no others', () => {
  const own = new Own('runs');
  expect(own.has('1')).toBe(false);
  for (let number = 1; number <= 21; number++) own.add(String(number));
  own.add('2'); // begun again: not one of the oldest any more
  own.add('22');
  expect(['1', '2', '3', '4', '22'].map((id) => own.has(id))).toEqual([false, true, false, true, true]);
  expect(own.has('23')).toBe(false);
  expect(new Own('sweeps').has('22')).toBe(false);
});
