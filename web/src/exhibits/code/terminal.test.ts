import fc from 'fast-check';
import { expect, it } from 'vitest';

import { Printed } from './terminal';

const shown = (...pieces: string[]): string =>
  pieces.reduce((printed, piece) => printed.with(piece), Printed.nothing).text;

it.each([
  ['a\nb', 'a\nb'],
  ['10%|#  |\r20%|## |', '20%|## |'],
  ['a long line\rshort', 'shortg line'],
  ['done\r\nnext', 'done\nnext'],
  ['\u001b[31mred\u001b[0m \u001b[1;32mgreen\u001b[K', 'red green'],
  ['\u001b]8;;file\u0007name\u001b]8;;\u0007', 'name'],
])('%j is shown as %j', (printed, text) => expect(shown(printed)).toBe(text));

it('what is printed reads the same in whatever pieces it comes', () => {
  const piece = fc.constantFrom('a', 'bc', '\n', '\r', '\u001b[1m', '\u001b[0;31m', '中', ' ');
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat(40)), (pieces, cuts) => {
      const whole = pieces.join('');
      const at = [...new Set(cuts.filter((cut) => cut < whole.length))].sort((a, b) => a - b);
      const cut = [...at, whole.length].map((end, i) => whole.slice(at[i - 1] ?? 0, end));
      expect(shown(...cut)).toBe(shown(whole));
    }),
  );
});

it('what grows without end keeps its end', () => {
  const text = shown(...Array.from({ length: 200 }, (_, i) => `${i} ${'x'.repeat(5000)}\n`));
  expect(text.length).toBeLessThan(410_000);
  expect(text).toContain('199 xxx');
  expect(text).not.toContain('\n3 xxx');
});
