// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';

import { preferences } from '../../frame/preferences.svelte';
import type { ListProgress } from '../../lab.gen';
import { exchangesOf } from '../../testing/snapshots';
import { readGradientFlowView } from './lab.gen';
import TrialPanel from './TrialPanel.svelte';

vi.mock('../../frame/context', () => ({
  getPage: () => ({ toasts: { attempt: (work: () => Promise<unknown>) => work() } }),
}));

const view = readGradientFlowView(exchangesOf('gradient-flow')['training']?.data, 'training');
const controls = { settings: view.settings, set: vi.fn() };
const onorder = vi.fn(() => Promise.resolve());
let mounted: Record<string, unknown> | undefined;

afterEach(() => {
  if (mounted) void unmount(mounted);
  onorder.mockClear();
  preferences.language = 'en';
});

function show(change: Partial<ListProgress>): string {
  const { trial } = view;
  if (trial === null) throw new Error('no training');
  const changed = { ...trial, progress: { ...trial.progress, ...change } };
  const props = { view: { ...view, trial: changed }, controls: controls as never, onorder };
  mounted = mount(TrialPanel, { target: document.body, props });
  flushSync();
  return (document.querySelector('[role=status]')?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
const press = (name: string): void =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === name)?.click();

it.each([
  ['en', 'Training: 1 of 2 trainings · 70% · about 4 s left'],
  ['zh', '训练中： 2 次训练中的 1 次 · 70% · 大约还要 4 秒'],
] as const)('says how far the trainings are, and how long they take: %s', (language, text) => {
  preferences.language = language;
  expect(show({ state: 'running', done: 1, of: 2, share: 0.7, seconds_left: 3.2 })).toBe(text);
});

it('can be stopped with its curves on show, and goes on from there', () => {
  show({ state: 'running' });
  press('Stop');
  expect(onorder).toHaveBeenLastCalledWith('stop');
  if (mounted) void unmount(mounted);
  expect(show({ state: 'stopped' })).toContain('Stopped');
  press('Go on');
  expect(onorder).toHaveBeenLastCalledWith('go_on');
});

it('names the line of a network that guesses', () => {
  show({});
  const labels = [...document.querySelectorAll('svg text')].map(({ textContent }) => textContent);
  expect(labels).toContain('guessing');
});
