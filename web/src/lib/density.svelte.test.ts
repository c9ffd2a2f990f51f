// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';

import { inRoot } from '../testing/reactive.svelte';

afterEach(() => vi.unstubAllGlobals());

it('tells whoever draws of every change', async () => {
  let changed: () => void = () => expect.unreachable('nobody listens');
  const asked: string[] = [];
  vi.stubGlobal('devicePixelRatio', 1);
  vi.stubGlobal('matchMedia', (query: string) => {
    asked.push(query);
    return { addEventListener: (_: string, listener: () => void) => (changed = listener) };
  });
  const { density } = await import('./density.svelte');
  const drawn: number[] = [];
  const end = inRoot(() => {
    $effect(() => void drawn.push(density.value));
  });
  flushSync();
  for (const ratio of [2, 1.5]) {
    vi.stubGlobal('devicePixelRatio', ratio);
    changed();
    flushSync();
  }
  expect(drawn).toEqual([1, 2, 1.5]);
  expect(asked.at(-1)).toBe('(resolution: 1.5dppx)');
  end();
});
