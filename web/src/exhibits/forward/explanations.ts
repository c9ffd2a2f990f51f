import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import {
  bracketed,
  decimalsFor,
  type Equation,
  printedWith,
  type Sign,
  shortest,
  weightedSum,
} from '../../lib/equation';
import { asTex, grouped } from '../../lib/format';
import type { Words } from './en';
import type { ForwardView } from './lab.gen';
import type { SumTable } from './sumTable';

/** The sum and the sigmoid of a unit, line by line as TeX; the numbers in it can be opened. */
export function lessonLines(table: SumTable): {
  readonly lines: readonly string[];
  readonly numbers: Numbers;
} {
  const numbers: Record<string, Explanation> = { z: table.z, a: table.a };
  const terms = table.rows.map(({ term }, i) => {
    numbers[`term${i}`] = term;
    return term.value.startsWith('−') ? `(\\explain{term${i}})` : `\\explain{term${i}}`;
  });
  const value = asTex(table.a.value);
  const bend = table.a.now.slice(0, table.a.now.lastIndexOf(value));
  return {
    numbers,
    lines: [
      `z &= ${[...terms, bracketed(table.bias)].join(' \\\\ &\\quad + ')} ${table.adds} \\explain{z}`,
      `a &= ${bend} \\explain{a}`,
    ],
  };
}

/** What the pass cost, as numbers that open. */
export function costNumbers(view: ForwardView, words: Words): Numbers {
  const { cost, settings } = view;
  const sizes = [view.layers[0]?.x.shape[1] ?? 0, ...settings.hidden, 1];
  const gaps = sizes.slice(1).map((units, i) => [sizes[i] ?? 0, units] as const);
  const source = computedBy(view.layers[0]?.computed['z'], { places: { row: 0, j: 0 }, mark: 'matmul' });
  const counted = (name: string, value: number, formula: string, now: string): Explanation => ({
    name,
    value: grouped(value),
    formula,
    now: `${now} = ${asTex(grouped(value))}`,
    ...source,
  });
  const perRow = gaps.map(([from, to]) => `${from} \\times ${to}`).join(' + ');
  const units = gaps.map(([, to]) => to).join(' + ');
  const bytes = cost.parameter_bytes / cost.parameters;
  return {
    multiplications: counted(
      words.cost.multiplications,
      cost.multiplications,
      `n \\sum_l n_{l-1} \\, n_l`,
      `${cost.rows} \\times (${perRow})`,
    ),
    sigmoids: counted(words.cost.sigmoids, cost.sigmoids, `n \\sum_l n_l`, `${cost.rows} \\times (${units})`),
    parameters: counted(
      words.cost.parameterBytes,
      cost.parameter_bytes,
      `${bytes} \\sum_l (n_{l-1} \\, n_l + n_l)`,
      `${bytes} \\times (${gaps.map(([from, to]) => `${from} \\times ${to} + ${to}`).join(' + ')})`,
    ),
    values: counted(
      words.cost.valueBytes,
      cost.value_bytes,
      `${bytes} \\, n \\, (n_0 + 2 \\sum_l n_l)`,
      `${bytes} \\times ${cost.rows} \\times (${sizes[0] ?? 0} + 2 \\times (${units}))`,
    ),
  };
}

/** The matrices of a layer with so many digits that each sum of the product holds, or is rounded. */
export function matrixDecimals({ x, W, b, z }: ForwardView['layers'][number]): {
  readonly parts: number;
  readonly result: number;
  readonly sign: Sign;
} {
  const [rows = 0, inputs = 0] = x.shape;
  const units = b.data.length;
  const equations: Equation[] = [];
  for (let row = 0; row < rows; row += 1)
    for (let j = 0; j < units; j += 1)
      equations.push({
        parts: [
          ...[...Array(inputs).keys()].flatMap((i) => [
            x.data[row * inputs + i] ?? Number.NaN,
            W.data[i * units + j] ?? Number.NaN,
          ]),
          b.data[j] ?? Number.NaN,
        ],
        combine: weightedSum,
        result: z.data[row * units + j] ?? Number.NaN,
      });
  const found = decimalsFor(equations, { most: 4 });
  const exact = equations.every((equation) => printedWith(equation, found).sign === '=');
  return { ...found, sign: exact ? '=' : '≈' };
}

export const shown = (value: number, decimals: number): string => shortest(value, 2, decimals);
