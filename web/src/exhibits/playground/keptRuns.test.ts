// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';

import { exchangesOf } from '../../testing/snapshots';
import { KeptRuns } from './keptRuns.svelte';
import { readPlaygroundView } from './lab.gen';
import { codec } from './settings';

const view = readPlaygroundView(exchangesOf('playground')['iris']?.data);
const settings = codec.decode('#dataset=xor&noise=10&hideText=true');

beforeEach(() => localStorage.clear());

/** As another page, or the same one after a reload, finds them. */
const found = (): KeptRuns => new KeptRuns();

describe('kept runs', () => {
  it('survive a reload with their settings, pictures and weights', () => {
    found().keep(settings, view);
    const [kept] = found().kept;
    expect(kept?.name).toBe('A');
    expect(kept?.settings).toEqual(settings);
    expect(kept?.view).toEqual(view);
  });

  it('are three at most, and one that was dropped stays away', () => {
    const runs = found();
    for (let i = 0; i < 5; i++) runs.keep(settings, view);
    expect(runs.full).toBe(true);
    runs.drop('B');
    expect(found().kept.map(({ name }) => name)).toEqual(['A', 'C']);
    expect(localStorage.length).toBe(2);
  });

  it.each([
    ['text', 'nonsense'],
    ['no base64', '%%%'],
    ['half of it', 'half'],
    ['another shape', btoa('\x81\xa8settings\xa0')],
  ])('that were damaged are left out, and the others stay: %s', (_, damage) => {
    const runs = found();
    runs.keep(settings, view);
    runs.keep(settings, view);
    const key = 'neurarium.playground.run.A';
    const stored = localStorage.getItem(key) ?? '';
    localStorage.setItem(key, damage === 'half' ? stored.slice(0, stored.length / 2) : damage);
    expect(found().kept.map(({ name }) => name)).toEqual(['B']);
  });

  it('follow another tab', () => {
    const here = found();
    found().keep(settings, view);
    expect(here.kept).toEqual([]);
    window.dispatchEvent(new StorageEvent('storage', { key: 'neurarium.playground.run.A' }));
    expect(here.kept.map(({ name }) => name)).toEqual(['A']);
  });
});
