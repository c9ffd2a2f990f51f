import katex from 'katex';
import { describe, expect, it } from 'vitest';

import { CARDS, CARD_IDS, findCards } from './cards';
import { cards as en } from './en';
import { cards as zh } from './zh';

describe('the cards', () => {
  it.each(CARD_IDS)('%s has a formula that KaTeX can set', (id) => {
    expect(() => katex.renderToString(CARDS[id].formula, { throwOnError: true })).not.toThrow();
  });

  it.each(CARD_IDS)('%s is one sentence and one analogy in each language', (id) => {
    expect(en[id].sentence).toMatch(/^[^.]+(\.\d[^.]*)*\.$/);
    expect(zh[id].sentence).toMatch(/^[^。]+。$/);
    expect(en[id].analogy.length).toBeGreaterThan(20);
    expect(zh[id].analogy).toMatch(/。$/);
  });

  it('are found in either language, the named ones first', () => {
    expect(findCards('softmax', en, zh)[0]).toBe('softmax');
    expect(findCards('过拟合', en, zh)[0]).toBe('overfitting');
    expect(findCards('gradient', en, zh).slice(0, 2).sort()).toEqual(['gradient', 'vanishing-gradient']);
    expect(findCards('', en, zh)).toHaveLength(CARD_IDS.length);
    expect(findCards('zebra', en, zh)).toEqual([]);
  });
});
