import type { Language } from '../i18n/languages';

/** The same strings in both languages: a key that one of them lacks is a compile error. */
export type Both<T> = Readonly<Record<Language, T>>;

export function both<T>(en: T, zh: NoInfer<T>): Both<T> {
  return { en, zh };
}
