import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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
    'has a lesson in %s: four sections, called alike everywhere, cards that there are, formulas',
    async (language) => {
      const { default: sections } = await lesson[language]();
      expect(sections.map((section) => section.id)).toEqual(['see', 'maths', 'code', 'try']);
      const first = await Object.values(registry)[0]?.lesson[language]();
      expect(sections.map((section) => section.title)).toEqual(first?.default.map(({ title }) => title));
      const html = sections.map((section) => section.html).join('');
      for (const [, card] of html.matchAll(/data-card="([^"]*)"/g)) expect(CARD_IDS).toContain(card);
      for (const tex of formulas(html))
        expect(() => katex.renderToString(tex, { throwOnError: true }), tex).not.toThrow();
    },
  );
});

/** The names of the parts of the page that a tour can stop at: those of the frame, and an exhibit's own. */
function stopsOf(...folders: string[]): string[] {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(import.meta.dirname, '..', folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.svelte'))
      .map((file) => join(import.meta.dirname, '..', folder, file)),
  );
  return paths.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/data-tour="(\w+)"/g)].map(([, id = '']) => id),
  );
}

describe.each(Object.entries(registry))('the guided tour of %s', (id, { lesson }) => {
  it.each(LANGUAGES)(
    'has four to six stations in %s, at parts of the page that there are',
    async (language) => {
      const { tour } = await lesson[language]();
      expect(tour.length, `${id} has no guided tour of four stations or more`).toBeGreaterThanOrEqual(4);
      expect(tour.length).toBeLessThanOrEqual(6);
      const stops = stopsOf(`exhibits/${id}`, 'frame');
      for (const station of tour) {
        expect(stops.filter((stop) => stop === station.id)).toHaveLength(1);
        expect(station.html.length).toBeGreaterThan(20);
      }
      const { tour: other } = await lesson[language === 'en' ? 'zh' : 'en']();
      expect(other.map((station) => station.id)).toEqual(tour.map((station) => station.id));
    },
  );
});

it('knows what has a folder, and nothing else', () => {
  expect(isRegistered('neuron')).toBe(true);
  for (const id of ['registry.ts', 'toString', '', '..']) expect(isRegistered(id)).toBe(false);
});
