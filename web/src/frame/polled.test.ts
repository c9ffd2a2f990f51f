// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ListProgress } from '../lab.gen';
import { inRoot } from '../testing/reactive.svelte';
import { Polled } from './polled.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const progress = (state: ListProgress['state']): { progress: ListProgress } => ({
  progress: { state, done: 0, of: 1, share: 0.5, seconds_left: 3, problem: '' },
});

describe('work in the background', () => {
  it('is looked at again for as long as it runs, and after an order', async () => {
    const states: ListProgress['state'][] = ['running', 'running', 'stopped', 'running', 'finished'];
    const asked: string[] = [];
    let polled: Polled<[string], { progress: ListProgress }> | undefined;
    const close = inRoot(() => {
      polled = new Polled((what: string) => {
        asked.push(what);
        return Promise.resolve(progress(states.shift() ?? 'finished'));
      });
    });
    const later = async (): Promise<void> => {
      await vi.advanceTimersByTimeAsync(0);
      flushSync();
      await vi.advanceTimersByTimeAsync(600);
      flushSync();
    };
    polled?.look('map');
    for (let i = 0; i < 5; i += 1) await later();
    expect(polled?.value?.progress.state).toBe('stopped');
    expect(asked).toEqual(['map', 'map', 'map']);
    const order = vi.fn(() => Promise.resolve());
    polled?.order(order);
    for (let i = 0; i < 5; i += 1) await later();
    expect(order).toHaveBeenCalledOnce();
    expect(polled?.value?.progress.state).toBe('finished');
    expect(asked).toHaveLength(5);
    close();
  });
});
