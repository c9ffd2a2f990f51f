import { describe, expect, it } from 'vitest';

import { exchangesOf } from '../../testing/snapshots';
import { en } from './en';
import { cellNumber } from './explanations';
import { classNames, draftAxis, draftClasses, targetNames, unitName, withOwn } from './names';
import { readPlaygroundView, type PlaygroundView } from './lab.gen';
import { NAMELESS } from './userPoints';
import { zh } from './zh';

const exchanges = exchangesOf('playground');
const viewOf = (name: string): PlaygroundView => readPlaygroundView(exchanges[name]?.data);
const [table, unnamed, iris, plain] = ['a table', 'own points', 'iris', 'default'].map(viewOf) as [
  PlaygroundView,
  PlaygroundView,
  PlaygroundView,
  PlaygroundView,
];

describe('classes', () => {
  it('of a table are called as the table calls them, in both languages', () => {
    expect(classNames(table, en)).toEqual(['2', 'setosa', 'class 3']);
    expect(classNames(table, zh)).toEqual(['2', 'setosa', '第 3 类']);
    expect(unitName(table, 3, 0, en)).toBe('Output for 2');
    expect(cellNumber(table, 0, 1, en)?.name).toBe('2, taken for setosa');
  });

  it('without names of their own are counted, or are what the data set says', () => {
    expect(classNames(unnamed, en)).toEqual(['class 1', 'class 2', 'class 3']);
    expect(unitName(unnamed, 3, 0, en)).toBe('Output for class 1');
    expect(classNames(iris, zh)).toEqual(['山鸢尾', '变色鸢尾', '维吉尼亚鸢尾']);
    expect(unitName(iris, 3, 0, zh)).toBe('山鸢尾的输出');
  });

  it('that are two say which target each is', () => {
    expect(targetNames(['cat', 'dog'], en)).toEqual(['cat (−1)', 'dog (+1)']);
    expect(targetNames(classNames(plain, zh), zh)).toEqual(['−1', '+1']);
    expect(targetNames(['a', 'b', 'c'], en)).toEqual(['a', 'b', 'c']);
  });
});

describe('too few points to learn from', () => {
  it('have classes and sides of their own, not those of the data set before', () => {
    const named = { ...NAMELESS, own_classes: ['cat'], own_columns: ['ear', 'tail', 'pet'] };
    expect(withOwn(draftClasses(named, 1), named, en)).toEqual(['cat', '+1']);
    expect(withOwn(draftClasses(named, 3), named, en)).toEqual(['cat', 'class 2', 'class 3']);
    expect(draftAxis({ ...named, own_scale: [1, 2, 3, 4] }, 1)).toMatchObject({
      name: 'tail',
      centre: 3,
      spread: 4,
    });
    expect(draftAxis(NAMELESS, 0)).toEqual({ name: 'x', centre: 0, spread: 1, unit: '' });
  });
});
