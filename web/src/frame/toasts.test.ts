// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Toasts } from './toasts.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('shows one note after the other, and each of them', () => {
  const toasts = new Toasts();
  const seen: (string | undefined)[] = [];
  for (const text of ['one', 'two', 'three']) toasts.show(text);
  for (let i = 0; i < 4; i++) {
    seen.push(toasts.shown?.text);
    toasts.dismiss();
  }
  expect(seen).toEqual(['one', 'two', 'three', undefined]);
});

it('lets each go away by itself', () => {
  const toasts = new Toasts();
  toasts.show('one');
  toasts.show('two', 'wrong');
  expect(toasts.shown?.text).toBe('one');
  vi.advanceTimersByTime(3_000);
  expect(toasts.shown?.text).toBe('two');
  vi.advanceTimersByTime(5_000);
  expect(toasts.shown?.text).toBe('two');
  vi.advanceTimersByTime(5_000);
  expect(toasts.shown).toBeUndefined();
});

it('says nothing twice', () => {
  const toasts = new Toasts();
  toasts.show('one');
  toasts.show('one');
  toasts.dismiss();
  expect(toasts.shown).toBeUndefined();
});
