import { activationApplied } from '../../components/activations';
import { computedBy } from '../../components/computed';
import type { Explanation } from '../../components/explanation';
import { decimalsIn, type Sign } from '../../lib/equation';
import { asTex } from '../../lib/format';
import { printedSum, product, sumTex } from '../../lib/printedSum';
import type { Words } from './en';
import type { ForwardView, UnitSum } from './lab.gen';

/** One term of a sum, as a row of a table: x times w, and the sum so far. */
export interface SumRow {
  readonly name: string;
  readonly x: string;
  readonly w: string;
  readonly term: Explanation;
  readonly total: string;
}

/** A weighted sum in order, with the digits with which its table holds. */
export interface SumTable {
  readonly rows: readonly SumRow[];
  /** Between x times w and the term; between the terms and what they add up to. */
  readonly times: Sign;
  readonly adds: Sign;
  /** The terms that have no row of their own, if there are such. */
  readonly rest: { readonly value: string; readonly total: string } | undefined;
  readonly bias: string;
  readonly z: Explanation;
  readonly a: Explanation;
}

/** What a sum is made of, wherever it comes from. */
interface Parts {
  readonly names: readonly string[];
  /** As TeX: x and W of each term, and what the sum and its activation are called. */
  readonly letters: readonly (readonly [x: string, w: string])[];
  readonly z: string;
  readonly a: string;
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly terms: readonly number[];
  readonly totals: readonly number[];
  readonly rest?: { readonly value: number; readonly total: number };
  readonly bias: number;
  readonly output: number;
  readonly activation: string;
  readonly computed: ForwardView['layers'][number]['computed'];
  readonly places: { readonly row: number; readonly j: number };
}

const MOST = 5;
/** Of the sums of a model, whose terms are too many for any number of decimals to be exact. */
const MOST_OF_MANY = 3;
/** Where no digits are exact, the terms have more than their sum, as many as it takes to agree with it. */
const GUARD = 4;

function sumTable(parts: Parts, words: Words): SumTable {
  const { terms, totals, x, w, bias, rest, computed, places } = parts;
  const z = totals.at(-1) ?? Number.NaN;
  const sum = printedSum(
    {
      pairs: terms.map((_, i) => [x[i] ?? Number.NaN, w[i] ?? Number.NaN]),
      terms,
      others: [...(rest ? [rest.value] : []), bias],
      z,
      totals,
    },
    { most: rest ? MOST_OF_MANY : MOST, guard: GUARD, column: true },
  );
  return {
    times: sum.times,
    adds: sum.adds,
    rows: sum.rows.map(({ parts: factors, sign, result: term }, i) => ({
      name: parts.names[i] ?? '',
      x: factors[0] ?? '',
      w: factors[1] ?? '',
      total: sum.totals[i] ?? '',
      term: {
        name: words.numbers.term(parts.names[i] ?? ''),
        value: term,
        formula: parts.letters[i]?.join(' \\cdot ') ?? '',
        now: `${product(factors)} ${sign} ${asTex(term)}`,
        ...computedBy(computed['term'] ?? computed['z'], { places: { ...places, i }, mark: 'matmul' }),
      },
    })),
    rest: rest && { value: sum.others[0] ?? '', total: sum.totals[terms.length] ?? '' },
    bias: sum.others.at(-1) ?? '',
    z: {
      name: words.numbers.z,
      value: sum.z,
      formula:
        `${parts.z} = ${parts.letters.map((each) => each.join(' ')).join(' + ')} ` +
        `${rest ? '+ \\dots ' : ''}+ b_{${places.j + 1}}`,
      now: sumTex(sum.whole, terms.length),
      ...computedBy(computed['z'], { places, mark: ['matmul', 't.z +='] }),
    },
    a: {
      name: words.numbers.a,
      formula: computed['a']?.formula ?? '',
      ...activationApplied(parts.activation, z, parts.output, 2, decimalsIn(sum.z)),
      ...computedBy(computed['a'], { places }),
    },
  };
}

/** One unit of the small network; `layer` counts from 1. */
export function unitTable(
  view: ForwardView,
  { layer, index: j }: { readonly layer: number; readonly index: number },
  row: number,
  words: Words,
): SumTable | undefined {
  const found = view.layers[layer - 1];
  const units = found?.b.data.length ?? 0;
  if (found === undefined || j >= units || row >= view.cost.rows) return undefined;
  const inputs = found.x.shape[1] ?? 0;
  const count = [...Array(inputs).keys()];
  const letter = layer === 1 ? 'x' : 'a';
  return sumTable(
    {
      names: count.map((i) => words.unit(layer - 1, i, view.layers.length)),
      letters: count.map((i) => [
        `${letter}_{${i + 1}}${layer === 1 ? '' : `^{(${layer - 1})}`}`,
        `W_{${i + 1},${j + 1}}`,
      ]),
      z: `z_{${j + 1}}^{(${layer})}`,
      a: `a_{${j + 1}}^{(${layer})}`,
      x: count.map((i) => found.x.data[row * inputs + i] ?? Number.NaN),
      w: count.map((i) => found.W.data[i * units + j] ?? Number.NaN),
      terms: count.map((i) => found.terms.data[(row * inputs + i) * units + j] ?? Number.NaN),
      totals: [...count, inputs].map(
        (step) => found.totals.data[(row * (inputs + 1) + step) * units + j] ?? Number.NaN,
      ),
      bias: found.b.data[j] ?? Number.NaN,
      output: found.a.data[row * units + j] ?? Number.NaN,
      activation: 'sigmoid',
      computed: found.computed,
      places: { row, j },
    },
    words,
  );
}

/** One unit of a model that is walked through: its largest terms, and the others together. */
export function walkTable(unit: UnitSum, words: Words): SumTable {
  const inputs = [...unit.inputs.data];
  const letter = unit.layer === 0 ? 'x' : 'a';
  const totals = [...unit.totals.data];
  const whole = unit.others === 0;
  return sumTable(
    {
      names: inputs.map((input) =>
        unit.layer === 0
          ? words.walk.pixel(Math.floor(input / 28), input % 28)
          : words.walk.unit(unit.layer - 1, input),
      ),
      letters: inputs.map((input) => [`${letter}_{${input + 1}}`, `W_{${input + 1},${unit.unit + 1}}`]),
      z: `z_{${unit.unit + 1}}`,
      a: `a_{${unit.unit + 1}}`,
      x: [...unit.x.data],
      w: [...unit.weights.data],
      terms: [...unit.terms.data],
      // Where no term is left out, the step of the others adds nothing.
      totals: whole ? totals.filter((_, step) => step !== inputs.length) : totals,
      ...(whole ? {} : { rest: { value: unit.rest, total: totals[inputs.length] ?? Number.NaN } }),
      bias: unit.bias,
      output: unit.a,
      activation: unit.activation,
      computed: unit.computed,
      places: { row: 0, j: unit.unit },
    },
    words,
  );
}
