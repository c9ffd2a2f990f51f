import type { Strings } from '../i18n/en';
import type { PageCode, Said } from '../i18n/refusals';
import { readErrorData, type ErrorCode } from '../lab.gen';
import type { LabError } from '../protocol';
import type { Read } from '../validate';

/** An error in the reader's language: by its code and its data, else as the lab said it in English. */
export function errorText(error: LabError, t: Strings): Said {
  try {
    const words = t.error.codes[error.code as ErrorCode | PageCode] as (data: unknown) => Said;
    const readers: Readonly<Record<string, Read<unknown>>> = readErrorData;
    return words(readers[error.code]?.(error.data));
  } catch {
    return { message: error.message, hint: error.hint }; // a code, or a form of its data, that is not known
  }
}
