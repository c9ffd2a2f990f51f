import { preferences } from '../frame/preferences.svelte';
import type { Language } from './languages';

/**
 * The strings of both languages as one object. Each is read in the reader's language of that moment, so a
 * component that uses one follows a change of the language; a key that one language lacks is a compile error.
 */
export function bilingual<T extends object>(strings: Readonly<Record<Language, T>>): T {
  return new Proxy(strings.en, { get: (_, key) => Reflect.get(strings[preferences.language], key) });
}
