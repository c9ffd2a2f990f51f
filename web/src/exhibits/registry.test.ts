import { describe, expect, it } from 'vitest';

import { en } from '../i18n/en';
import { zh } from '../i18n/zh';
import { isRegistered, registry } from './registry';

describe.each(Object.keys(registry))('the exhibit %s', (id) => {
  it('has a title and a question in both languages', () => {
    expect(Object.keys(en.exhibits)).toContain(id);
    expect(Object.keys(zh.exhibits)).toContain(id);
  });
});

it('knows what has a folder, and nothing else', () => {
  expect(isRegistered('neuron')).toBe(true);
  for (const id of ['registry.ts', 'toString', '', '..']) expect(isRegistered(id)).toBe(false);
});
