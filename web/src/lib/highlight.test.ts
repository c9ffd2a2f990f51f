import { describe, expect, it } from 'vitest';

import { highlightLines, splitLines } from './highlight';

describe('coloured code', () => {
  it('closes and opens again a span that reaches over a line end', () => {
    expect(splitLines('<span class="s">a\nb</span>\nc')).toEqual([
      '<span class="s">a</span>',
      '<span class="s">b</span>',
      'c',
    ]);
  });

  it('has as many lines as the code, and escapes what looks like markup', async () => {
    const lines = await highlightLines('def f(x):\n    """<b>\n    two\n    """\n    return x < 1\n');
    expect(lines).toHaveLength(5);
    expect(lines.join('')).not.toContain('<b>');
    expect(lines[0]).toContain('hljs-keyword');
  });
});
