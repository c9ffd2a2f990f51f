import { bilingual } from './bilingual';
import { en } from './en';
import { zh } from './zh';

/** The frame's strings in the reader's language. */
export const t = bilingual({ en, zh });
