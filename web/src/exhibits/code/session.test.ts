import { expect, it, vi } from 'vitest';

import type { Room } from '../../frame/lab.svelte';
import type { KernelState, Ops } from './lab.gen';
import { isAtWork, Session } from './session.svelte';

const state = (more: Partial<KernelState>): KernelState => ({
  phase: 'ready',
  stopping: '',
  run: 1,
  seconds: 0,
  outcome: '',
  starts: 1,
  exit: null,
  ...more,
});

it.each([
  ['off', { phase: 'off', run: 0, starts: 0 }, false],
  ['starting', { phase: 'starting' }, true],
  ['ready, nothing has run', { run: 0 }, false],
  ['ready, a run is accepted and has not begun', {}, true],
  ['running', { phase: 'running' }, true],
  ['ended', { outcome: 'error' }, false],
  ['dead, and the run with it', { phase: 'dead' }, false],
] as const)('%s', (_, more, atWork) => expect(isAtWork(state(more))).toBe(atWork));

it('asks on until the run that was accepted has ended, and takes in what it says', async () => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => void setTimeout(draw, 1));
  const said = { kind: 'out', run: 1, left_out: 0, display: '', png: null, curves: [], error: null } as const;
  const answers = [
    { state: state({}), events: [], next: 0, forgotten: 0 },
    { state: state({}), events: [{ ...said, number: 1, text: 'a', attempt: null }], next: 1, forgotten: 0 },
    { state: state({ outcome: 'done' }), events: [], next: 1, forgotten: 0 },
  ];
  const since: unknown[] = [];
  const room = {
    ask: (op: string, params: { since: number }) => {
      if (op === 'run') return Promise.resolve({ run: 1, kernel: state({}) });
      since.push(params.since);
      return Promise.resolve(answers.shift());
    },
  } as unknown as Room<Ops>;
  const session = new Session(room);
  await session.run('print("a")');
  await vi.waitUntil(() => !session.loop.playing);
  expect(since).toEqual([0, 0, 1]);
  expect(session.kernel.outcome).toBe('done');
  expect(session.blocks).toHaveLength(1);
  session.close();
  vi.unstubAllGlobals();
});

it('looks now and then at a process that is idle: a thread may print, or it may end by itself', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => void setTimeout(draw, 1));
  let now = state({ outcome: 'done' });
  const asked = vi.fn(() => Promise.resolve({ state: now, events: [], next: 0, forgotten: 0 }));
  const session = new Session({ ask: asked } as unknown as Room<Ops>);
  session.follow();
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked.mock.calls.length).toBeGreaterThan(2);
  expect(asked.mock.calls.length).toBeLessThan(6);
  now = state({ phase: 'dead', outcome: 'done', exit: 4 });
  await vi.advanceTimersByTimeAsync(2500);
  expect(session.kernel.phase).toBe('dead');
  const before = asked.mock.calls.length;
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toHaveBeenCalledTimes(before); // it starts with the next run
  now = state({ outcome: 'done' });
  session.follow();
  await vi.advanceTimersByTimeAsync(100);
  session.close();
  const last = asked.mock.calls.length;
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toHaveBeenCalledTimes(last); // the page has gone
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
