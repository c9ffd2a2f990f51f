import type { Rule } from '../lab.gen';
import { grouped } from '../lib/format';
import type { Language } from './languages';

/** What a parameter must be, in words: one phrase for each kind of rule that the lab has. */
type Words = {
  readonly [K in Rule['kind']]: (rule: Extract<Rule, { kind: K }>, say: (rule: Rule) => string) => string;
};

export const ruleWords: Readonly<Record<Language, Words>> = {
  en: {
    number: ({ low, high }) => `a number from ${written(low)} to ${written(high)}`,
    integer: ({ low, high }) => `a whole number from ${written(low)} to ${written(high)}`,
    choice: ({ options }) => `one of ${options.join(', ')}`,
    flag: () => 'true or false',
    text: ({ longest }) => `a text of at most ${written(longest)} characters, without control characters`,
    bytes: ({ most }) => `a file of 1 to ${written(most)} bytes`,
    array: ({ shape, low, high }) =>
      `an array of ${sizes(shape)} numbers${range(low, high, [', at least ', ', at most '])}`,
    list: ({ item, at_least, at_most }, say) =>
      `a list of ${at_least} to ${at_most} items, each ${say(item)}`,
    optional: ({ item }, say) => `${say(item)}, or nothing`,
    map: () => 'a map',
    distinct: () => 'a list of different values',
    length: ({ count, or_empty }) => `${or_empty ? 'an empty list or ' : ''}a list of length ${count}`,
    at_least: ({ count }) => `a list of at least ${count} items`,
    file_name: () => 'a name that a file can have on any system',
  },
  zh: {
    number: ({ low, high }) => `${written(low)} 到 ${written(high)} 之间的数`,
    integer: ({ low, high }) => `${written(low)} 到 ${written(high)} 之间的整数`,
    choice: ({ options }) => `${options.join('、')} 之一`,
    flag: () => 'true 或 false',
    text: ({ longest }) => `不超过 ${written(longest)} 个字符、不含控制字符的文字`,
    bytes: ({ most }) => `1 到 ${written(most)} 字节的文件`,
    array: ({ shape, low, high }) =>
      `${sizes(shape)} 个数组成的数组${range(low, high, ['，不小于 ', '，不大于 '])}`,
    list: ({ item, at_least, at_most }, say) => `${at_least} 到 ${at_most} 项的列表，每一项是${say(item)}`,
    optional: ({ item }, say) => `${say(item)}，或者空着`,
    map: () => '一组带名字的值',
    distinct: () => '各不相同的值',
    length: ({ count, or_empty }) => `${or_empty ? '空列表，或者' : ''}长度为 ${count} 的列表`,
    at_least: ({ count }) => `至少 ${count} 项的列表`,
    file_name: () => '在任何系统上都能当文件名的名字',
  },
};

/** A rule in words. */
export function inWords(rule: Rule, words: Words): string {
  const say = words[rule.kind] as (rule: Rule, say: (rule: Rule) => string) => string;
  return say(rule, (item) => inWords(item, words));
}

const sizes = (shape: readonly (number | null)[]): string => shape.map((n) => n ?? 'n').join(' × ');

const range = (low: number | null, high: number | null, [from, to]: readonly [string, string]): string =>
  (low === null ? '' : from + written(low)) + (high === null ? '' : to + written(high));

/** A bound as the page writes numbers: "60,000", "−2", "1e−7". */
const written = (bound: number): string =>
  Number.isInteger(bound) ? grouped(bound) : String(bound).replaceAll('-', '−');
