import { activationApplied, slopeApplied } from '../../components/activations';
import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import { softmaxTex } from '../../components/softmax';
import {
  added,
  bracketed,
  decimalsIn,
  digitsFor,
  type Equation,
  type Printed,
  printed,
  printedSignificant,
  sum,
  weightedSum,
} from '../../lib/equation';
import { asTex, significant } from '../../lib/format';
import { products, sumLine, wholeSum } from '../../lib/printedSum';
import type { Words } from './en';
import type { BackpropView, Factor } from './lab.gen';
import { parameterName, parameterTex, unitName, unitTex } from './names';

/** A mean as it is printed: where the numbers nearly cancel, with all the digits that this takes. */
export function meanOf(parts: readonly number[], result: number, digits = 3): Printed {
  const rounding = 1e-14 * Math.max(...parts.map(Math.abs));
  const combine = (all: readonly number[]): number => sum(all) / all.length;
  return printedSignificant({ parts, combine, result: Math.abs(result) <= rounding ? 0 : result }, digits);
}
/** The same as TeX. */
const meanTex = (parts: readonly string[]): string =>
  `\\frac{${parts.map((part, i) => (i === 0 ? asTex(part) : added(part))).join(' ')}}{${parts.length}}`;

const product = (parts: readonly number[]): number => parts.reduce((all, part) => all * part, 1);
const times = (parts: readonly string[]): string =>
  parts.map((part, i) => (i === 0 ? asTex(part) : bracketed(part))).join(' \\times ');

/** Every number of the pass of the sample that is looked at: `z1_0` is z of the first layer's first unit. */
export function passNumbers(view: BackpropView, words: Words): Numbers {
  const numbers: Record<string, Explanation> = {};
  view.layers.forEach((pass, l) => {
    const layer = l + 1;
    const name = view.activations[l] ?? '';
    const weights = view.weights[l];
    for (let j = 0; j < pass.z.data.length; j += 1) {
      const at = { k: view.shown, z: 2 * l + 1, d: 2 * l, j };
      const id = `${layer}_${j}`;
      const z = pass.z.data[j] ?? Number.NaN;
      const a = pass.a.data[j] ?? Number.NaN;
      const bias = view.biases[l]?.data[j] ?? Number.NaN;
      const pairs = Array.from(pass.inputs.data, (x, i) => {
        const w = weights?.data[i * pass.z.data.length + j] ?? Number.NaN;
        return [x, w] as const;
      });
      const total = printed(wholeSum(pairs, [bias], z), { most: 4 });
      numbers[`z${id}`] = {
        name: unitName('z', layer, j),
        value: total.result,
        formula:
          `${unitTex('z', layer, j)} = \\sum_i ${l === 0 ? 'x_i' : `a^{(${l})}_i`} ` +
          `w^{(${layer})}_{i${j + 1}} + b^{(${layer})}_{${j + 1}}`,
        now: sumLine(total, pairs.length),
        ...computedBy(view.computed['z'], { places: at, mark: ['matmul', 't.z +='] }),
      };
      numbers[`a${id}`] = {
        name: unitName('a', layer, j),
        formula: view.computed[`a.${name}`]?.formula ?? '',
        ...activationOf(name, pass.z.data, j, a, decimalsIn(total.result), unitTex('a', layer, j)),
        ...computedBy(view.computed[`a.${name}`], { places: at }),
      };
      const slope = pass.slope?.data[j];
      if (slope !== undefined)
        numbers[`slope${id}`] = {
          name: words.slopeOf(unitName('z', layer, j)),
          formula: view.computed[`slope.${name}`]?.formula ?? '',
          ...slopeApplied(name, total.result, a, slope),
          ...computedBy(view.computed[`slope.${name}`], { places: at }),
        };
      numbers[`delta${id}`] = {
        name: unitName('δ', layer, j),
        ...deltaOf(view, l, j),
        ...computedBy(view.computed[layer === view.layers.length ? 'error' : 'delta'], { places: at }),
      };
    }
  });
  numbers['loss'] = lossOf(view, words);
  const losses = Array.from(view.step.losses.data);
  if (losses.length > 1) {
    const { parts, sign, result } = meanOf(losses, view.step.loss);
    numbers['meanLoss'] = {
      name: words.meanLoss(losses.length),
      value: result,
      formula: view.computed['loss']?.formula ?? '',
      now: `${meanTex(parts)} ${sign} ${asTex(result)}`,
      ...computedBy(view.computed['loss']),
    };
  }
  return numbers;
}

function activationOf(
  name: string,
  z: ArrayLike<number>,
  unit: number,
  a: number,
  shown: number,
  tex: string,
): Pick<Explanation, 'value' | 'now'> {
  if (name !== 'softmax') return activationApplied(name, z[unit] ?? Number.NaN, a, 3, shown);
  const { now } = softmaxTex(z, unit, a, tex);
  return { value: asText(now), now };
}
/** The number that a formula ends in. */
const asText = (tex: string): string => /[\d.]+$/.exec(tex)?.[0] ?? '';

/** A delta's chain, factor by factor. */
function deltaOf(view: BackpropView, l: number, j: number): Pick<Explanation, 'value' | 'formula' | 'now'> {
  const pass = view.layers[l];
  const result = pass?.delta.data[j] ?? Number.NaN;
  const delta = unitTex('\\delta', l + 1, j);
  const write = (
    equation: Equation,
    formula: string,
    tex: (parts: readonly string[]) => string,
  ): Pick<Explanation, 'value' | 'formula' | 'now'> => {
    const { parts, sign, result: value } = printedSignificant(equation);
    return {
      value,
      formula: `${delta} = \\frac{\\partial L}{\\partial ${unitTex('z', l + 1, j)}} = ${formula}`,
      now: `${tex(parts)} ${sign} ${asTex(value)}`,
    };
  };
  const slope = pass?.slope?.data[j] ?? 1;
  const next = view.layers[l + 1];
  if (next === undefined) {
    const a = pass?.a.data[j] ?? Number.NaN;
    const y = view.y.data[view.shown * (view.y.shape[1] ?? 1) + j] ?? Number.NaN;
    const error = `${unitTex('a', l + 1, j)} - y_{${j + 1}}`;
    const difference = ([p = '', q = '']: readonly string[]): string => `${asTex(p)} - ${bracketed(q)}`;
    return view.settings.loss === 'cross_entropy'
      ? write({ parts: [a, y], combine: ([p = 0, q = 0]) => p - q, result }, error, difference)
      : write(
          { parts: [a, y, slope], combine: ([p = 0, q = 0, s = 0]) => (p - q) * s, result },
          `(${error})\\, f'(${unitTex('z', l + 1, j)})`,
          (parts) => `(${difference(parts)}) \\times ${bracketed(parts[2] ?? '')}`,
        );
  }
  const outs = next.delta.data.length;
  const pairs = Array.from(next.delta.data, (d, k) => [view.weights[l + 1]?.data[j * outs + k] ?? NaN, d]);
  return write(
    { parts: [slope, ...pairs.flat()], combine: ([s = 0, ...rest]) => s * weightedSum(rest), result },
    `f'(${unitTex('z', l + 1, j)}) \\sum_k w^{(${l + 2})}_{${j + 1}k}\\, \\delta^{(${l + 2})}_k`,
    ([s = '', ...rest]) => `${bracketed(s)} \\times (${products(rest, pairs.length).join(' + ')})`,
  );
}

/** The loss of the sample that is looked at. */
function lossOf(view: BackpropView, words: Words): Explanation {
  const outs = view.y.shape[1] ?? 1;
  const y = Array.from(view.y.data.slice(view.shown * outs, (view.shown + 1) * outs));
  const a = Array.from(view.layers.at(-1)?.a.data ?? []);
  const loss = view.step.losses.data[view.shown] ?? Number.NaN;
  const base = {
    name: words.lossOf(view.shown + 1),
    formula: view.computed['loss']?.formula ?? '',
    ...computedBy(view.computed['loss'], { places: { k: view.shown } }),
  };
  if (view.settings.loss === 'cross_entropy') {
    const value = significant(loss, 3);
    const pairs = outs === 1 ? [...a, 1 - (a[0] ?? 0)] : a;
    const shares = outs === 1 ? [...y, 1 - (y[0] ?? 0)] : y;
    const terms = shares.flatMap((share, k) =>
      share === 0 ? [] : `${share === 1 ? '' : `${share}\\,`}\\ln ${significant(pairs[k] ?? NaN, 4)}`,
    );
    return { ...base, value, now: `-(${terms.join(' + ')}) ≈ ${asTex(value)}` };
  }
  const { parts, sign, result } = printedSignificant({
    parts: a.flatMap((output, k) => [output, y[k] ?? Number.NaN]),
    combine: (all) => sum(a.map((_, k) => ((all[2 * k] ?? 0) - (all[2 * k + 1] ?? 0)) ** 2)) / 2,
    result: loss,
  });
  const squares = a.map((_, k) => `(${asTex(parts[2 * k] ?? '')} - ${bracketed(parts[2 * k + 1] ?? '')})^2`);
  return { ...base, value: result, now: `\\frac{${squares.join(' + ')}}{2} ${sign} ${asTex(result)}` };
}

/** The chosen parameter: its gradient, the share of every path, what the step does to it. */
export function chosenNumbers(view: BackpropView, words: Words): Numbers & { readonly total: Explanation } {
  const place = view.places[view.chosen] ?? { layer: 1, row: -1, unit: 0 };
  const { layer, row, unit } = place;
  const name = parameterName(place);
  const tex = parameterTex(place);
  const at = { k: view.shown, z: 2 * layer - 1, d: 2 * layer - 2, i: row, j: unit };
  const kind = row < 0 ? 'bias' : 'weight';
  const source = computedBy(view.computed[kind], { places: at, mark: row < 0 ? 'np.sum' : 't.x.T' });
  const { paths, gradient } = view.paths;
  const pass = view.layers[layer - 1];
  const delta = pass?.delta.data[unit] ?? Number.NaN;
  const input = row < 0 ? 1 : (pass?.inputs.data[row] ?? Number.NaN);
  const own = printedSignificant({ parts: [input, delta], combine: product, result: gradient });
  const slope = `\\frac{\\partial L}{\\partial ${tex}}`;

  const shares: Equation = { parts: paths.map(({ share }) => share), combine: sum, result: gradient };
  const digits = digitsFor(shares, 3);
  const adding = printedSignificant(shares, 3, digits);
  const numbers: Record<string, Explanation> = {
    gradient: {
      name: words.gradientOf(name),
      value: own.result,
      formula:
        row < 0
          ? `${slope} = ${unitTex('\\delta', layer, unit)}`
          : `${slope} = ${unitTex('a', layer - 1, row)} \\; ${unitTex('\\delta', layer, unit)}`,
      now: `${times(own.parts.slice(row < 0 ? 1 : 0))} ${own.sign} ${asTex(own.result)}`,
      ...source,
    },
  };
  paths.forEach(({ factors, share }, k) => {
    const { parts, sign, result } = printedSignificant(
      { parts: factors.map(({ value }) => value), combine: product, result: share },
      digits,
    );
    numbers[`share${k}`] = {
      name: words.share(k + 1),
      value: result,
      formula: factors.map((factor) => factorTex(factor)).join(' \\cdot '),
      now: `${times(parts)} ${sign} ${asTex(result)}`,
      ...source,
    };
  });
  const total: Explanation = {
    name: words.total,
    value: adding.result,
    formula: `${slope} = \\sum_{\\text{${words.pathsTex}}} ${words.shareTex}`,
    now:
      `${adding.parts.map((part, i) => (i === 0 ? asTex(part) : added(part))).join(' ')} ` +
      `${adding.sign} ${asTex(adding.result)}`,
    ...source,
  };
  const update = computedBy(view.computed['update']);
  const before = view.theta.data[view.chosen] ?? Number.NaN;
  const gradientOfStep = view.step.gradient.data[view.chosen] ?? Number.NaN;
  const change = view.step.change.data[view.chosen] ?? Number.NaN;
  const next = view.step.after.data[view.chosen] ?? Number.NaN;
  const after = printed({ parts: [before, change], combine: sum, result: next }, { least: 4 });
  const count = view.places.length;
  const batch = view.settings.batch;
  if (batch > 1) {
    const equation = meanOf(
      Array.from({ length: batch }, (_, k) => view.step.gradients.data[k * count + view.chosen] ?? NaN),
      gradientOfStep,
    );
    numbers['meanGradient'] = {
      name: words.meanGradientOf(name, batch),
      value: equation.result,
      formula: `${slope} = \\frac{1}{n} \\sum_{k=1}^{n} ${slope.replace('L', 'L_k')}`,
      now: `${meanTex(equation.parts)} ${equation.sign} ${asTex(equation.result)}`,
      ...source,
    };
  }
  numbers['change'] = {
    name: words.changeOf(name),
    ...changeOf(view, `\\Delta ${tex}`, slope, gradientOfStep, change),
    ...update,
  };
  numbers['after'] = {
    name: words.newOf(name),
    value: after.result,
    formula: `${tex} \\leftarrow ${tex} + \\Delta ${tex}`,
    now: `${asTex(after.parts[0] ?? '')} ${added(after.parts[1] ?? '')} ${after.sign} ${asTex(after.result)}`,
    ...update,
  };
  return { ...numbers, total };
}

/** A change: the learning rate times a gradient, downhill, or with the wrong sign uphill. */
export function changeOf(
  { settings }: BackpropView,
  symbol: string,
  slope: string,
  gradient: number,
  change: number,
): Pick<Explanation, 'value' | 'formula' | 'now'> {
  const wrong = settings.wrong_sign;
  const moved = printedSignificant({
    parts: [settings.learning_rate, gradient],
    combine: ([eta = 0, g = 0]) => (wrong ? eta * g : -eta * g),
    result: change,
  });
  return {
    value: moved.result,
    formula: `${symbol} = ${wrong ? '+' : '-'}\\eta\\, ${slope}`,
    now: `${wrong ? '' : '-'}${times(moved.parts)} ${moved.sign} ${asTex(moved.result)}`,
  };
}

/** The loss, the gradient and the change, line by line as TeX; of a batch, the means that make the step. */
export function lessonLines(view: BackpropView): string[] {
  const tex = parameterTex(view.places[view.chosen] ?? { layer: 1, row: -1, unit: 0 });
  const slope = (of: string): string => `\\frac{\\partial ${of}}{\\partial ${tex}}`;
  const own = view.settings.batch === 1 ? 'L' : `L_{${view.shown + 1}}`;
  const change = `\\Delta ${tex} &= \\explain{change}`;
  const sample = [`${own} &= \\explain{loss}`, `${slope(own)} &= \\explain{gradient}`];
  if (view.settings.batch === 1) return [...sample, change];
  const means = ['L &= \\explain{meanLoss}', `${slope('L')} &= \\explain{meanGradient}`];
  return [...sample, ...means, change];
}

function factorTex({ kind, layer, row, unit }: Factor): string {
  switch (kind) {
    case 'input':
      return unitTex('a', layer - 1, row);
    case 'slope':
      return `f'(${unitTex('z', layer, unit)})`;
    case 'weight':
      return parameterTex({ layer, row, unit });
    case 'delta':
      return unitTex('\\delta', layer, unit);
  }
}
