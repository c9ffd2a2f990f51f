import { bilingual } from '../../i18n/bilingual';
import { en } from './en';
import { zh } from './zh';

/** What the steps from a picture to 28x28 are called, and what each did. */
export const stepWords = bilingual({ en, zh });
