import { activationApplied, slopeApplied, type Found } from '../../components/activations';
import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import { softmaxTex } from '../../components/softmax';
import { bracketed, printed, printedSignificant, shortest, signOf, stated } from '../../lib/equation';
import { asTex, compact, fixed, grouped, percent, significant } from '../../lib/format';
import { sumLine, wholeSum } from '../../lib/printedSum';
import type { Words } from './en';
import { constants, type ActivationsView, type Bend, type Chain, type Sums } from './lab.gen';

type Computed = ActivationsView['computed'];

const at = (values: ArrayLike<number>, i: number): number => values[i] ?? Number.NaN;

/** f(z) and f′(z) of each function on the chart: `f.NAME`, `slope.NAME`. */
export function bendNumbers({ bends, settings, computed }: ActivationsView, words: Words): Numbers {
  const numbers: Record<string, Explanation> = {};
  for (const bend of bends) {
    const name = words.names[bend.name] ?? bend.name;
    numbers[`f.${bend.name}`] = {
      name: words.outputOf(name),
      formula: computed[`f.${bend.name}`]?.formula ?? '',
      ...outputOf(bend, settings.z),
      ...computedBy(computed[`f.${bend.name}`]),
    };
    if (bend.slope !== null)
      numbers[`slope.${bend.name}`] = {
        name: words.slopeOf(name),
        formula: computed[`slope.${bend.name}`]?.formula ?? '',
        ...slopeOf(bend, settings.z, bend.slope),
        ...computedBy(computed[`slope.${bend.name}`]),
      };
  }
  return numbers;
}

function outputOf({ name, output }: Bend, z: number): Found {
  if (name !== 'softmax') return activationApplied(name, z, output);
  const { parts, sign, result } = printed({
    parts: [z],
    combine: ([x = Number.NaN]) => Math.exp(x) / (Math.exp(x) + 9),
    result: output,
  });
  const power = `e^{${asTex(parts[0] ?? '')}}`;
  return { value: result, now: `p = \\frac{${power}}{${power} + 9} ${sign} ${asTex(result)}` };
}

function slopeOf({ name, output }: Bend, z: number, slope: number): Found {
  // Both are an output times what it lacks of 1.
  return slopeApplied(name === 'softmax' ? 'sigmoid' : name, shortest(z), output, slope, z);
}

/** Shares and counts of the layer that is shown. */
export function sumNumbers(sums: Sums, computed: Computed, words: Words): Numbers {
  const { shown, images, accuracy } = sums;
  const right = Math.round(accuracy * images);
  const numbers: Record<string, Explanation> = {
    accuracy: {
      name: words.sums.accuracy,
      formula: '\\frac{\\#\\{\\, i : \\hat y_i = y_i \\,\\}}{n}',
      ...share(right, String(grouped(images)), images),
      ...computedBy(computed['accuracy']),
    },
  };
  const all = `${grouped(images)} \\times ${shown.units}`;
  if (shown.flat !== null)
    numbers['flat'] = {
      name: words.sums.share,
      formula: `\\frac{\\#\\{\\, |f'(z_{ij})| < ${constants.flat} \\,\\}}{\\#\\{\\, z_{ij} \\,\\}}`,
      ...share(shown.flat, all, shown.total),
      ...computedBy(computed['flat']),
    };
  if (shown.silent !== null)
    numbers['silent'] = {
      name: words.sums.silent,
      ...without(shown.silent, images),
      ...computedBy(computed['silent']),
    };
  if (sums.dead !== null)
    numbers['dead'] = {
      name: words.sums.dead,
      ...without(sums.dead, sums.learned_from),
      ...computedBy(computed['dead']),
    };
  return numbers;
}

/** How many neurons have no positive sum for any of the images. */
const without = (count: number, images: number) => ({
  value: String(count),
  formula: '\\#\\{\\, j : z_{ij} \\le 0 \\; \\forall i \\,\\}',
  now: `\\#\\{\\, j : z_{ij} \\le 0, \\; i = 1 \\dots ${asTex(grouped(images))} \\,\\} = ${count}`,
});

/** A count over all, in percent. */
function share(count: number, all: string, total: number): Found {
  const value = percent(count / total);
  const result = Number(fixed((100 * count) / total, 1));
  const sign = signOf({ parts: [count, total], combine: ([a = 0, b = 1]) => (100 * a) / b, result });
  return { value, now: `\\frac{${asTex(grouped(count))}}{${asTex(all)}} ${sign} ${asTex(value)}` };
}

/** The entries of the product of both matrices and of its bias, and the largest difference. */
export function collapseNumbers({ collapse, computed }: ActivationsView, words: Words): Numbers {
  const { first, first_bias, second, second_bias, product, bias, difference } = collapse;
  const [, inner = 3] = first.shape;
  const columns = second.shape[1] ?? 2;
  const numbers: Record<string, Explanation> = {};
  const column = (j: number): number[] =>
    Array.from({ length: inner }, (_, k) => at(second.data, k * columns + j));
  const entry = (
    id: string,
    name: string,
    symbol: string,
    row: number[],
    j: number,
    plus: number[],
    is: number,
  ) => {
    const pairs = row.map((w, k) => [w, at(column(j), k)] as const);
    const equation = printed(wholeSum(pairs, plus, is));
    numbers[id] = {
      name,
      value: equation.result,
      formula: symbol,
      now: sumLine(equation, pairs.length),
      ...computedBy(computed['product']),
    };
  };
  const sum = `\\sum_{k=1}^{${inner}}`;
  for (let j = 0; j < columns; j += 1) {
    for (let i = 0; i < (first.shape[0] ?? 2); i += 1) {
      const row = Array.from({ length: inner }, (_, k) => at(first.data, i * inner + k));
      const symbol = `w_{${i + 1}${j + 1}} = ${sum} w^{(1)}_{${i + 1}k} \\, w^{(2)}_{k${j + 1}}`;
      entry(
        `w${i}${j}`,
        words.collapse.entry(i + 1, j + 1),
        symbol,
        row,
        j,
        [],
        at(product.data, i * columns + j),
      );
    }
    const symbol = `b_{${j + 1}} = ${sum} b^{(1)}_k \\, w^{(2)}_{k${j + 1}} + b^{(2)}_{${j + 1}}`;
    const row = Array.from(first_bias.data);
    entry(
      `b${j}`,
      words.collapse.biasEntry(j + 1),
      symbol,
      row,
      j,
      [at(second_bias.data, j)],
      at(bias.data, j),
    );
  }
  numbers['difference'] = {
    name: words.collapse.difference,
    value: compact(difference, 2),
    formula: "d = \\max_{i,k} |\\, y_{ik} - y'_{ik} \\,|",
    now: stated('d', difference, compact(difference, 2)),
    ...computedBy(computed['difference']),
  };
  return numbers;
}

/** What is left of the gradient after `n` layers of the followed function, and 0.25 to the n. */
export function depthNumbers(chain: Chain | undefined, n: number, computed: Computed, words: Words): Numbers {
  const bound = printedSignificant({ parts: [], combine: () => 0.25 ** n, result: 0.25 ** n }, 2);
  const numbers: Record<string, Explanation> = {
    bound: {
      name: words.depth.bound,
      value: bound.result,
      formula: "\\sigma'(z) \\le \\tfrac{1}{4}",
      now: `0.25^{${n}} ≈ ${asTex(bound.result)}`,
      ...computedBy(computed['depth']),
    },
  };
  if (chain === undefined) return numbers;
  const product = at(chain.products.data, n - 1);
  const slope = at(chain.slopes.data, n - 1);
  const before = n === 1 ? 1 : at(chain.products.data, n - 2);
  const { parts, sign, result } = printedSignificant(
    { parts: [before, slope], combine: ([a = 0, b = 0]) => a * b, result: product },
    2,
  );
  const [left = '', right = ''] = parts.map((part) => bracketed(part));
  numbers['product'] = {
    name: words.depth.product(words.names[chain.name] ?? chain.name),
    value: result,
    formula: `\\prod_{k=1}^{${n}} f'(z_k), \\quad z_{k+1} = f(z_k)`,
    now: `${left} \\times ${right} ${sign} ${asTex(result)}`,
    ...computedBy(computed['depth'], { mark: 'g.delta' }),
  };
  return numbers;
}

/** The ten probabilities `p0` … `p9`, the ratio of the first two, and what the constant changes. */
export function softmaxNumbers({ softmax, computed }: ActivationsView, words: Words): Numbers {
  const { scaled, probabilities, first, second, ratio, change } = softmax;
  const by = computedBy(computed['softmax']);
  const numbers: Record<string, Explanation> = {};
  Array.from(probabilities.data, (p, k) => {
    const { formula, now } = softmaxTex(scaled.data, k, p);
    numbers[`p${k}`] = {
      name: words.softmax.probability(k),
      value: fixed(p, 3),
      formula: `${formula}, \\quad z_j = \\frac{s_j + c}{T}`,
      now: `${now} ≈ ${asTex(fixed(p, 3))}`,
      ...by,
    };
  });
  const equation = printedSignificant(
    {
      parts: [at(scaled.data, first), at(scaled.data, second)],
      combine: ([a = 0, b = 0]) => Math.exp(a - b),
      result: ratio,
    },
    ratio < 1e6 ? Math.max(3, ratio.toFixed(0).length) : 3, // of 22026 all five
  );
  const [a = '', b = ''] = equation.parts.map((part) => bracketed(part));
  numbers['ratio'] = {
    name: words.softmax.ratio(first, second),
    value: equation.result,
    formula: `\\frac{p_${first}}{p_${second}} = e^{z_${first} - z_${second}}`,
    now: `e^{${a} - ${b}} ${equation.sign} ${asTex(equation.result)}`,
    ...by,
  };
  numbers['change'] = {
    name: words.softmax.change,
    value: change === 0 ? '0' : significant(change, 2),
    formula: "\\max_k |\\, p_k - p'_k \\,|, \\quad e^{z + c} = e^c e^z",
    now: stated("\\max_k |\\, p_k - p'_k \\,|", change, change === 0 ? '0' : significant(change, 2)),
    ...by,
  };
  return numbers;
}
