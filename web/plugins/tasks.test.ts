import { describe, expect, it } from 'vitest';

import { takeTasks } from './tasks';

const LESSON = `Before.

- [ ] fire: Make it sure
  of itself.
  - => output: It is {output:2},
    not enough.
  - => inputs: Too many.
- (?) predict: How large?
  - => It is {z:2}.
- (?) choose: Which?
  - ( ) a: The first
  - ( ) b: The second
  - => right: Yes.
  - => wrong: No,
    it is {right}.

- a list of the text`;

describe('takeTasks', () => {
  it('takes tasks and questions out of the text', () => {
    const { tasks, questions, rest } = takeTasks(LESSON);
    expect(tasks).toEqual([
      {
        id: 'fire',
        text: 'Make it sure of itself.',
        missing: { output: 'It is {output:2}, not enough.', inputs: 'Too many.' },
      },
    ]);
    expect(questions).toEqual([
      { id: 'predict', text: 'How large?', options: [], right: 'It is {z:2}.', wrong: 'It is {z:2}.' },
      {
        id: 'choose',
        text: 'Which?',
        options: [
          { value: 'a', label: 'The first' },
          { value: 'b', label: 'The second' },
        ],
        right: 'Yes.',
        wrong: 'No, it is {right}.',
      },
    ]);
    expect(rest.trim()).toBe('Before.\n\n\n- a list of the text');
  });

  it('puts no space where a line of Chinese goes on', () => {
    expect(takeTasks('- [ ] fire: 让神经元，\n  十拿九稳。').tasks[0]?.text).toBe('让神经元，十拿九稳。');
  });

  it.each([
    ['- [ ] no name', 'expected "name: words"'],
    ['- => a note', 'a note without a question'],
    ['- [ ] a: b\n  - => no name', 'expected "name: words"'],
    ['- ( ) a: b', 'an option without a question'],
    ['- (?) q: Which?', 'lacks a note'],
  ])('refuses "%s"', (text, error) => expect(() => takeTasks(text)).toThrow(error));
});
