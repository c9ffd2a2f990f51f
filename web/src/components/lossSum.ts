import { added, decimalsFor, printedTo, printedWith, sum } from '../lib/equation';
import { asTex } from '../lib/format';

/** So many samples are shown one by one. */
const SHOWN = 6;
/** Of a loss, as the page shows it. */
const DECIMALS = 3;

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
  const decimals = decimalsFor([whole], { least: DECIMALS, guard: 0 });
  const total = printedWith(whole, { parts: decimals.result, result: decimals.result }, DECIMALS);
  const divided = printedTo(
    { parts: [sum(terms), n], combine: ([all = 0, count = 1]) => all / count, result: mean },
    DECIMALS,
    { shown: decimals.result },
  );
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
