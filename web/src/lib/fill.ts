import { fixed, percent } from './format';

/**
 * Fills values into a text: `{z}` as it is, `{z:2}` with two decimals, `{share:%1}` as a percentage with one.
 * A name without a value stays.
 */
export function fillValues(text: string, values: Readonly<Record<string, number | string>>): string {
  return text.replace(/\{(\w+)(?::(%?)(\d))?\}/gu, (whole, name: string, share?: string, digits?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (typeof value === 'string' || digits === undefined) return String(value);
    return share === '%' ? percent(value, Number(digits)) : fixed(value, Number(digits));
  });
}
