// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { preferences } from '../frame/preferences.svelte';
import { t } from '../i18n/strings';
import { significant } from '../lib/format';
import { loadKatex } from '../lib/katex';
import type { Explanation } from './explanation';
import Maths from './Maths.svelte';

vi.mock('../frame/context', () => ({
  getPage: () => ({ explain: vi.fn(), byHand: { isBlank: () => false } }),
}));

let mounted: Record<string, unknown> | undefined;
beforeAll(async () => {
  Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' }); // KaTeX asks for a doctype
  await loadKatex();
});
afterEach(() => {
  if (mounted) void unmount(mounted);
  mounted = undefined;
  preferences.language = 'en';
});

/** Its name is in the reader's language, as those of the exhibits are. */
const explained = (value: () => string): Explanation => ({
  get name() {
    return t.chart.table;
  },
  get value() {
    return value();
  },
  formula: '',
  now: '',
  sources: [],
  keras: '',
  torch: '',
});

/** Shows a number in a formula, and returns it. */
async function show(value: string | (() => string)): Promise<HTMLElement> {
  const number = explained(typeof value === 'string' ? () => value : value);
  const props = { tex: 's = \\explain{s}', numbers: { s: number } };
  mounted = mount(Maths, { target: document.body, props });
  flushSync();
  return vi.waitFor(() => {
    const found = document.querySelector<HTMLElement>('.explained-number[role=button]');
    if (found === null) throw new Error('no number');
    return found;
  });
}

describe('a number that opens in a formula', () => {
  it.each([4.64e-7, -1.5e-30, 3e12])('has powers of ten as people write them: %d', async (value) => {
    const number = await show(significant(value, 3));
    const raised = number.querySelector('.msupsub');
    expect(number.textContent).toContain('×10');
    expect(number.textContent).not.toContain('e');
    expect(number.ariaLabel).toContain(number.textContent.replaceAll('\u200b', ''));
    expect(raised?.textContent.replaceAll('−', '-').replaceAll('\u200b', '')).toBe(
      String(Math.floor(Math.log10(Math.abs(value)))),
    );
  });

  it('has its name in the language of the page, also after a change', async () => {
    const number = await show('0.25');
    const inEnglish = number.ariaLabel;
    expect(inEnglish).toContain(`${t.chart.table} = 0.25`);
    preferences.language = 'zh';
    flushSync();
    expect(number.ariaLabel).toContain(`${t.chart.table} = 0.25`);
    expect(number.ariaLabel).not.toBe(inEnglish);
  });

  it('is named by what is seen, also while another value waits to be drawn', async () => {
    const number = await show(() => (preferences.language === 'en' ? '0.25' : '0.75'));
    preferences.language = 'zh';
    flushSync();
    expect(number.isConnected).toBe(true);
    expect(number.textContent).toContain('0.25');
    expect(number.ariaLabel).toContain(' = 0.25');
    const next = await vi.waitFor(() => {
      const found = document.querySelector<HTMLElement>('.explained-number[role=button]');
      if (found === null || found === number) throw new Error('not drawn yet');
      return found;
    });
    expect(next.textContent).toContain('0.75');
    expect(next.ariaLabel).toContain(' = 0.75');
  });
});
