import { Marked, type RendererObject, type TokenizerAndRendererExtension } from 'marked';
import type { Plugin } from 'vite';

import { takeTasks, type LessonQuestion, type LessonTask } from './tasks.ts';
import { takeTour, type TourStation } from './tour.ts';

/**
 * Lessons are Markdown, compiled when the lab is built. A lesson's `## Heading {#id}` lines cut it into
 * sections; `[text](card:neuron)` links a glossary card; `$…$` and `$$…$$` are TeX, kept as text in an
 * element that the page hands to KaTeX (so no markup with inline styles is ever parsed). The section
 * `{#tour}` is the guided tour (`tour.ts`).
 */
export interface LessonSection {
  id: string;
  title: string;
  html: string;
  tasks: readonly LessonTask[];
  questions: readonly LessonQuestion[];
}

export function lessons(): Plugin {
  return {
    name: 'neurarium:lessons',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.md')) return null;
      const { sections, tour } = compileLesson(code, id);
      const parts = [
        `export default ${JSON.stringify(sections)};`,
        `export const tour = ${JSON.stringify(tour)};`,
      ];
      return { code: parts.join('\n'), map: null };
    },
  };
}

export interface Lesson {
  readonly sections: readonly LessonSection[];
  readonly tour: readonly TourStation[];
}

export function compileLesson(markdown: string, file = 'lesson'): Lesson {
  const parts = markdown.trim().split(/^## +(.+?) +\{#([a-z-]+)\} *$/m);
  const before = parts.shift() ?? '';
  if (before.trim() !== '') throw new Error(`${file}: text before the first "## Heading {#id}" line`);
  const sections: LessonSection[] = [];
  let tour: readonly TourStation[] = [];
  for (let i = 0; i + 2 < parts.length + 1; i += 3) {
    const [title = '', id = '', body = ''] = parts.slice(i, i + 3);
    if (id === 'tour') {
      tour = takeTour(body, (text) => joinedMarks(parser.parseInline(joined(text), { async: false })), file);
      continue;
    }
    const { rest, ...tried } = takeTasks(body.trim(), file);
    sections.push({ id, title, html: html(rest.trim()), ...tried });
  }
  if (sections.length === 0) throw new Error(`${file}: no "## Heading {#id}" line`);
  return { sections, tour };
}

/** Chinese is written without spaces: where a line of it breaks in the file, the page shows none. */
const CHINESE = '[\\u3000-\\u9fff\\uff00-\\uffef“”‘’—…]';
const BREAK = new RegExp(`(${CHINESE})\\n(?=${CHINESE})`, 'g');
const joined = (text: string): string => text.replace(BREAK, '$1');

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

const displayMath: TokenizerAndRendererExtension = {
  name: 'displayMath',
  level: 'block',
  start: (src) => src.indexOf('$$'),
  tokenizer(src) {
    const match = /^\$\$([\s\S]+?)\$\$(?:\n|$)/.exec(src);
    return match ? { type: 'displayMath', raw: match[0], tex: match[1]?.trim() ?? '' } : undefined;
  },
  renderer: (token) => `<div class="tex" data-display>${escape(String(token['tex']))}</div>\n`,
};

const inlineMath: TokenizerAndRendererExtension = {
  name: 'inlineMath',
  level: 'inline',
  start: (src) => src.indexOf('$'),
  tokenizer(src) {
    const match = /^\$([^$\n]+?)\$/.exec(src);
    return match ? { type: 'inlineMath', raw: match[0], tex: match[1] ?? '' } : undefined;
  },
  renderer: (token) => `<span class="tex">${escape(String(token['tex']))}</span>`,
};

const renderer: RendererObject = {
  link({ href, tokens }) {
    const text = this.parser.parseInline(tokens);
    if (href.startsWith('card:'))
      return `<button type="button" class="card-link" data-card="${escape(href.slice(5))}">${text}</button>`;
    const outside = /^https?:/.test(href) ? ' target="_blank" rel="noreferrer"' : '';
    return `<a href="${escape(href)}"${outside}>${text}</a>`;
  },
};

/** A formula or a card's button, and the marks behind it, which may not begin a line of their own. */
const MARKED =
  /(<span class="tex">[^<]*<\/span>|<button [^>]*>(?:(?!<\/button>).)*<\/button>)([，。；：、！？）”》]+)/g;
const joinedMarks = (html: string): string => html.replace(MARKED, '<span class="joined">$1$2</span>');

const parser = new Marked({ renderer, extensions: [displayMath, inlineMath] });
const html = (markdown: string): string => joinedMarks(parser.parse(joined(markdown), { async: false }));
