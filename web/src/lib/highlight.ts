import { lazy } from './lazy';

const load = lazy(async () => {
  const [{ default: hljs }, { default: python }] = await Promise.all([
    import('highlight.js/lib/core'),
    import('highlight.js/lib/languages/python'),
  ]);
  hljs.registerLanguage('python', python);
  return hljs;
});

/** Python as HTML, one string a line, with highlight.js's classes. */
export async function highlightLines(code: string): Promise<string[]> {
  const hljs = await load();
  return splitLines(hljs.highlight(code.replace(/\n$/, ''), { language: 'python' }).value);
}

/**
 * Cuts highlighted HTML at its line ends; a span that reaches over one is closed before and opened after it.
 */
export function splitLines(html: string): string[] {
  const open: string[] = [];
  return html.split('\n').map((line) => {
    const before = open.join('');
    for (const [tag] of line.matchAll(/<span[^>]*>|<\/span>/g)) {
      if (tag === '</span>') open.pop();
      else open.push(tag);
    }
    return before + line + '</span>'.repeat(open.length);
  });
}
