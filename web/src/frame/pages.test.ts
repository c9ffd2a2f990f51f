import { afterEach, describe, expect, it, vi } from 'vitest';

import { exhibitAt } from './pages';

const sources = import.meta.glob<string>('/src/**/*.svelte', {
  query: '?raw',
  import: 'default',
  eager: true,
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** `pageOf` as a page has it: with the mark of a static site, or without. */
async function pageOf(onSite: boolean): Promise<(exhibit: string, hash?: string) => string> {
  vi.resetModules();
  vi.stubGlobal('document', { querySelector: () => (onSite ? { content: 'neuron' } : null) });
  return (await import('./pages')).pageOf;
}

describe('the address of a page', () => {
  it('is its bare name on a server', async () => {
    const page = await pageOf(false);
    expect([page('neuron'), page('neuron', 'bias=1'), page('')]).toEqual([
      './neuron',
      './neuron#bias=1',
      './',
    ]);
  });

  it('is a file on a static site', async () => {
    const page = await pageOf(true);
    expect([page('neuron', 'bias=1'), page('')]).toEqual(['./neuron.html#bias=1', './']);
  });

  it.each([
    ['/neuron', 'neuron'],
    ['/school/lab/neuron.html', 'neuron'],
    ['/school/lab/index.html', ''],
    ['/school/lab/', ''],
  ])('%s leads to "%s"', (path, exhibit) => expect(exhibitAt(path)).toBe(exhibit));

  it('is written by hand in no component', () => {
    expect(Object.keys(sources).length).toBeGreaterThan(100);
    const byHand = Object.entries(sources).filter(([, source]) => /href=["{'`]+\.\/[\w{]/.test(source));
    expect(byHand.map(([file]) => file)).toEqual([]);
  });
});
