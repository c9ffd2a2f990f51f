import { both } from '../../lib/strings';
import { en } from './strings.en';
import { zh } from './strings.zh';

export const strings = both(en, zh);
