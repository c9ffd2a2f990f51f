import type { Strings } from '../i18n/en';
import { inWords } from '../i18n/rules';
import { readRule, type Rule } from '../lab.gen';
import type { LabError } from '../protocol';

/** An error in the reader's language: by its code where we know it, else as the lab said it in English. */
export function errorText(error: LabError, t: Strings): { message: string; hint: string } {
  if (error.code === 'bad_param') {
    const { param, expected, got } = error.data;
    const rule = ruleOf(expected);
    if (typeof param === 'string' && rule !== undefined)
      return { message: t.error.badParam(param, inWords(rule, t.error.rules), String(got)), hint: '' };
  }
  const codes: Readonly<Record<string, { message: string; hint: string }>> = t.error.codes;
  return codes[error.code] ?? { message: error.message, hint: error.hint };
}

/** The rule that a refusal names; undefined if it names none that this page knows. */
function ruleOf(expected: unknown): Rule | undefined {
  try {
    return readRule(expected);
  } catch {
    return undefined;
  }
}
