import { isRegistered, type ExhibitId } from '../exhibits/registry';
import type { Strings } from '../i18n/en';

/** What both sides have, in the lab's order: the menu shows only what works. */
export function menuOf(offered: readonly string[]): ExhibitId[] {
  return offered.filter(isRegistered);
}

export type SectionId = keyof Strings['path']['sections'];

/** The parts of the path, from one neuron to one's own code. */
export const SECTIONS: Readonly<Record<SectionId, readonly ExhibitId[]>> = {
  neuron: ['neuron', 'activations', 'perceptron'],
  network: ['forward', 'backprop', 'playground'],
  depth: ['gradient-flow', 'optimizers'],
  digits: ['data', 'train', 'overfitting', 'recognise', 'compare'],
  code: ['code'],
};

export interface MenuSection {
  readonly id: SectionId;
  readonly exhibits: readonly { readonly id: ExhibitId; readonly number: number }[];
}

/** The sections that something of the menu is in, with the numbers of the exhibits on the path. */
export function sectionsOf(menu: readonly ExhibitId[]): MenuSection[] {
  const numbered = menu.map((id, i) => ({ id, number: i + 1 }));
  return (Object.keys(SECTIONS) as SectionId[])
    .map((id) => ({ id, exhibits: numbered.filter((exhibit) => SECTIONS[id].includes(exhibit.id)) }))
    .filter(({ exhibits }) => exhibits.length > 0);
}
