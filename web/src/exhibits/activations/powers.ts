import { decimalsIn, signOf, type Equation, type Printed } from '../../lib/equation';
import { fixed } from '../../lib/format';

/** So many digits of a part, at most, to bring an equation about. */
const MOST = 9;

/** A number with so many significant digits: 0.22, and 1.3e−7 where it is very small or large. */
export function significant(value: number, digits: number): string {
  if (value === 0 || !Number.isFinite(value)) return fixed(value);
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -3 && power < 5) return fixed(value, Math.max(0, digits - 1 - power));
  return `${mantissa}e${power}`.replaceAll('-', '−');
}

/**
 * An equation between numbers of any size: its result with `digits` significant digits, its parts with as
 * many as it takes for a calculator to get there.
 */
export function printedSignificant(equation: Equation, digits = 2): Printed {
  const result = significant(equation.result, digits);
  const unit = unitOf(result);
  let parts: string[] = [];
  for (let more = digits; more <= MOST; more += 1) {
    parts = equation.parts.map((part) => significant(part, more));
    if (Math.abs(equation.combine(parts.map(valueOf)) - valueOf(result)) <= 0.5 * unit) break;
  }
  const sign = signOf({ ...equation, parts: parts.map(valueOf), result: valueOf(result) });
  return { parts, sign: isTiny(equation.result) ? '≈' : sign, result };
}

/** Where `signOf` could not tell two numbers apart. */
const isTiny = (value: number): boolean => value !== 0 && Math.abs(value) < 1e-6;
/** Of the last digit that is printed: of 22026 it is 1, however few were asked for. */
const unitOf = (text: string): number => {
  const [mantissa = '', exponent = '0'] = text.replaceAll('−', '-').split('e');
  return 10 ** (Number(exponent) - decimalsIn(mantissa));
};
const valueOf = (text: string): number => Number(text.replaceAll('−', '-'));
