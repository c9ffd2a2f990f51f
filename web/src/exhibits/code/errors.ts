import { bilingual } from '../../i18n/bilingual';
import { errorsEn } from './errors.en';
import { errorsZh } from './errors.zh';
import type { RunError } from './lab.gen';

export type ErrorKind = RunError['kind'];

/** What sentences about errors speak of; see neurarium/console/kinds.py. What is not known is empty. */
const NAMES = [
  'attribute',
  'axes',
  'axis',
  'expected',
  'file',
  'first_size',
  'function',
  'got',
  'index',
  'indices',
  'key',
  'left',
  'left_shape',
  'left_size',
  'model',
  'module',
  'name',
  'operator',
  'other',
  'other_size',
  'place_shape',
  'reason',
  'right',
  'right_shape',
  'right_size',
  'shape',
  'size',
  'sizes',
  'text',
  'type',
  'value_shape',
] as const;
export type Values = Readonly<Record<(typeof NAMES)[number], string>>;
export type Sentences = Readonly<Record<ErrorKind, (values: Values, error: RunError) => string>>;

const sentences = bilingual<Sentences>({ en: errorsEn, zh: errorsZh });

/** One plain sentence about an error, in the reader's language. */
export function sentence(error: RunError): string {
  const values = Object.fromEntries(NAMES.map((name) => [name, error.values[name] ?? ''])) as Values;
  return sentences[error.kind](values, error);
}
