// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { defineSettings, integerField } from './codec';
import { progress } from './progress.svelte';
import { ExhibitState } from './state.svelte';
import type { CheckedRoom } from './tasks';
import TryIt from './TryIt.svelte';

const codec = defineSettings({ seed: integerField(0, { min: 0, max: 9 }) });
const found = vi.hoisted(() => ({ frame: { id: 'neuron', state: undefined as unknown } }));
vi.mock('./context', () => ({
  getExhibit: () => found.frame,
  getPage: () => ({ toasts: { attempt: <T>(work: () => Promise<T>) => work(), show: () => undefined } }),
}));

const task = { id: 'seven', text: 'Make it seven.', missing: {} };
const question = { id: 'shown', text: 'How many?', options: [], right: 'So it is.', wrong: 'No.' };
let state: ExhibitState<{ seed: number }>;
let mounted: Record<string, unknown>;

/** The lab: the task is done where the seed is 7. */
const ask = (_: string, { task: of }: { task: string }): Promise<unknown> =>
  Promise.resolve({ done: of === 'shown' || state.settings.seed === 7, right: '7', missing: '', values: {} });
const settle = async (): Promise<void> => {
  await vi.advanceTimersByTimeAsync(3_000);
  flushSync();
};

beforeEach(() => {
  vi.useFakeTimers();
  state = new ExhibitState(codec, { read: () => '', write: () => undefined });
  found.frame.state = state;
  const room = { view: {}, ask } as unknown as CheckedRoom;
  const stages = { shown: () => Promise.resolve(state.set({ seed: 7 })) };
  const props = { room, tasks: [task], questions: [question], stages };
  mounted = mount(TryIt, { target: document.body, props } as never);
  flushSync();
});
afterEach(() => {
  void unmount(mounted);
  vi.useRealTimers();
});

describe('a question that is answered', () => {
  it('does no task by what it shows', async () => {
    await settle();
    const input = document.querySelector('input');
    if (input === null) throw new Error('no field');
    input.value = '7';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    document.querySelector('form')?.dispatchEvent(new SubmitEvent('submit', { bubbles: true }));
    await settle();
    expect(state.settings.seed).toBe(7);
    expect(document.querySelector('[role=status] .outcome, .outcome')?.textContent).toContain('So it is.');
    expect(progress.isDone('neuron', 'seven')).toBe(false);
  });
});
