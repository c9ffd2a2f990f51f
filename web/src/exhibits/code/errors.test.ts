// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { errorsEn } from './errors.en';
import { errorsZh } from './errors.zh';
import { sentence, type ErrorKind } from './errors';
import type { RunError } from './lab.gen';

/** The values of each kind, as the lab declares them. */
const SOURCE = readFileSync('../src/neurarium/console/kinds.py', 'utf8');
const DECLARED = new Map(
  [...SOURCE.matchAll(/^ {4}"(\w+)": \((.*?)\),$/gmu)].map(([, kind = '', names = '']) => [
    kind as ErrorKind,
    [...names.matchAll(/"(\w+)"/gu)].map(([, name = '']) => name),
  ]),
);
const of = (kind: ErrorKind, values: Record<string, string>): RunError => ({
  kind,
  values,
  type: 'ValueError',
  message: 'so Python says',
  line: 1,
  column: 0,
  operands: [],
  traceback: '',
});

it('every kind of error has a sentence in both languages, and none besides', () => {
  expect([...DECLARED.keys()].sort()).toEqual(Object.keys(errorsEn).sort());
  expect([...DECLARED.keys()].sort()).toEqual(Object.keys(errorsZh).sort());
});

it.each([...DECLARED])('%s speaks of its values only, and reads well without them', (kind, names) => {
  for (const sentences of [errorsEn, errorsZh]) {
    const asked = new Set<string>();
    const spy = new Proxy({} as Record<string, string>, {
      get: (_, name) => (asked.add(String(name)), `<${String(name)}>`),
    });
    sentences[kind](spy as never, of(kind, {}));
    expect([...asked].filter((name) => !names.includes(name))).toEqual([]);
    const bare = sentences[kind](new Proxy({}, { get: () => '' }) as never, of(kind, {}));
    expect(bare).toMatch(/[.。]$|so Python says$/u);
    expect(bare).not.toMatch(/ {2}|undefined|“”| \(\)/u);
  }
});

it('names the operands and the axis of a matrix product', () => {
  const values = { left: 'x', right: 'W', left_shape: '(20, 30)', right_shape: '(4, 2)' };
  expect(sentence(of('matmul', { ...values, left_size: '30', right_size: '4' }))).toBe(
    'The matrix product of “x” of shape (20, 30) and “W” of shape (4, 2) does not exist: the last axis of the ' +
      'first has 30 elements, the first axis of the second has 4, and they must be equal.',
  );
});
