import { computedBy, sourceOf } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import {
  added,
  bracketed,
  decimalsFor,
  printed,
  type Printed,
  printedTo,
  printedWith,
  type Sign,
  sum,
  weightedSum,
  withSign,
  stated,
} from '../../lib/equation';
import { asTex } from '../../lib/format';
import { product } from '../../lib/printedSum';
import type { Words } from './en';
import { type Lines, DECIMALS, partial, pixelName, SUM, TERMS } from './explanations';
import type { Why } from './lab.gen';

/** What the rows of "why" show, each a number that opens, and the signs between them. */
export interface WhyNumbers {
  /** `gap`, `total`, `towards`, `away`, `bias0`, …, `pixel300`, …, `unit7`, …, `unitsBias`, `unitsTotal`. */
  readonly numbers: Numbers;
  /** The scores as they are printed before the gap. */
  readonly scores: Printed;
  /** Between the terms and their sum. */
  readonly adds: Sign;
  /** Of pixels: decimals of ink and weight, and the sign before what they make. */
  readonly pixels: Rows;
}

interface Rows {
  readonly decimals: number;
  readonly sign: Sign;
}

const NO_ROWS: Rows = { decimals: 3, sign: '=' };

/** Which layer's biases a term of the gap stands for. */
export const biasName = (i: number, hiddenLayers: number, { why }: Words): string =>
  i === hiddenLayers ? why.outputBias : why.bias(i + 1, hiddenLayers);

/** `ink` is the image's, 0 to 255; `top` are the pixels and units that are shown. */
export function whyNumbers(
  why: Why,
  ink: ArrayLike<number>,
  top: { readonly pixels: readonly number[]; readonly units: readonly number[] },
  lines: Lines,
  words: Words,
): WhyNumbers {
  const { towards: a, away: b } = why;
  const places = { i: a, j: b };
  const scores = printed({ parts: why.logits, combine: difference, result: why.gap }, { least: DECIMALS });
  const gap: Explanation = {
    name: words.numbers.gap(a, b),
    value: scores.result,
    formula: `z_${a} - z_${b}`,
    now: subtracted(scores),
    ...computedBy(lines.computed['gap'], { places, layer: lines.layers.at(-1) }),
    sources: [sourceOf(lines.computed['z'], SUM)],
  };
  const pixels = pixelNumbers(why, ink, top.pixels, lines, words);
  return {
    scores,
    adds: pixels?.adds ?? '=',
    pixels: pixels?.rows ?? NO_ROWS,
    numbers: { gap, ...pixels?.numbers, ...unitShares(why, top.units, lines, words) },
  };
}

const subtracted = ({ parts: [a = '', b = ''], sign, result }: Printed): string =>
  `${asTex(a)} - ${bracketed(b)} ${sign} ${asTex(result)}`;

const difference = ([a = Number.NaN, b = Number.NaN]: readonly number[]): number => a - b;

/** The terms of the gap that pixels and biases make, and the pixels that did most. */
function pixelNumbers(
  { pixels, towards: a, away: b }: Why,
  ink: ArrayLike<number>,
  top: readonly number[],
  lines: Lines,
  words: Words,
): { numbers: Numbers; adds: Sign; rows: Rows } | undefined {
  if (pixels === null) return undefined;
  const shares = {
    ...computedBy(lines.computed['shares'], {
      layer: lines.layers.at(-1),
      places: { i: a, j: b },
      mark: ['network.backward', 'inputs=slopes', 'delta[0,'],
    }),
  };
  const slope = (i: string): string => `\\frac{\\partial (z_${a} - z_${b})}{\\partial x_${i}}`;
  const names = [
    words.why.towards(a),
    words.why.towards(b),
    ...pixels.biases.map((_, i) => biasName(i, pixels.biases.length - 1, words)),
  ];
  const ids = ['towards', 'away', ...pixels.biases.map((_, i) => `bias${i}`)];
  const formulas = [
    `\\sum_{s_i > 0} s_i, \\quad s_i = x_i \\, ${slope('i')}`,
    `\\sum_{s_i < 0} s_i, \\quad s_i = x_i \\, ${slope('i')}`,
    ...pixels.biases.map((_, l) => `b_{${l + 1}} \\cdot \\delta_{${l + 1}}`),
  ];
  const all = { parts: [pixels.towards, pixels.away, ...pixels.biases], combine: sum, result: pixels.total };
  const limits = { least: DECIMALS, guard: 0 };
  const total = printedWith(all, decimalsFor([all], limits), DECIMALS);
  const numbers: Record<string, Explanation> = {
    total: {
      name: words.numbers.total,
      value: total.result,
      formula: `\\sum_{i=1}^{784} x_i \\, ${slope('i')} + \\sum_l b_l \\cdot \\delta_l`,
      now:
        `${asTex(total.parts[0] ?? '')} ${total.parts.slice(1).map(added).join(' ')} ${total.sign} ` +
        asTex(total.result),
      ...shares,
    },
  };
  const largest = Array.from(pixels.shares.data).toSorted((x, y) => y - x);
  ids.forEach((id, i) => {
    const value = total.parts[i] ?? '';
    const terms = id === 'towards' ? largest.slice(0, TERMS) : largest.slice(-TERMS).reverse();
    const isInk = id === 'towards' || id === 'away';
    numbers[id] = {
      name: names[i] ?? '',
      value: withSign(value),
      formula: formulas[i] ?? '',
      now: isInk ? partial(terms, all.parts[i] ?? 0, value) : stated(ID_TEX(id), all.parts[i] ?? 0, value),
      ...shares,
    };
  });
  const products = top.map((i) => ({
    parts: [(ink[i] ?? 0) / 255, pixels.slopes.data[i] ?? 0],
    combine: weightedSum,
    result: pixels.shares.data[i] ?? 0,
  }));
  const decimals = decimalsFor(products, { least: DECIMALS, most: DECIMALS });
  const rows = products.map((each) => printedWith(each, decimals, DECIMALS));
  rows.forEach(({ parts, sign, result }, row) => {
    const i = top[row] ?? 0;
    numbers[`pixel${i}`] = {
      name: words.numbers.shareOf(pixelName(i, words)),
      value: withSign(result),
      formula: `x_{${i + 1}} \\, ${slope(`{${i + 1}}`)}`,
      now: `${product(parts)} ${sign} ${asTex(result)}`,
      ...shares,
    };
  });
  return {
    numbers,
    adds: total.sign,
    rows: { decimals: decimals.parts, sign: rows.every(({ sign }) => sign === '=') ? '=' : '≈' },
  };
}

const ID_TEX = (id: string): string => {
  const layer = Number(id.slice('bias'.length)) + 1;
  return `b_{${layer}} \\cdot \\delta_{${layer}}`;
};

/** What the units of the last hidden layer did for the gap. */
function unitShares(
  { units, towards: a, away: b }: Why,
  top: readonly number[],
  lines: Lines,
  words: Words,
): Numbers {
  if (units === null) return {};
  const numbers: Record<string, Explanation> = {};
  const sources = computedBy(lines.computed['units'], {
    places: { i: a, j: b },
    mark: 'units=',
    layer: lines.layers.at(-1),
  });
  for (const j of top) {
    const [output, toA, toB, share] = [units.outputs, units.to_towards, units.to_away, units.units].map(
      ({ data }) => data[j] ?? Number.NaN,
    );
    const { parts, sign, result } = printedTo(
      {
        parts: [output ?? 0, toA ?? 0, toB ?? 0],
        combine: ([y = 0, p = 0, q = 0]) => y * (p - q),
        result: share ?? 0,
      },
      DECIMALS,
    );
    numbers[`unit${j}`] = {
      name: words.numbers.shareOf(words.why.unit(j + 1)),
      value: withSign(result),
      formula: `a_{${j + 1}} \\, (W_{${j + 1},${a}} - W_{${j + 1},${b}})`,
      now:
        `${bracketed(parts[0] ?? '')} \\times (${asTex(parts[1] ?? '')} - ${bracketed(parts[2] ?? '')}) ` +
        `${sign} ${asTex(result)}`,
      ...sources,
    };
  }
  const bias = printed({ parts: units.biases, combine: difference, result: units.bias }, { least: DECIMALS });
  numbers['unitsBias'] = {
    name: words.why.outputBias,
    value: withSign(bias.result),
    formula: `b_${a} - b_${b}`,
    now: subtracted(bias),
    ...sources,
  };
  const all = [...units.units.data].toSorted((x, y) => Math.abs(y) - Math.abs(x));
  const total = printed({ parts: [units.total], combine: sum, result: units.total }, { least: DECIMALS });
  numbers['unitsTotal'] = {
    name: words.numbers.total,
    value: withSign(total.result),
    formula: `\\sum_j a_j (W_{j${a}} - W_{j${b}}) + b_${a} - b_${b}`,
    now: partial([...all.slice(0, TERMS), units.bias], units.total, total.result),
    ...sources,
  };
  return numbers;
}
