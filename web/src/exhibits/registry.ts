import type { Component } from 'svelte';
import found from 'virtual:exhibits';

import type { LessonSection } from '../../plugins/lessons';
import type { Strings } from '../i18n/en';
import type { Language } from '../i18n/languages';

export type ExhibitId = keyof Strings['exhibits'];

export interface Entry {
  readonly component: () => Promise<{ default: Component }>;
  readonly lesson: Readonly<Record<Language, () => Promise<{ default: LessonSection[] }>>>;
}

/** The exhibits that have a folder here. One is in the menu if the lab's own registry has it too. */
export const registry: Readonly<Partial<Record<ExhibitId, Entry>>> = found;

export function isRegistered(id: string): id is ExhibitId {
  return Object.hasOwn(registry, id);
}
