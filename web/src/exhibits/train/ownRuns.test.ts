// @vitest-environment happy-dom
import { expect, it } from 'vitest';

import { addOwnRun, isOwnRun } from './ownRuns';

it('knows the runs of this browser, the newest ones', () => {
  expect(isOwnRun('1')).toBe(false);
  for (let number = 1; number <= 21; number++) addOwnRun(String(number));
  expect(isOwnRun('21')).toBe(true);
  expect(isOwnRun('2')).toBe(true);
  expect(isOwnRun('1')).toBe(false);
  expect(isOwnRun('22')).toBe(false);
});
