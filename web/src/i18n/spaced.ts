const HAN = '\\u4e00-\\u9fff';
/** Latin and Greek letters, digits, and digits set higher or lower. */
const SIGN = 'A-Za-z0-9\\u0370-\\u03ff\\u00b2\\u00b3\\u00b9\\u2070-\\u209f';
const GAP = new RegExp(`(?<=[${HAN}])(?=[${SIGN}])|(?<=[${SIGN})])(?=[${HAN}])`, 'g');

/** A Chinese text with names in it: a space stands between a character and a Latin letter or a digit. */
export const spaced = (text: string): string => text.replace(GAP, ' ');
