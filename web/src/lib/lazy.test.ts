import { expect, it } from 'vitest';

import { lazy } from './lazy';

it('fetches once, and again only after a failure', async () => {
  let fetches = 0;
  const load = lazy(() => (++fetches === 1 ? Promise.reject(new Error('down')) : Promise.resolve(fetches)));
  await expect(load()).rejects.toThrow('down');
  expect(await Promise.all([load(), load()])).toEqual([2, 2]);
  expect(fetches).toBe(2);
});
