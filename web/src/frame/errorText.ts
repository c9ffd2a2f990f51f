import type { Strings } from '../i18n/en';
import type { LabError } from '../protocol';

/** An error in the reader's language: by its code where we know it, else as the lab said it in English. */
export function errorText(error: LabError, t: Strings): { message: string; hint: string } {
  if (error.code === 'bad_param') {
    const { param, expected, got } = error.data;
    if (typeof param === 'string') {
      return { message: t.error.badParam(param, String(expected), String(got)), hint: '' };
    }
  }
  const codes: Readonly<Record<string, { message: string; hint: string }>> = t.error.codes;
  return codes[error.code] ?? { message: error.message, hint: error.hint };
}
