// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { preferences } from '../frame/preferences.svelte';
import Quiz from './Quiz.svelte';

vi.mock('../frame/context', () => ({
  getPage: () => ({ toasts: { attempt: <T>(work: () => Promise<T>) => work() } }),
}));

const run = vi.fn((_answer: string) => Promise.resolve({ right: true, note: () => 'So it is.' }));
let quiz: Record<string, unknown>;

beforeEach(() => {
  run.mockClear();
  quiz = mount(Quiz, { target: document.body, props: { question: 'How large?', run } });
  flushSync();
});
afterEach(() => {
  void unmount(quiz);
  preferences.language = 'en';
});

function answer(typed: string): void {
  const input = document.querySelector('input');
  const form = document.querySelector('form');
  if (input === null || form === null) throw new Error('no field');
  input.value = typed;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  flushSync();
}

describe('a question that takes a number', () => {
  it.each([
    ['１，０００', '1000'],
    ['−2', '-2'],
  ])('takes it as it is typed: %s', (typed, number) => {
    answer(typed);
    expect(run).toHaveBeenCalledWith(number);
  });

  it.each([
    ['en', '“two” is not a number'],
    ['zh', '“two”不是一个数'],
  ] as const)('says what it does not understand, beside the field: %s', (language, said) => {
    preferences.language = language;
    answer('two');
    expect(run).not.toHaveBeenCalled();
    const input = document.querySelector('input');
    const beside = document.getElementById(input?.getAttribute('aria-describedby') ?? '');
    expect(input?.getAttribute('aria-invalid')).toBe('true');
    expect(beside?.textContent).toContain(said);
  });
});
