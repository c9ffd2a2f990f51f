import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import katex from 'katex';
import { describe, expect, it } from 'vitest';

import { CARD_IDS } from '../src/glossary/cards';
import { compileLesson, type LessonSection } from './lessons';

const sectionsOf = (markdown: string): readonly LessonSection[] => compileLesson(markdown).sections;

describe('a lesson', () => {
  it('is cut into its sections', () => {
    const { sections } = compileLesson('## See {#see}\n\nOne.\n\n## Maths {#maths}\n\nTwo.');
    expect(sections.map(({ id, title }) => [id, title])).toEqual([
      ['see', 'See'],
      ['maths', 'Maths'],
    ]);
    expect(sections[0]?.html).toBe('<p>One.</p>\n');
  });

  it('hands its TeX over untouched', () => {
    const [section] = sectionsOf('## S {#s}\n\nThat $a_1 * b_1 < c$ is *so*.\n\n$$\\sum_i x_i$$\n');
    expect(section?.html).toContain('<span class="tex">a_1 * b_1 &lt; c</span>');
    expect(section?.html).toContain('<div class="tex" data-display>\\sum_i x_i</div>');
    expect(section?.html).toContain('<em>so</em>');
  });

  it('links cards as buttons', () => {
    const [section] = sectionsOf('## S {#s}\n\nA [neuron](card:neuron).');
    expect(section?.html).toContain('data-card="neuron">neuron</button>');
  });

  it('keeps Chinese marks on the line of what they stand behind', () => {
    const [section] = sectionsOf('## S {#s}\n\n见[神经元](card:neuron)：$z$）。再看 $a$ 吧。\n');
    expect(section?.html).toBe(
      '<p>见<span class="joined"><button type="button" class="card-link" data-card="neuron">神经元</button>' +
        '：</span><span class="joined"><span class="tex">z</span>）。</span>再看 ' +
        '<span class="tex">a</span> 吧。</p>\n',
    );
  });

  it('has its tour apart from its sections', () => {
    const { sections, tour } = compileLesson(
      '## S {#s}\n\nx\n\n## Guided tour {#tour}\n\n- map: 颜色，\n  是答案。\n- one_two: *Press*\n  it: now.\n',
    );
    expect(sections.map(({ id }) => id)).toEqual(['s']);
    expect(tour).toEqual([
      { id: 'map', html: '颜色，是答案。' },
      { id: 'one_two', html: '<em>Press</em>\nit: now.' },
    ]);
    expect(() => compileLesson('## S {#s}\n\nx\n\n## T {#tour}\n\nwords')).toThrow(/name: words/);
  });

  it('must begin with a section', () => {
    expect(() => compileLesson('Hello.')).toThrow(/Heading/);
    expect(() => compileLesson('Hello.\n\n## S {#s}\n\nx')).toThrow(/before/);
  });
});

const folder = resolve(import.meta.dirname, '../src/exhibits');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.md'),
);

describe.each(files)('%s', (file) => {
  const { sections, tour } = compileLesson(readFileSync(join(folder, file), 'utf8'), file);
  const html = [...sections, ...tour].map((part) => part.html).join('');

  it('has the four parts', () =>
    expect(sections.map(({ id }) => id)).toEqual(['see', 'maths', 'code', 'try']));

  it('calls its parts by the same titles as every lesson of its language', () => {
    const titles = file.includes('.en.')
      ? ['What you see', 'The maths', 'The code', 'Try it']
      : ['看到了什么', '算式', '代码', '动手试'];
    expect(sections.map(({ title }) => title)).toEqual(titles);
  });

  it('has no empty formula', () => expect(html).not.toMatch(/class="tex"[^>]*>\s*</));

  it('names only cards that exist', () => {
    for (const [, card] of html.matchAll(/data-card="([^"]*)"/g)) expect(CARD_IDS).toContain(card);
  });

  it('has TeX that KaTeX can set', () => {
    const unescape = (text: string): string =>
      text
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&');
    for (const [, tex] of html.matchAll(/class="tex"(?: data-display)?>([^<]*)</g)) {
      expect(() => katex.renderToString(unescape(tex ?? ''), { throwOnError: true })).not.toThrow();
    }
  });

  it('has the same parts as in the other language', () => {
    const other = file.includes('.en.') ? file.replace('.en.', '.zh.') : file.replace('.zh.', '.en.');
    expect(files).toContain(other);
  });
});
