import {
  added,
  decimalsFor,
  digitsFor,
  type Equation,
  type Printed,
  printedSignificant,
  printedTo,
  printedWith,
  sum,
} from '../lib/equation';
import { asTex, isLarge } from '../lib/format';

/** So many samples are shown one by one. */
const SHOWN = 6;
/** Of a loss, as the page shows it. */
const DECIMALS = 3;
/** Of a loss that has run away. */
const DIGITS = 3;

/** The losses of some samples, the largest first, as they add up to their mean. */
export interface LossSum {
  readonly largest: readonly { readonly i: number; readonly text: string }[];
  /** How many samples are not shown, and what their losses sum to. */
  readonly others: number;
  readonly rest: string;
  /** TeX: the terms, their sum, and the mean. */
  readonly now: string;
}

export function lossSum(rows: ArrayLike<number>, mean: number): LossSum {
  const order = Array.from(rows, (_, i) => i).sort((a, b) => (rows[b] ?? 0) - (rows[a] ?? 0));
  const shown = order.slice(0, SHOWN);
  const n = rows.length;
  const terms = [...shown, ...order.slice(SHOWN)].map((i) => rows[i] ?? 0);
  const rest = sum(terms.slice(SHOWN));
  const whole = { parts: [...terms.slice(0, SHOWN), rest], combine: sum, result: sum(terms) };
  const average = { parts: [whole.result], combine: ([all = 0]: readonly number[]) => all / n, result: mean };
  const { total, divided } = terms.some(isLarge) ? byDigits(whole, average) : byDecimals(whole, average);
  const parts = n > SHOWN ? total.parts : total.parts.slice(0, -1);
  return {
    largest: shown.map((i, k) => ({ i, text: total.parts[k] ?? '' })),
    others: Math.max(0, n - SHOWN),
    rest: total.parts.at(-1) ?? '',
    now:
      `\\begin{aligned} & ${asTex(parts[0] ?? '')} ${parts.slice(1).map(added).join(' ')} \\\\ ` +
      `${total.sign} {} & ${asTex(total.result)} \\\\[4pt] ` +
      `& \\frac{${asTex(divided.parts[0] ?? '')}}{${n}} ${divided.sign} ${asTex(divided.result)} ` +
      `\\end{aligned}`,
  };
}

interface Both {
  readonly total: Printed;
  readonly divided: Printed;
}

function byDecimals(whole: Equation, average: Equation): Both {
  const { result } = decimalsFor([whole], { least: DECIMALS, guard: 0 });
  return {
    total: printedWith(whole, { parts: result, result }, DECIMALS),
    divided: printedTo(average, DECIMALS, { shown: result }),
  };
}

/** Losses so large that decimals say nothing: the sum has as many digits in both equations. */
function byDigits(whole: Equation, average: Equation): Both {
  const digits = digitsFor(average, DIGITS);
  return { total: printedSignificant(whole, digits), divided: printedSignificant(average, DIGITS, digits) };
}
