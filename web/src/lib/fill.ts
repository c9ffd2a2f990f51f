import { fixed, grouped, parseNumber, percent, significant } from './format';

const MOST_DIGITS = 9;
/** A whole number has separators. */
const plain = (value: number, digits: number): string =>
  digits === 0 && Number.isFinite(value) ? grouped(Math.round(value)) : fixed(value, digits);

/**
 * Fills values into a text: `{z}` as it is, `{z:2}` with two decimals, `{share:%1}` as a percentage with one,
 * `{rest:~2}` with two digits that count, however small it is. A value that is not a number of the text does
 * not look like it either: 0.8996 in "The output is {z:2}; it must be above 0.9." gets more digits. A name
 * without a value stays.
 */
export function fillValues(text: string, values: Readonly<Record<string, number | string>>): string {
  const said = (text.replace(/\{[^}]*\}/gu, ' ').match(/\d+(?:\.\d+)?/gu) ?? []).map(Number);
  return text.replace(
    /\{(\w+)(?::([%~]?)(\d))?\}/gu,
    (whole, name: string, form?: string, digits?: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      if (typeof value === 'string' || digits === undefined) return String(value);
      const write = form === '%' ? percent : form === '~' ? significant : plain;
      const exact = Math.abs(form === '%' ? 100 * value : value);
      for (let more = Number(digits); ; more += 1) {
        const written = write(value, more);
        const shown = Math.abs(parseNumber(written.replace('%', '')) ?? exact);
        if (more >= MOST_DIGITS || shown === exact || !said.includes(shown)) return written;
      }
    },
  );
}
