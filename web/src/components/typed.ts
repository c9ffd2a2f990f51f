import type { Range } from '../frame/codec';
import { inWords } from '../i18n/rules';
import { t } from '../i18n/strings';
import { clamp, parseNumber } from '../lib/format';

/** How a text field reads what is typed, and what it says of what it cannot read. */
export interface Reading<T> {
  readonly read: (typed: string) => T | undefined;
  readonly problem: (typed: string) => string;
  /** What is said when `value` was taken for something else that was typed. */
  readonly changed?: (typed: string, value: string) => string;
}

/** A number in the range, and no other. */
export function typedNumber(range: Range, whole = false): Reading<number> {
  return {
    read: (typed) => {
      const value = parseNumber(typed);
      if (value === undefined || value < range.min || value > range.max) return undefined;
      return whole && !Number.isInteger(value) ? undefined : value;
    },
    problem: (typed) => problem(typed, range, whole),
  };
}

/** A number; one beyond the range is taken to the nearer end, which is said. */
export function typedWithin(range: Range, whole = false): Reading<number> {
  return {
    read: (typed) => {
      const value = parseNumber(typed);
      return value === undefined ? undefined : clamp(whole ? Math.round(value) : value, range.min, range.max);
    },
    problem: (typed) => problem(typed, range, whole),
    changed: (typed, value) => t.error.changed(typed, value, expected(range, whole)),
  };
}

function problem(typed: string, range: Range, whole: boolean): string {
  return t.error.typed(typed, expected(range, whole));
}

function expected({ min, max }: Range, whole: boolean): string {
  return inWords({ kind: whole ? 'integer' : 'number', low: min, high: max }, t.error.rules);
}
