import { Marked } from 'marked';

/** Chinese has no spaces between words, so none where a line ends. */
const CHINESE_END =
  /([\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\n(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])/gu;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** What looks like HTML is text: it may be of a learner's program. */
const marked = new Marked({ renderer: { html: ({ text }) => escaped(text) } });

/** The texts of programs and checks as HTML. */
export const markdown = (text: string): string =>
  marked.parse(text.replace(CHINESE_END, '$1'), { async: false });
