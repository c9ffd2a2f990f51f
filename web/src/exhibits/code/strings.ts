import { bilingual } from '../../i18n/bilingual';
import { en } from './en';
import { zh } from './zh';

export const words = bilingual({ en, zh });
