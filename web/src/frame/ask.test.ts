// @vitest-environment happy-dom
import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';

import { LabError } from '../protocol';
import { inRoot, reactive } from '../testing/reactive.svelte';
import { latest, onChange } from './ask.svelte';

/** Questions whose answers the test gives one by one. */
function desk(): {
  asked: { question: number; answer: (value: string) => void; refuse: (cause: unknown) => void }[];
  ask: (question: number) => Promise<string>;
} {
  const asked: ReturnType<typeof desk>['asked'] = [];
  const ask = (question: number): Promise<string> =>
    new Promise((answer, refuse) => asked.push({ question, answer, refuse }));
  return { asked, ask };
}

describe('the answer to the newest question', () => {
  it('asks the first and then only the newest of those that came meanwhile', async () => {
    const { asked, ask } = desk();
    const answer = latest(ask);
    for (const question of [0, 1, 2, 3]) answer.want(question);
    expect(answer.busy).toBe(true);
    asked[0]?.answer('zero');
    await expect.poll(() => answer.value).toBe('zero');
    asked[1]?.answer('three');
    await answer.settled();
    expect(asked.map(({ question }) => question)).toEqual([0, 3]);
    expect([answer.value, answer.busy]).toEqual(['three', false]);
  });

  it('keeps the last good answer beside what went wrong, until a question is answered again', async () => {
    const { asked, ask } = desk();
    const answer = latest(ask);
    answer.want(1);
    asked[0]?.answer('one');
    await answer.settled();
    answer.want(2);
    asked[1]?.refuse(new LabError('bad_param', 'no'));
    await answer.settled();
    expect([answer.value, answer.error?.code]).toEqual(['one', 'bad_param']);
    answer.again();
    expect(asked[2]?.question).toBe(2);
    asked[2]?.answer('two');
    await answer.settled();
    expect([answer.value, answer.error]).toEqual(['two', undefined]);
  });

  it('leaves a lost connection to the frame', async () => {
    const { asked, ask } = desk();
    const answer = latest(ask);
    answer.want(1);
    asked[0]?.refuse(new LabError('connection_lost', 'gone'));
    await answer.settled();
    expect(answer.error).toBeUndefined();
  });

  it('forgets what is cleared, also when its answer is still on the way', async () => {
    const { asked, ask } = desk();
    const answer = latest(ask);
    answer.want(1);
    answer.want(2);
    answer.clear();
    asked[0]?.answer('one');
    await answer.settled();
    expect([asked.length, answer.value]).toEqual([1, undefined]);
    answer.again();
    expect(asked).toHaveLength(1);
  });
});

describe('what changed', () => {
  it('is told by name, compared by content, and only once there is a connection', () => {
    const { lab, state, told, stop } = watched();
    expect(told).toEqual([]);
    lab.generation = 1;
    flushSync();
    state.tuning = { rate: 0.1 };
    flushSync();
    state.tuning = { rate: 0.1 };
    flushSync();
    lab.generation = 2;
    flushSync();
    expect(told).toEqual([['connection', 'shape', 'tuning'], ['tuning'], ['connection']]);
    stop();
  });

  it('is not told of what was taken for known', () => {
    const { lab, state, told, accept, stop } = watched();
    lab.generation = 1;
    flushSync();
    state.shape = [1, 2];
    accept();
    flushSync();
    expect(told).toHaveLength(1);
    stop();
  });
});

function watched(): {
  lab: { generation: number };
  state: { shape: number[]; tuning: { rate: number } };
  told: string[][];
  accept: () => void;
  stop: () => void;
} {
  const lab = reactive({ generation: 0 });
  const state = reactive({ shape: [1], tuning: { rate: 1 } });
  const told: string[][] = [];
  let accept = (): void => undefined;
  const stop = inRoot(() => {
    accept = onChange(lab, { shape: () => state.shape, tuning: () => state.tuning }, (changed) =>
      told.push([...changed].sort()),
    );
  });
  flushSync();
  return { lab, state, told, accept, stop };
}
