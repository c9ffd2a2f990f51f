import { expect, it, vi } from 'vitest';

import { Newest } from './newest';

it('runs the first task and then only the newest of those that came meanwhile', async () => {
  const done: number[] = [];
  const failed = vi.fn();
  const newest = new Newest();
  for (const i of [0, 1, 2, 3]) {
    newest.run(async () => {
      await Promise.resolve();
      done.push(i);
      if (i === 3) throw new Error('three');
    }, failed);
  }
  await expect.poll(() => done).toEqual([0, 3]);
  await expect.poll(() => failed.mock.calls.length).toBe(1);
  newest.run(async () => void done.push(4));
  await expect.poll(() => done).toEqual([0, 3, 4]);
});
