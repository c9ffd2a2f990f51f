import { describe, expect, it } from 'vitest';

import { registry, type ExhibitId } from '../exhibits/registry';
import { en } from '../i18n/en';
import { menuOf, SECTIONS, sectionsOf } from './menu';

describe('the sections of the menu', () => {
  it('hold every exhibit that has a name, once', () => {
    const placed = Object.values(SECTIONS).flat();
    expect([...placed].sort()).toEqual(Object.keys(en.exhibits).sort());
  });

  it('are those that something is in, with numbers that go on from one to the next', () => {
    expect(sectionsOf(['neuron', 'playground', 'train', 'recognise'])).toEqual([
      { id: 'neuron', exhibits: [{ id: 'neuron', number: 1 }] },
      { id: 'network', exhibits: [{ id: 'playground', number: 2 }] },
      {
        id: 'digits',
        exhibits: [
          { id: 'train', number: 3 },
          { id: 'recognise', number: 4 },
        ],
      },
    ]);
    expect(sectionsOf([])).toEqual([]);
  });

  it('hold what both the lab and this page have, and nothing else', () => {
    expect(menuOf(['neuron', 'nothing', 'toString'])).toEqual(['neuron']);
  });

  it('hold exhibits with a picture of their own, for the first page', () => {
    const without = Object.entries(registry).filter(([, exhibit]) => exhibit.picture === undefined);
    expect(without.map(([id]) => id)).toEqual([]);
  });

  it('follow the order of the path', () => {
    const menu = Object.keys(registry) as ExhibitId[];
    const order = Object.values(SECTIONS).flat();
    const sorted = menu.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
    expect(sectionsOf(sorted).flatMap(({ exhibits }) => exhibits.map(({ id }) => id))).toEqual(sorted);
  });
});
