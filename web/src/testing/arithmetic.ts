/**
 * For tests: reads the arithmetic of a formula as a person with a calculator would, and says which of its
 * equations do not hold for the digits that are printed.
 */
import { readTerm, statements, valueOf } from '../lib/arithmetic';

/** A side of an equation: its value, and the unit of its last digit if it is a number alone. */
interface Side {
  readonly value: number;
  readonly unit: number;
}

export interface Checked {
  /** Equations that hold, exactly behind "=", to the last digit behind "≈". */
  readonly held: number;
  /** Those that do not. */
  readonly broken: readonly string[];
}

/** All equations between two sides that are numbers. */
export function check(tex: string, roughly = true): Checked {
  let held = 0;
  const broken: string[] = [];
  for (const statement of statements(tex)) {
    const [first = '', ...rest] = statement.split(/(?=[=≈])/u);
    let left = read(first);
    let text = first.trim();
    for (const part of rest) {
      const right = read(part.slice(1));
      if (left !== undefined && right !== undefined) {
        const close = part.startsWith('=')
          ? 1e-9 * Math.max(1, Math.abs(right.value))
          : 0.5000001 * right.unit;
        if (Math.abs(left.value - right.value) <= close) held += 1;
        else if (roughly || part.startsWith('=')) broken.push(`${text} ${part.trim()}`);
      }
      left = right ?? left;
      text = part.slice(1).trim();
    }
  }
  return { held, broken };
}

/** The value of an expression; undefined where something else than numbers is in it. */
function read(text: string): Side | undefined {
  const term = readTerm(text);
  if (term === undefined) return undefined;
  const trimmed = text.replaceAll('{,}', '').replace(/\{\}|\\,|\s/g, '');
  const number = /^-?\d+(?:\.(\d+))?(?:\\times10\^\{(-?\d+)\})?(\\%)?$/.exec(trimmed);
  const exponent = Number(number?.[2] ?? 0) - (number?.[3] ? 2 : 0) - (number?.[1]?.length ?? 0);
  return { value: valueOf(term), unit: number ? 10 ** exponent : 0 };
}
