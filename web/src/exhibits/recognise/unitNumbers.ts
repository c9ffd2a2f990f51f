import { computedBy, sourceOf } from '../../components/computed';
import { activationApplied } from '../../components/activations';
import type { Explanation, Numbers } from '../../components/explanation';
import {
  bracketed,
  decimalsIn,
  printed,
  printedTo,
  stated,
  sum,
  weightedSum,
  withSign,
} from '../../lib/equation';
import { asTex, fixed } from '../../lib/format';
import { type PrintedSum, printedSum, product, sumTex, wholeSum } from '../../lib/printedSum';
import type { NdArray } from '../../validate';
import type { Words } from './en';
import { type Lines, DECIMALS, pixelName, SUM, TERMS } from './explanations';
import type { RecogniseView, UnitView } from './lab.gen';

type ModelView = NonNullable<RecogniseView['model']>;

/**
 * What a unit's card shows: its sum `z`, its answer `a`, and of each of
 * its largest terms `input0`, `part0` and so on.
 */
export function unitNumbers(
  unit: UnitView | undefined,
  model: ModelView,
  image: NdArray,
  lines: Lines,
  words: Words,
): Numbers {
  if (unit === undefined) return {};
  return { ...sumNumbers(unit, lines, words), ...termNumbers(unit, model, image, lines, words) };
}

/** Where an input of a unit comes from: "pixel (3, 14)", "layer 1, unit 5". */
export function inputName(unit: UnitView, input: number, words: Words): string {
  return unit.layer === 0 ? pixelName(input, words) : words.unit.input(unit.layer, input + 1);
}

type Terms = NonNullable<UnitView['terms']>;

/** Each of the largest terms of a unit: its input and its weight. */
const pairsOf = ({ top, inputs, weights }: Terms): (readonly [number, number])[] =>
  [...top.data].map((input, row) => [inputs.data[row] ?? Number.NaN, weights.data[input] ?? Number.NaN]);

/** The sum of a unit: its largest terms, the others together, and the bias. */
export function unitTable({ terms }: UnitView): PrintedSum | undefined {
  if (terms === null) return undefined;
  return printedSum(
    {
      pairs: pairsOf(terms),
      terms: [...terms.top.data].map((input) => terms.shares.data[input] ?? Number.NaN),
      others: [terms.rest, terms.bias],
      z: terms.total,
    },
    { least: DECIMALS, column: true },
  );
}

function termNumbers(unit: UnitView, model: ModelView, image: NdArray, lines: Lines, words: Words): Numbers {
  const { terms } = unit;
  const table = unitTable(unit);
  if (terms === null || table === undefined) return {};
  const j = unit.unit + 1;
  const layer = lines.layers[unit.layer];
  const numbers: Record<string, Explanation> = {};
  const { shift, scale } = model;
  const decimals = decimalsIn(table.z);
  const [restShown = '', biasShown = ''] = table.others;
  for (const [row, input] of [...terms.top.data].entries()) {
    const i = input + 1;
    const name = inputName(unit, input, words);
    const x = terms.inputs.data[row] ?? Number.NaN;
    const scaled = printedTo(
      {
        parts: [image.data[input] ?? Number.NaN, shift, scale],
        combine: ([pixel = 0, from = 0, by = 1]) => (pixel - from) * by,
        result: x,
      },
      table.decimals,
    );
    const [pixel = '', from = '', by = ''] = scaled.parts;
    numbers[`input${row}`] =
      unit.layer === 0
        ? {
            name: words.numbers.input(name),
            value: scaled.result,
            formula: `x_{${i}} = (p_{${i}} - \\mu) \\cdot s`,
            now:
              `x_{${i}} = (${asTex(shorter(pixel))} - ${bracketed(shorter(from))}) \\cdot ` +
              `${asTex(by)} ${scaled.sign} ${asTex(scaled.result)}`,
            ...computedBy(unit.computed['input'], { places: { shift, scale } }),
          }
        : {
            name: words.numbers.input(name),
            value: fixed(x, table.decimals),
            formula: `a_{${i}} = f(z_{${i}})`,
            now: stated(`a_{${i}}`, x, fixed(x, table.decimals)),
            ...computedBy(unit.computed['input']),
          };
    const { parts = [], sign = '=', result = '' } = table.rows[row] ?? {};
    numbers[`part${row}`] = {
      name: words.numbers.shareOf(name),
      value: withSign(result),
      formula: `x_{${i}} \\, W_{${i},${j}}`,
      now: `${product(parts)} ${sign} ${asTex(result)}`,
      ...computedBy(lines.computed['term'], { places: { i: input, j: unit.unit }, mark: 'matmul', layer }),
    };
  }
  const shown = terms.total - terms.bias - terms.rest;
  const rest = printedTo(
    {
      parts: [terms.total, terms.bias, shown],
      combine: ([t = 0, b = 0, s = 0]) => t - b - s,
      result: terms.rest,
    },
    decimals,
  );
  numbers['rest'] = {
    name: words.unit.rest,
    value: withSign(restShown),
    formula: `\\sum_{i \\notin \\text{${words.numbers.shown}}} x_i \\, W_{i,${j}}`,
    now:
      `${asTex(rest.parts[0] ?? '')} - ${rest.parts.slice(1).map(bracketed).join(' - ')} ${rest.sign} ` +
      asTex(rest.result),
    ...computedBy(lines.computed['z'], { places: { j: unit.unit }, mark: 'matmul', layer }),
  };
  numbers['bias'] = {
    name: words.unit.bias,
    value: withSign(biasShown),
    formula: `b_{${j}}`,
    now: stated(`b_{${j}}`, terms.bias, biasShown),
    ...computedBy(lines.computed['bias'], { places: { j: unit.unit }, layer }),
  };
  numbers['sum'] = {
    name: words.unit.total(table.adds),
    value: withSign(table.z),
    formula: `\\sum_i x_i \\, W_{i,${j}} + b_{${j}}`,
    now: largestSum(terms, table),
    ...computedBy(lines.computed['z'], { places: { j: unit.unit }, mark: SUM, layer }),
  };
  return numbers;
}

/** A number without the zeros behind its point. */
const shorter = (text: string): string => text.replace(/\.0+$/, '');

/** The weighted sum as TeX: its very largest terms, the others together, the bias. */
function largestSum(terms: Terms, { z, decimals }: PrintedSum): string {
  const largest = [...terms.top.data].slice(0, TERMS);
  const others = terms.total - terms.bias - sum(largest.map((input) => terms.shares.data[input] ?? 0));
  const whole = wholeSum(pairsOf(terms).slice(0, TERMS), [others, terms.bias], terms.total);
  return sumTex(printedTo(whole, decimalsIn(z), { shown: decimals }), largest.length);
}

function sumNumbers(unit: UnitView, lines: Lines, words: Words): Numbers {
  const j = unit.unit + 1;
  const layer = lines.layers[unit.layer];
  const table = unit.normalised ? undefined : unitTable(unit);
  const z = table?.z ?? fixed(unit.z, DECIMALS);
  return {
    z: {
      name: words.numbers.z(j),
      value: z,
      formula: unit.normalised ? `z_{${j}}` : `z_{${j}} = \\sum_i x_i W_{i,${j}} + b_{${j}}`,
      now: unit.terms && table ? largestSum(unit.terms, table) : stated(`z_{${j}}`, unit.z, z),
      ...computedBy(lines.computed['z'], { places: { j: unit.unit }, mark: SUM, layer }),
    },
    a: {
      name: words.numbers.a(j),
      formula: unit.computed['a']?.formula ?? '',
      ...activationApplied(unit.activation, unit.z, unit.a, DECIMALS, decimalsIn(z)),
      ...computedBy(unit.computed['a']),
      sources: [
        sourceOf(unit.computed['a']),
        ...(unit.silenced ? [sourceOf(lines.computed['silence'])] : []),
      ],
    },
    ...outgoingNumbers(unit, lines, words),
  };
}

/** The weights from a unit to the ten digits, which open to what they add to each score. */
function outgoingNumbers(unit: UnitView, lines: Lines, words: Words): Numbers {
  if (unit.outgoing === null || !unit.to_output) return {};
  const j = unit.unit + 1;
  const numbers: Record<string, Explanation> = {};
  unit.outgoing.data.forEach((weight, k) => {
    const heard = unit.silenced ? 0 : unit.a;
    const { parts, sign, result } = printed({
      parts: [heard, weight],
      combine: weightedSum,
      result: heard * weight,
    });
    numbers[`out${k}`] = {
      name: words.numbers.weightTo(k),
      value: withSign(fixed(weight)),
      formula: `W_{${j},${k}}, \\qquad a_{${j}} \\, W_{${j},${k}}`,
      now:
        `${stated(`W_{${j},${k}}`, weight, fixed(weight))}, \\qquad ` +
        `${product(parts)} ${sign} ${asTex(result)}`,
      ...computedBy(lines.computed['term'], {
        places: { i: unit.unit, j: k },
        mark: 'matmul',
        layer: lines.layers.at(-1),
      }),
    };
  });
  return numbers;
}
