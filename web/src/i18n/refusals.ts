import { readRule, type ErrorCode, type ErrorData } from '../lab.gen';
import type { Language } from './languages';
import { inWords, ruleWords } from './rules';

/** What went wrong, and what to do about it. */
export interface Said {
  readonly message: string;
  readonly hint: string;
}

/** Errors that the page itself finds; all others are the lab's. */
export type PageCode = 'connection_lost' | 'unauthorized' | 'front_end' | 'site';

/** An error in words, by its code and from its data. */
export type ErrorWords = { readonly [K in ErrorCode]: (data: ErrorData[K]) => Said } & {
  readonly [K in PageCode]: () => Said;
};

/** What to say of something that is not there, by what it is. */
export type MissingWords = Readonly<Record<ErrorData['not_found']['what'], (name: string) => Said>>;

/** Why files are no data set, by the reason. */
export type DataWords = Readonly<
  Record<ErrorData['bad_data']['reason'], (data: ErrorData['bad_data']) => string>
>;

/** Why no program can be run, by the reason. */
export type KernelWords = Readonly<
  Record<ErrorData['kernel']['reason'], (data: ErrorData['kernel']) => Said>
>;

/** Why a file cannot be opened as a program, by the reason. */
export type ProgramWords = Readonly<Record<ErrorData['bad_program']['reason'], (what: string) => string>>;

/** What is counted, where it is too much. */
export type UnitWords = Readonly<Record<ErrorData['too_large']['unit'], string>>;

/** What was expected: a rule of the lab in words; what is no rule is told as it came. */
export function expectation(expected: unknown, language: Language): string {
  try {
    return inWords(readRule(expected), ruleWords[language]);
  } catch {
    return String(expected);
  }
}
