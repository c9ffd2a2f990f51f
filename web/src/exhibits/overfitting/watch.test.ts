import { beforeEach, expect, it, vi } from 'vitest';

const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
});

it('takes a task for done by others until this browser has kept, uncovered or asked for it', async () => {
  const { isForeign, ownDeeds } = await import('./watch.svelte');
  const runs = { runs: [{ id: 'a' }, { id: 'b' }] };
  const foreign = (): boolean[] =>
    ['cure', 'commit', 'luck_shown', 'beat'].map((task) => isForeign(task, runs));
  expect(foreign()).toEqual([true, true, true, false]);
  ownDeeds.add('c'); // another run than these
  expect(foreign()).toEqual([true, true, true, false]);
  ownDeeds.add('b');
  expect(foreign()).toEqual([false, true, true, false]);
  ownDeeds.add('uncovered:a');
  expect(foreign()).toEqual([false, false, true, false]);
  ownDeeds.add('luck');
  expect(foreign()).toEqual([false, false, false, false]);
});
