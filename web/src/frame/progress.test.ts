// @vitest-environment happy-dom
import { expect, it } from 'vitest';

import { registry } from '../exhibits/registry';
import { progress } from './progress.svelte';

it('an exhibit is done when all tasks of its lesson are, and what is no task of it does not count', () => {
  const tasks = registry.neuron?.tasks ?? [];
  expect(tasks).toContain('fire');
  expect(progress.counts('neuron')).toEqual({ done: 0, all: tasks.length });
  progress.finish('neuron', 'a task of an older version');
  for (const task of tasks.slice(1)) progress.finish('neuron', task);
  expect(progress.counts('neuron')).toEqual({ done: tasks.length - 1, all: tasks.length });
  expect(progress.exhibitDone('neuron')).toBe(false);
  progress.finish('neuron', tasks[0] ?? '');
  expect(progress.exhibitDone('neuron')).toBe(true);
  expect(progress.exhibitDone('no such exhibit')).toBe(false);
});

it('programs that were to be written count as the tasks of a lesson do', () => {
  const { tasks, programs } = registry.code ?? { tasks: [], programs: [] };
  expect(programs).toContain('sigmoid');
  for (const task of tasks) progress.finish('code', task);
  expect(progress.countsOf('code', tasks).done).toBe(tasks.length);
  expect(progress.exhibitDone('code')).toBe(false);
  for (const program of programs) progress.finish('code', program);
  expect(progress.counts('code').done).toBe(tasks.length + programs.length);
  expect(progress.exhibitDone('code')).toBe(true);
});
