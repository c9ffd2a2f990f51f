// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';

import { preferences } from '../../frame/preferences.svelte';
import { exchangesOf } from '../../testing/snapshots';
import { readGradientFlowView, type TrialView } from './lab.gen';
import TrialPanel from './TrialPanel.svelte';

vi.mock('../../frame/context', () => ({
  getPage: () => ({ toasts: { attempt: (work: () => Promise<unknown>) => work() } }),
}));

const view = readGradientFlowView(exchangesOf('gradient-flow')['training']?.data, 'training');
const controls = { settings: view.settings, set: vi.fn() };
const onhold = vi.fn(() => Promise.resolve());
let mounted: Record<string, unknown> | undefined;

afterEach(() => {
  if (mounted) void unmount(mounted);
  onhold.mockClear();
  preferences.language = 'en';
});

function show(change: Partial<TrialView>): string {
  const { trial } = view.progress;
  if (trial === null) throw new Error('no training');
  const progress = { ...view.progress, trial: { ...trial, ...change } };
  const props = { view: { ...view, progress }, controls: controls as never, onhold };
  mounted = mount(TrialPanel, { target: document.body, props });
  flushSync();
  return document.querySelector('[role=status]')?.textContent.trim() ?? '';
}
const press = (name: string): void =>
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === name)?.click();

it.each([
  ['en', 'step 40 of 200, about 4 s left.', 'After a reload'],
  ['zh', '第 40 步，共 200 步，大约还要 4 秒。', '刷新页面'],
] as const)('says how long a training takes, and what a reload does: %s', (language, text, reload) => {
  preferences.language = language;
  const said = show({ steps_done: 40, seconds_left: 3.2 });
  expect(said).toContain(text);
  expect(said).toContain(reload);
});

it('can be stopped with its curve on show, and goes on from there', () => {
  show({ steps_done: 40, seconds_left: 3.2 });
  press('Stop');
  expect(onhold).toHaveBeenLastCalledWith(true);
  if (mounted) void unmount(mounted);
  expect(show({ steps_done: 40, held: true })).toContain('step 40 of 200, stopped.');
  press('Go on');
  expect(onhold).toHaveBeenLastCalledWith(false);
});

it('names the line of a network that guesses', () => {
  show({});
  const labels = [...document.querySelectorAll('svg text')].map(({ textContent }) => textContent);
  expect(labels).toContain('guessing');
});
