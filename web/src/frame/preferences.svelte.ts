import { LANGUAGES, LANGUAGE_NAMES, type Language } from '../i18n/languages';
import { recall, remember } from '../lib/storage';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Language and theme: remembered in this browser, changed without losing anything. */
class Preferences {
  #language = $state<Language>(recallOne('language', LANGUAGES) ?? browserLanguage());
  #theme = $state<Theme>(recallOne('theme', THEMES) ?? 'system');
  #systemDark = $state(false);

  constructor() {
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = query.matches;
    query.addEventListener('change', (event) => (this.#systemDark = event.matches));
    this.#show();
  }

  get language(): Language {
    return this.#language;
  }
  set language(language: Language) {
    this.#language = language;
    remember('language', language);
    this.#show();
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    remember('theme', theme);
    this.#show();
  }

  /** Light to dark and back; whoever comes back to what the system says follows the system again. */
  toggleTheme(): void {
    const dark = !this.dark;
    this.theme = dark === this.#systemDark ? 'system' : dark ? 'dark' : 'light';
  }

  /** Whether what is on screen is dark: canvases need to know. */
  get dark(): boolean {
    return this.#theme === 'dark' || (this.#theme === 'system' && this.#systemDark);
  }

  #show(): void {
    const root = document.documentElement;
    root.lang = LANGUAGE_NAMES[this.#language].tag;
    if (this.#theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = this.#theme;
  }
}

function recallOne<T extends string>(key: string, options: readonly T[]): T | undefined {
  const stored = recall(key);
  return options.find((option) => option === stored);
}

function browserLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export const preferences = new Preferences();
