import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import { bracketed, printedTo, printedWith, shortest, signOf, sum, type Printed } from '../../lib/equation';
import { asTex, fixed } from '../../lib/format';
import { sumLine, wholeSum } from '../../lib/printedSum';
import type { Words } from './en';
import type { Correction, MarginView, PerceptronView } from './lab.gen';

/** Of a truth table all is whole, and is written so. */
export const written = (value: number): string => shortest(value, 0, 4);

/** The letters of the weights. */
export const LETTERS = ['w_1', 'w_2', 'b'] as const;

const total = (count: number): string => fixed(count, 0);

/** Points and rates are shown as they were set, and so are weights, which are made of them. */
const SET = 6;

/** Before, plus what the rule adds, is after; one of w1, w2 and b. */
export function added({ before, change, after }: Correction, k: number): Printed {
  const parts = [before[k] ?? 0, change[k] ?? 0];
  return printedWith({ parts, combine: sum, result: after[k] ?? 0 }, { parts: SET, result: SET }, 0);
}

export function explanations(view: PerceptronView, words: Words): Numbers {
  const { frame, run, computed } = view;
  const numbers: Record<string, Explanation> = {
    mistakes: {
      name: words.mistakes,
      value: total(frame.step),
      formula: '\\sum_t \\sum_i [\\hat y_i^{(t)} \\ne y_i]',
      now: `${counted(Array.from(run.per_pass.data), frame.step).join(' + ')} = ${frame.step}`,
      ...computedBy(computed['mistakes']),
    },
    wrong: {
      name: words.wrongNow,
      value: total(frame.wrong),
      formula: '\\sum_i [\\hat y_i \\ne y_i]',
      now: `${wrongOf(view, 0)} + ${wrongOf(view, 1)} = ${frame.wrong}`,
      ...computedBy(computed['wrong']),
    },
    passes: {
      name: words.passes,
      value: total(frame.epoch),
      formula: '\\min \\{\\, t : \\textstyle\\sum_{s=1}^{t} m_s \\ge k \\,\\}',
      now:
        `t = ${frame.epoch}, \\quad ` +
        `${counted(Array.from(run.per_pass.data).slice(0, frame.epoch)).join(' + ')} \\ge ${frame.step}`,
      ...computedBy(computed['mistakes']),
    },
    best: {
      name: words.best,
      value: total(frame.best.wrong),
      formula: '\\min_{s \\le k} \\sum_i [\\hat y_i^{(s)} \\ne y_i]',
      now: `\\sum_i [\\hat y_i^{(${frame.best.step})} \\ne y_i] = ${frame.best.wrong}`,
      ...computedBy(computed['wrong']),
    },
  };
  if (view.margin) Object.assign(numbers, marginNumbers(view, view.margin, words));
  if (frame.correction) Object.assign(numbers, ruleNumbers(view, frame.correction, words));
  return numbers;
}

/** The corrections so far, pass by pass; of many passes, those before the last together. */
function counted(perPass: readonly number[], step = sum(perPass)): number[] {
  const counts: number[] = [];
  let left = step;
  for (const count of perPass) {
    if (left === 0) break;
    counts.push(Math.min(count, left));
    left -= Math.min(count, left);
  }
  const last = counts.slice(-6);
  return counts.length > 7 ? [step - sum(last), ...last] : counts.length > 0 ? counts : [0];
}

function wrongOf({ labels, frame }: PerceptronView, label: number): number {
  return Array.from(labels.data).filter((each, i) => each === label && frame.answers.data[i] !== label)
    .length;
}

function marginNumbers(view: PerceptronView, margin: MarginView, words: Words): Numbers {
  const { computed, samples } = view;
  const [x1 = 0, x2 = 0] = pointAt(samples.data, margin.farthest);
  const digits = digitsOfMargin(margin);
  const radius = printedWith(
    { parts: [x1, x2], combine: ([a = 0, b = 0]) => Math.sqrt(a * a + b * b + 1), result: margin.radius },
    { parts: 2, result: digits.radius },
    0,
  );
  const gamma = printedTo(
    { parts: margin.nearest, combine: (all) => Math.sqrt(sum(all.map((v) => v * v))), result: margin.gamma },
    digits.gamma,
  );
  const [top, bottom] = [fixed(margin.radius, digits.radius), fixed(margin.gamma, digits.gamma)];
  const result = fixed(margin.bound, 1);
  const ratio = signOf({
    parts: [Number(top), Number(bottom)],
    combine: ([r = 0, g = 1]) => (r / g) ** 2,
    result: Number(result),
  });
  const squares = (parts: readonly string[]): string =>
    parts.map((part) => `${bracketed(part)}^2`).join(' + ');
  const nearest = margin.nearest.map((part) => asTex(fixed(part, 4))).join(',\\ ');
  /** From other weights than 0 nothing is proved. */
  const proved = view.settings.start.every((weight) => weight === 0);
  const numbers: Record<string, Explanation> = {
    radius: {
      name: words.radius,
      value: radius.result,
      formula: 'R = \\max_i \\lVert (x_i, 1) \\rVert = \\max_i \\sqrt{x_{i1}^2 + x_{i2}^2 + 1^2}',
      now: `\\sqrt{${squares(radius.parts)} + 1^2} ${radius.sign} ${asTex(radius.result)}`,
      ...computedBy(computed['radius'], { mark: ['column_stack', 'lengths'] }),
    },
    gamma: {
      name: words.gamma,
      value: gamma.result,
      formula:
        '\\begin{gathered} \\gamma = \\min \\{ \\lVert v \\rVert : v \\in ' +
        '\\mathrm{conv}\\, y_i (x_i, 1) \\} ' +
        '\\\\ y_i = -1 \\text{ / } {+1} \\end{gathered}',
      now: `\\sqrt{${squares(gamma.parts)}} ${gamma.sign} ${asTex(gamma.result)}`,
      ...computedBy(computed['gamma'], {
        places: { nearest: `[${margin.nearest.join(', ')}]` },
        mark: ['point = ', 'sums', 'joining'],
      }),
    },
    nearest: {
      name: 'v',
      value: `(${margin.nearest.map((part) => fixed(part, 4)).join(', ')})`,
      formula: 'v = \\sum_i \\lambda_i\\, y_i (x_i, 1)',
      now: `(${nearest})`,
      ...computedBy(computed['gamma'], { places: { nearest: `[${margin.nearest.join(', ')}]` } }),
    },
  };
  if (proved)
    numbers['bound'] = {
      name: words.bound,
      value: result,
      formula: '\\left( \\frac{R}{\\gamma} \\right)^2',
      now: `(\\frac{${asTex(top)}}{${asTex(bottom)}})^2 ${ratio} ${asTex(result)}`,
      ...computedBy(computed['bound']),
    };
  return numbers;
}

/** So many decimals of R and gamma that the bound follows from them as they are shown. */
function digitsOfMargin({ radius, gamma, bound }: MarginView): {
  readonly radius: number;
  readonly gamma: number;
} {
  const least = decimalsOf(gamma);
  for (let more = 0; more < 6; more += 1) {
    const digits = { radius: 3 + more, gamma: least + more };
    const shown = (Number(fixed(radius, digits.radius)) / Number(fixed(gamma, digits.gamma))) ** 2;
    if (fixed(shown, 1) === fixed(bound, 1)) return digits;
  }
  return { radius: 9, gamma: least + 6 };
}

/** So many decimals that three digits tell something. */
const decimalsOf = (value: number): number => Math.max(2, Math.min(6, 2 - Math.floor(Math.log10(value))));

function pointAt(data: ArrayLike<number>, i: number): number[] {
  return [data[2 * i] ?? 0, data[2 * i + 1] ?? 0];
}

/** The sum of one point, with some weights. */
function sumNumber(
  view: PerceptronView,
  sample: number,
  weights: readonly number[],
  result: number,
): Explanation {
  const [x1 = 0, x2 = 0] = pointAt(view.samples.data, sample);
  const [w1 = 0, w2 = 0, b = 0] = weights;
  const equation = wholeSum(
    [
      [w1, x1],
      [w2, x2],
    ],
    [b],
    result,
  );
  const z = printedWith(equation, { parts: SET, result: 4 }, 0);
  return {
    name: 'z',
    value: z.result,
    formula: 'z = w_1 x_1 + w_2 x_2 + b',
    now: sumLine(z, 2),
    ...computedBy(view.computed['z'], { places: { i: sample } }),
  };
}

/** The sum of each point as it is now: what a truth table shows. */
export const cornerNumbers = (view: PerceptronView): Explanation[] =>
  Array.from(view.frame.z.data, (z, i) => sumNumber(view, i, view.frame.weights, z));

/** The sum of the point at hand, and each weight after the correction. */
function ruleNumbers(view: PerceptronView, correction: Correction, words: Words): Numbers {
  const { samples, computed, settings } = view;
  const x = pointAt(samples.data, correction.sample);
  const places = { i: correction.sample };
  const numbers: Record<string, Explanation> = {
    z: sumNumber(view, correction.sample, correction.before, correction.z),
  };
  LETTERS.forEach((letter, k) => {
    const parts = [
      correction.before[k] ?? 0,
      settings.eta,
      correction.true,
      correction.predicted,
      ...(k < 2 ? [x[k] ?? 0] : []),
    ];
    const after = printedWith(
      {
        parts,
        combine: ([w = 0, eta = 0, y = 0, answer = 0, value = 1]) => w + eta * (y - answer) * value,
        result: correction.after[k] ?? 0,
      },
      { parts: SET, result: SET },
      0,
    );
    const [w = '', eta = '', y = '', answer = '', value] = after.parts.map(bracketed);
    const factor = value === undefined ? '' : ` \\times ${value}`;
    numbers[`after${k}`] = {
      name: words.weights[k] ?? '',
      value: after.result,
      formula: `${letter} \\leftarrow ${letter} + \\eta\\,(y - \\hat y)${k < 2 ? `\\,x_${k + 1}` : ''}`,
      now: `${w} + ${eta} \\times (${y} - ${answer})${factor} ${after.sign} ${asTex(after.result)}`,
      ...computedBy(computed['change'], { places, mark: ['error', 'self.corrections ='] }),
    };
  });
  return numbers;
}

/** The rule on the point at hand and the bound, line by line as TeX; the numbers in it can be opened. */
export function lessonLines(view: PerceptronView, numbers: Numbers): string[] {
  const { correction } = view.frame;
  const lines: string[] = [];
  if (correction) {
    const { true: y, predicted } = correction;
    lines.push(`z &= \\explain{z} \\quad \\Rightarrow \\quad \\hat y = ${predicted}, \\quad y = ${y}`);
    LETTERS.forEach((letter, k) => {
      const { parts, sign } = added(correction, k);
      const [before = '', change = ''] = parts.map(bracketed);
      const of = k < 2 ? '' : '\\;\\,';
      lines.push(`${letter}${of} &\\leftarrow ${before} + ${change} ${sign} \\explain{after${k}}`);
    });
  }
  if (numbers['radius']) lines.push('R &= \\explain{radius}, \\quad \\gamma = \\explain{gamma}');
  if (numbers['bound'])
    lines.push('k &= \\explain{mistakes} \\le \\left( \\tfrac{R}{\\gamma} \\right)^2 = \\explain{bound}');
  return lines;
}
