import { describe, expect, it } from 'vitest';

import { readRule, type Rule } from '../lab.gen';
import { exchangesOf } from '../testing/snapshots';
import { LANGUAGES } from './languages';
import { inWords, ruleWords } from './rules';

/** One refusal by each rule, as the lab sends it. */
const refusals = Object.entries(exchangesOf('rules'));

describe.each(LANGUAGES)('rules in %s', (language) => {
  it.each(refusals)('the rule "%s" has words', (kind, { data }) => {
    const rule = readRule(data);
    expect(rule.kind).toBe(kind);
    const words = inWords(rule, ruleWords[language]);
    expect(words).not.toMatch(/undefined|null|object/);
    expect(/[\u3000-\u9fff]/.test(words)).toBe(language === 'zh');
  });

  it('are those of the lab', () =>
    expect(Object.keys(ruleWords[language]).sort()).toEqual(refusals.map(([kind]) => kind).sort()));
});

it('a rule within a rule is put into its place', () => {
  const item: Rule = { kind: 'number', low: -1, high: 1 };
  const rule: Rule = { kind: 'list', item: { kind: 'optional', item }, at_least: 2, at_most: 3 };
  expect(inWords(rule, ruleWords.en)).toBe('a list of 2 to 3 items, each a number from −1 to 1, or nothing');
  expect(inWords(rule, ruleWords.zh)).toBe('2 到 3 项的列表，每一项是−1 到 1 之间的数，或者空着');
});

it.each([
  [{ kind: 'integer', low: 1, high: 60000 }, 'a whole number from 1 to 60,000', '1 到 60,000 之间的整数'],
  [{ kind: 'number', low: -1e-7, high: 0.5 }, 'a number from −1e−7 to 0.5', '−1e−7 到 0.5 之间的数'],
] as const)('bounds are written as numbers are on the page: %o', (rule, en, zh) => {
  expect(inWords(rule, ruleWords.en)).toBe(en);
  expect(inWords(rule, ruleWords.zh)).toBe(zh);
});
