import { isRegistered, type ExhibitId } from '../exhibits/registry';

/** What both sides have, in the lab's order: the menu shows only what works. */
export function menuOf(offered: readonly string[]): ExhibitId[] {
  return offered.filter(isRegistered);
}
