import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import {
  bracketed,
  digitsFor,
  printedSignificant,
  signOf,
  stated,
  sum,
  type Equation,
  type Printed,
} from '../../lib/equation';
import { asTex, percent, significant } from '../../lib/format';
import type { Words } from './en';
import { RACERS, type Racer } from './settings';
import { lossText } from './written';
import { constants, type Frames, type Landscape, type OptimizersView } from './lab.gen';

const { beta1, beta2, rho, epsilon, weight_decay } = constants;
/** Digits that count: of parameters, which change little in a step, and of everything else. */
const FINE = 6;
const DIGITS = 4;
const TINY = `10^{${Math.round(Math.log10(epsilon))}}`;
const TWO =
  (combine: (a: number, b: number) => number): Equation['combine'] =>
  ([a = 0, b = 0]) =>
    combine(a, b);
/** 1 - share, without what binary numbers add to it. */
const rest = (share: number): number => Number((1 - share).toPrecision(6));

/** The square of a printed part: of a power of ten too, which has an exponent already. */
const squaredTex = (part = ''): string =>
  part.startsWith('(') || /^[\d.]+$/.test(part) ? `${part}^2` : `(${part})^2`;

type Write = (parts: readonly string[]) => string;

/** The numbers of the step that is shown, of one parameter of the racer that is followed. */
export function updateNumbers(view: OptimizersView, words: Words): Numbers {
  const { moment, followed } = view;
  if (moment.step === 0) return {};
  const P = view.names[moment.parameter] ?? '';
  const rate = moment.rate * moment.factor;
  const made = maker(view);
  const numbers: Record<string, Explanation> = { ...gradientNumbers(view, P, words) };
  numbers['eta'] = made(
    'rate',
    words.number.rate,
    '\\eta_t',
    `\\eta_t = \\eta \\, \\times \\text{${words.number.factor}}`,
    { parts: [moment.rate, moment.factor], combine: TWO((a, b) => a * b), result: rate },
    ([a, b]) => `${a} \\times ${b}`,
  );

  const { gradient: g, momentum: mu, before } = moment;
  const kept = (
    id: string,
    name: string,
    share: number,
    old: number,
    now: number,
    squared: boolean,
  ): void => {
    const letter = id;
    const [keep, gain] = [significant(share, 6), significant(rest(share), 6)];
    const formula = `${letter} \\leftarrow ${keep}\\, ${letter} + ${gain}\\, g${squared ? '^2' : ''}`;
    numbers[id] = made(
      id,
      name,
      letter,
      formula,
      {
        parts: [old, g],
        combine: TWO((a, b) => share * a + rest(share) * (squared ? b * b : b)),
        result: now,
      },
      ([a, b]) => `${keep} \\times ${a} + ${gain} \\times ${squared ? squaredTex(b) : (b ?? '')}`,
    );
  };
  const corrected = (id: string, of: string, share: number, raw: number, result: number): void => {
    numbers[id] = made(
      of,
      words.number.corrected(of),
      `\\hat ${of}`,
      `\\hat ${of} = \\frac{${of}}{1 - ${significant(share, 6)}^{${moment.step}}}`,
      { parts: [raw], combine: ([a = 0]) => a / (1 - share ** moment.step), result },
      ([a]) => `\\frac{${asTexOf(a)}}{1 - ${significant(share, 6)}^{${moment.step}}}`,
    );
  };
  const after = (
    formula: string,
    parts: readonly number[],
    combine: Equation['combine'],
    write: Write,
  ): void => {
    numbers['after'] = made(
      'update',
      words.number.after(moment.step),
      P,
      formula,
      { parts, combine, result: moment.after },
      write,
      FINE,
    );
  };

  if (followed === 'momentum' || followed === 'nesterov') {
    numbers['v'] = made(
      'v',
      words.number.velocity,
      'v',
      'v \\leftarrow \\mu v + g',
      {
        parts: [mu, moment.velocity_before, g],
        combine: ([a = 0, b = 0, c = 0]) => a * b + c,
        result: moment.velocity,
      },
      ([a, b, c]) => `${a} \\times ${b} + ${c}`,
    );
  }
  if (followed === 'rmsprop')
    kept('s', words.number.squares, rho, moment.squares_before, moment.squares, true);
  if (followed === 'adam' || followed === 'adamw') {
    kept('m', words.number.average, beta1, moment.velocity_before, moment.velocity, false);
    kept('v', words.number.squares, beta2, moment.squares_before, moment.squares, true);
    corrected('mhat', 'm', beta1, moment.velocity, moment.velocity_corrected);
    corrected('vhat', 'v', beta2, moment.squares, moment.squares_corrected);
  }

  switch (followed) {
    case 'gd':
    case 'sgd':
      after(
        `${P} \\leftarrow ${P} - \\eta_t\\, g`,
        [before, rate, g],
        ([a = 0, b = 0, c = 0]) => a - b * c,
        ([a, b, c]) => `${a} - ${b} \\times ${c}`,
      );
      break;
    case 'momentum':
      after(
        `${P} \\leftarrow ${P} - \\eta_t\\, v`,
        [before, rate, moment.velocity],
        ([a = 0, b = 0, c = 0]) => a - b * c,
        ([a, b, c]) => `${a} - ${b} \\times ${c}`,
      );
      break;
    case 'nesterov':
      after(
        `${P} \\leftarrow ${P} - \\eta_t\\, (g + \\mu v)`,
        [before, rate, g, mu, moment.velocity],
        ([a = 0, b = 0, c = 0, d = 0, e = 0]) => a - b * (c + d * e),
        ([a, b, c, d, e]) => `${a} - ${b} \\times (${c} + ${d} \\times ${e})`,
      );
      break;
    case 'rmsprop':
      after(
        `${P} \\leftarrow ${P} - \\eta_t \\frac{g}{\\sqrt{s} + \\epsilon}`,
        [before, rate, g, moment.squares],
        ([a = 0, b = 0, c = 0, d = 0]) => a - (b * c) / (Math.sqrt(d) + epsilon),
        ([a, b, c, d]) => `${a} - ${b} \\times \\frac{${c}}{\\sqrt{${asTexOf(d)}} + ${TINY}}`,
      );
      break;
    default: {
      const decay = followed === 'adamw' ? weight_decay : 0;
      const shrink = decay > 0;
      after(
        `${P} \\leftarrow ${shrink ? '(1 - \\eta_t \\lambda)\\, ' : ''}${P} - ` +
          '\\eta_t \\frac{\\hat m}{\\sqrt{\\hat v} + \\epsilon}',
        [before, rate, moment.velocity_corrected, moment.squares_corrected],
        ([a = 0, b = 0, c = 0, d = 0]) => (1 - b * decay) * a - (b * c) / (Math.sqrt(d) + epsilon),
        ([a, b, c, d]) =>
          `${shrink ? `(1 - ${b} \\times ${decay}) \\times ` : ''}${a} - ` +
          `${b} \\times \\frac{${c}}{\\sqrt{${asTexOf(d)}} + ${TINY}}`,
      );
    }
  }
  numbers['before'] = {
    ...(numbers['after'] as Explanation),
    name: words.number.before(moment.step - 1),
    value: significant(before, FINE),
    formula: P,
    now: stated(P, before, significant(before, FINE)),
  };
  return numbers;
}

/** A printed part as it stands inside brackets of its own. */
const asTexOf = (part = ''): string => part.replace(/^\((.*)\)$/, '$1');

/** A result that so small a share of its parts moves by more than itself is what their cancelling left. */
const CANCELLED = 1e-10;
/** So many digits a part may have. */
const MOST = 12;

/**
 * An equation whose result has so many digits that count: more where more stand before the point, fewer where
 * the parts cancel so far that they cannot be written with digits enough, none where all of it cancels.
 */
function printedWhole(equation: Equation, digits: number): Printed {
  const { parts, combine, result } = equation;
  const moved = parts.map((part, i) => combine(parts.with(i, part * (1 + CANCELLED))) - combine(parts));
  if (Math.abs(result) < sum(moved.map(Math.abs)))
    return printedSignificant({ ...equation, result: 0 }, digits, MOST);
  const before = Math.floor(Math.log10(Math.abs(result))) + 1;
  let count = before > digits && before <= 6 ? before : digits;
  while (count > 1 && count > before && digitsFor(equation, count, count, MOST) >= MOST) count -= 1;
  return printedSignificant(equation, count);
}

/** Makes an explanation from an equation; the symbol stands before it. */
function maker({ computed }: OptimizersView) {
  return (
    kind: string,
    name: string,
    symbol: string,
    formula: string,
    equation: Equation,
    write: Write,
    digits = DIGITS,
  ): Explanation => {
    const { parts, sign, result } = printedWhole(equation, digits);
    const texts = parts.map((part) => bracketed(part));
    return {
      name,
      value: result,
      formula,
      now: `${symbol} = ${write(texts)} ${sign} ${asTex(result)}`,
      ...computedBy(computed[kind]),
    };
  };
}

/** The gradient; on a surface it is the slope there and the mean tilt of the samples of this step. */
function gradientNumbers(view: OptimizersView, P: string, words: Words): Record<string, Explanation> {
  const { moment, computed } = view;
  const { gradient, slope, tilt } = moment;
  if (slope === null || tilt === null) {
    return {
      g: {
        name: words.number.gradient,
        value: significant(gradient, DIGITS),
        formula: `g = \\frac{1}{${moment.samples}} \\sum_i \\frac{\\partial L_i}{\\partial ${P}}`,
        now: stated('g', gradient, significant(gradient, DIGITS)),
        ...computedBy(computed['gradient']),
      },
    };
  }
  const partial = `\\frac{\\partial f}{\\partial ${P}}`;
  const made = maker(view);
  const whole = { parts: [slope, tilt], combine: sum, result: gradient };
  // With the digits that their sum needs, wherever they stand.
  const [slopeText = '', tiltText = ''] = printedWhole(whole, DIGITS).parts;
  const x = stated('x', moment.x, significant(moment.x, FINE));
  const y = stated('y', moment.y, significant(moment.y, FINE));
  return {
    g: made('gradient', words.number.gradient, 'g', `g = ${partial} + t`, whole, ([a, b]) => `${a} + ${b}`),
    slope: {
      name: words.number.slope(P),
      value: slopeText,
      formula: `${partial} = ${view.slopes[moment.parameter] ?? ''}`,
      now: `${stated(partial, slope, slopeText)} \\quad ${x}, \\; ${y}`,
      ...computedBy(computed['slope']),
    },
    tilt: {
      name: words.number.tilt(moment.samples),
      value: tiltText,
      formula: `t = \\frac{1}{${moment.samples}} \\sum_i t_i`,
      now: stated('t', tilt, tiltText),
      ...computedBy(computed['tilt']),
    },
  };
}

/** The lines of the update with its numbers in it. */
export function updateLines(view: OptimizersView, numbers: Numbers): string[] {
  const P = view.names[view.moment.parameter] ?? '';
  const opened = (id: string): string => `\\explain{${id}}`;
  const line = (id: string, symbol: string): string[] => (numbers[id] ? [`${symbol} &= ${opened(id)}`] : []);
  const made = numbers['slope'] && numbers['tilt'];
  const tilt = numbers['tilt']?.value.startsWith('−') === true ? `(${opened('tilt')})` : opened('tilt');
  return [
    ...(made ? [`g &= ${opened('slope')} + ${tilt} = ${opened('g')}`] : line('g', 'g')),
    ...line('eta', '\\eta_t'),
    ...line('m', 'm'),
    ...line('v', 'v'),
    ...line('s', 's'),
    ...line('mhat', '\\hat m'),
    ...line('vhat', '\\hat v'),
    ...(numbers['after'] ? [`${P} &: \\; ${opened('before')} \\;\\to\\; ${opened('after')}`] : []),
  ];
}

/** What the letters of a racer's rule stand for that are no numbers of the step. */
export function lettersOf(racer: Racer, momentum: number, { letters, comma }: Words): string {
  const adam = racer.startsWith('adam');
  const [has, keeps, decays] = [adam || racer === 'rmsprop', racer === 'rmsprop', racer === 'adamw'];
  return [
    letters.eta,
    ...(racer === 'momentum' || racer === 'nesterov' ? [letters.mu(momentum)] : []),
    ...(keeps ? [letters.rho(rho)] : []),
    ...(adam ? [letters.betas(beta1, beta2), letters.hats] : []),
    ...(decays ? [letters.lambda(weight_decay)] : []),
    ...(has ? [letters.epsilon(significant(epsilon, 1))] : []),
  ].join(comma);
}

const LOWERED = '₀₁₂₃₄₅₆₇₈₉';
/** A parameter's name as text: "w₁₂ of layer 1". */
export function parameterName(tex: string, words: Words): string {
  const [, letter, layer, index] = /^(\w)\^\{\((\d)\)\}_\{(\d+)\}$/.exec(tex) ?? [];
  if (letter === undefined || layer === undefined) return tex;
  return words.parameterOf(letter + (index ?? '').replace(/\d/g, (d) => LOWERED[Number(d)] ?? d), layer);
}

/** The loss of a racer at a step, of all samples: on a surface, the height where it stands. */
export function lossNumber(
  { computed, settings }: OptimizersView,
  { places }: Frames,
  name: Racer,
  step: number,
  loss: number,
  words: Words,
): Explanation {
  const text = lossText(loss);
  const columns = places.shape[1] ?? 1;
  const at = 2 * (RACERS.indexOf(name) * columns + Math.min(step, columns - 1));
  const place = ['x', 'y'].map((axis, i) => {
    const value = places.data[at + i] ?? Number.NaN;
    return stated(axis, value, significant(value, FINE));
  });
  const surface = settings.problem !== 'network';
  return {
    name: words.number.loss(words.names[name]),
    value: text,
    formula: surface ? (computed['loss']?.formula ?? '') : `L = \\frac{1}{${constants.samples}} \\sum_i L_i`,
    now: surface
      ? `${stated('f(x, y)', loss, text)} \\quad ${place.join(', \\; ')}`
      : stated('L', loss, text),
    ...computedBy(computed['loss']),
  };
}

/** How much of a path its plane explains. */
export function planeNumbers(
  land: Landscape | undefined,
  { computed }: OptimizersView,
  words: Words,
): Numbers {
  if (!land?.shares) return {};
  const equation = {
    parts: land.shares.map((share) => Number((100 * share).toFixed(2))),
    combine: sum,
    result: Number(
      land.shares
        .map((share) => Number((100 * share).toFixed(2)))
        .reduce((a, b) => a + b)
        .toFixed(2),
    ),
  };
  const texts = land.shares.map((share) => percent(share, 2));
  const value = `${equation.result.toFixed(2)}%`;
  return {
    share: {
      name: words.number.explained,
      value,
      formula: '\\frac{\\sigma_1^2 + \\sigma_2^2}{\\sum_k \\sigma_k^2}',
      now: `${texts.map(asTex).join(' + ')} ${signOf(equation)} ${asTex(value)}`,
      ...computedBy(computed['plane']),
    },
  };
}
