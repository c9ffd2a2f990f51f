import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Pass } from './pass.svelte';

const page = Object.assign(new EventTarget(), { hidden: false });
const hide = (hidden: boolean): void => {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
  vi.stubGlobal('matchMedia', () => ({ matches: true })); // less motion: no frames, which a hidden page lacks
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('rests while the page is hidden, and goes on by itself', async () => {
  const pass = new Pass(() => [2, 3, 3, 3, 1]);
  pass.play();
  await vi.advanceTimersByTimeAsync(1);
  hide(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([pass.playing, pass.known(1)]).toEqual([true, 0]);
  hide(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([pass.playing, pass.known(4)]).toEqual([false, 1]);
});

it('does not go on after it was paused while hidden', async () => {
  const pass = new Pass(() => [2, 3, 1]);
  pass.play();
  hide(true);
  await vi.advanceTimersByTimeAsync(60_000);
  pass.pause();
  hide(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([pass.playing, pass.known(1)]).toEqual([false, 0]);
});
