import type { Component } from 'svelte';
import found from 'virtual:exhibits';

import type { LessonSection } from '../../plugins/lessons';
import type { TourStation } from '../../plugins/tour';
import type { Strings } from '../i18n/en';
import type { Language } from '../i18n/languages';

export type ExhibitId = keyof Strings['exhibits'];

interface LessonModule {
  readonly default: readonly LessonSection[];
  readonly tour: readonly TourStation[];
}

export interface Entry {
  readonly component: () => Promise<{ default: Component }>;
  readonly lesson: Readonly<Record<Language, () => Promise<LessonModule>>>;
  /** The names of the tasks in its lesson, and of those that are programs to write. */
  readonly tasks: readonly string[];
  readonly programs: readonly string[];
  /** Its stage in small, 320 by 200 pixels, for the first page. */
  readonly picture?: () => Promise<{ default: Component }>;
}

/** The exhibits that have a folder here. One is in the menu if the lab's own registry has it too. */
export const registry: Readonly<Partial<Record<ExhibitId, Entry>>> = found;

export function isRegistered(id: string): id is ExhibitId {
  return Object.hasOwn(registry, id);
}
