import type { Component } from 'svelte';

import type { LessonSection } from '../../plugins/lessons';
import type { Strings } from '../i18n/en';
import type { Language } from '../i18n/languages';

export type ExhibitId = keyof Strings['exhibits'];

interface Entry {
  readonly component: () => Promise<{ default: Component }>;
  readonly lesson: Readonly<Record<Language, () => Promise<{ default: LessonSection[] }>>>;
}

/** The front end's one registry. An exhibit is in the menu if it is here and in the lab's own list. */
export const registry: Readonly<Partial<Record<ExhibitId, Entry>>> = {
  neuron: {
    component: () => import('./neuron/Neuron.svelte'),
    lesson: { en: () => import('./neuron/neuron.en.md'), zh: () => import('./neuron/neuron.zh.md') },
  },
  playground: {
    component: () => import('./playground/Playground.svelte'),
    lesson: { en: () => import('./playground/playground.en.md'), zh: () => import('./playground/playground.zh.md') },
  },
  train: {
    component: () => import('./train/Train.svelte'),
    lesson: { en: () => import('./train/train.en.md'), zh: () => import('./train/train.zh.md') },
  },
  recognise: {
    component: () => import('./recognise/Recognise.svelte'),
    lesson: { en: () => import('./recognise/recognise.en.md'), zh: () => import('./recognise/recognise.zh.md') },
  },
};

export function isRegistered(id: string): id is ExhibitId {
  return Object.hasOwn(registry, id);
}
