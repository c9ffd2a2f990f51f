/** Numbers as people write them: a real minus sign, and a fixed width so that they do not jitter. */

const MINUS = '\u2212';

/** From here on decimals say nothing, and powers of ten stand for the digits before the point. */
const LARGE = 1e6;
export const isLarge = (value: number): boolean => Number.isFinite(value) && Math.abs(value) >= LARGE;
/** From here on whole numbers are no longer told apart. */
const UNCOUNTED = 1e15;

/** `fixed(-0.004, 2)` is "0.00", never "-0.00"; `fixed(2808297, 2)` is "2.81e6". */
export function fixed(value: number, digits = 2): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (Math.abs(value) >= (digits > 0 ? LARGE : UNCOUNTED)) return significant(value, 3);
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** Like `fixed`, with the sign always shown. */
export function signed(value: number, digits = 2): string {
  const text = fixed(value, digits);
  return text.startsWith(MINUS) || text === 'NaN' || Number(text) === 0 ? text : `+${text}`;
}

/** Fixed decimals where they tell something, powers of ten where they would be all zeros or endless. */
export function compact(value: number, digits = 3): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return fixed(value, digits);
  if (size >= 10 ** -digits && size < 1e5) return fixed(value, digits);
  return powerOfTen(value.toExponential(1));
}

/** A number of any size with so many digits that count; zeros at its end are left away. */
export function significant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return fixed(value);
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size === 0) return '0';
  return powerOfTen(size >= 1e-4 && size < LARGE ? String(rounded) : rounded.toExponential());
}

/** "1.2e+6" as "1.2e6". */
const powerOfTen = (text: string): string => text.replace('e+', 'e').replaceAll('-', MINUS);

/** So many digits that count, in powers of ten where the number is small: to compare two numbers by. */
export function precise(value: number, digits = 8): string {
  if (!Number.isFinite(value)) return fixed(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  return powerOfTen(
    size >= 1e-3 && size < LARGE ? value.toPrecision(digits) : value.toExponential(digits - 1),
  );
}

export function percent(share: number, digits = 1): string {
  return `${fixed(100 * share, digits)}%`;
}

/** 12960 as "12,960"; what is too large to be a count in powers of ten. */
export function grouped(count: number): string {
  if (!(Math.abs(count) < UNCOUNTED)) return fixed(count, 0);
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
    .replace('-', MINUS);
}

/** "1,000", "12,345.6" or "1 000": commas or spaces that part thousands. */
const THOUSANDS = /^[+-]?[1-9]\d{0,2}(([, ])\d{3})(\2\d{3})*(\.\d*)?$/;

/** The letters of a Chinese keyboard that have a narrow twin: digits, comma, full stop, signs. */
const WIDE = /[\uff01-\uff5e]/g;
const narrow = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) - 0xfee0);

/**
 * Reads what a person typed: a real minus sign or a dash, full-width digits of a Chinese keyboard, "1,000", a
 * comma for the decimal point ("0,5"), "1e-3"; undefined if it is no number.
 */
export function parseNumber(typed: string): number | undefined {
  const text = plainNumber(typed);
  return text === undefined ? undefined : Number(text);
}

/** The same number as `parseNumber` reads, with its digits as they were typed: "-1000.50". */
export function plainNumber(typed: string): string | undefined {
  const text = typed
    .trim()
    .replace(WIDE, narrow)
    .replace(/[\u2212\u2012-\u2014\ufe63]/g, '-')
    .replaceAll('。', '.')
    .replace(/[\u00a0\u2009\u202f\u3000]/g, ' ')
    .replace(/^([+-]) +/, '$1');
  if (THOUSANDS.test(text)) return text.replace(/[, ]/g, '');
  if (!/^[+-]?[\d.,]+(e[+-]?\d+)?$/i.test(text)) return undefined;
  const plain = text.replace(',', '.');
  return Number.isFinite(Number(plain)) ? plain : undefined;
}

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** A number as it is written on the page, as TeX: the very same digits. */
export function asTex(text: string): string {
  return text
    .replaceAll(MINUS, '-')
    .replace('∞', '\\infty')
    .replace('NaN', '\\mathrm{NaN}')
    .replaceAll(',', '{,}')
    .replace('%', '\\,\\%')
    .replace(/e(-?\d+)$/, ' \\times 10^{$1}');
}
