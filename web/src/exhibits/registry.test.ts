import katex from 'katex';
import { describe, expect, it } from 'vitest';

import { CARD_IDS } from '../glossary/cards';
import { en } from '../i18n/en';
import { LANGUAGES } from '../i18n/languages';
import { zh } from '../i18n/zh';
import { isRegistered, registry } from './registry';

/** The TeX of compiled Markdown, whose attributes and texts have four letters escaped. */
function formulas(html: string): string[] {
  const letters: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
  return [...html.matchAll(/class="tex"[^>]*>([^<]*)</g)].map(([, tex = '']) =>
    tex.replace(/&\w+;/g, (e) => letters[e] ?? e),
  );
}

describe.each(Object.entries(registry))('the exhibit %s', (id, { lesson }) => {
  it('has a title and a question in both languages', () => {
    expect(Object.keys(en.exhibits)).toContain(id);
    expect(Object.keys(zh.exhibits)).toContain(id);
  });

  it.each(LANGUAGES)(
    'has a lesson in %s: four sections, cards that there are, formulas that KaTeX can set',
    async (language) => {
      const { default: sections } = await lesson[language]();
      expect(sections.map((section) => section.id)).toEqual(['see', 'maths', 'code', 'try']);
      const html = sections.map((section) => section.html).join('');
      for (const [, card] of html.matchAll(/data-card="([^"]*)"/g)) expect(CARD_IDS).toContain(card);
      for (const tex of formulas(html))
        expect(() => katex.renderToString(tex, { throwOnError: true }), tex).not.toThrow();
    },
  );
});

it('knows what has a folder, and nothing else', () => {
  expect(isRegistered('neuron')).toBe(true);
  for (const id of ['registry.ts', 'toString', '', '..']) expect(isRegistered(id)).toBe(false);
});
