import { computedBy } from '../../components/computed';
import type { Explanation, Numbers } from '../../components/explanation';
import { bracketed, digitsFor, printedSignificant, stated, type Equation } from '../../lib/equation';
import { asTex, fixed, grouped, significant } from '../../lib/format';
import type { Words } from './en';
import { constants, type GradientFlowView, type Measured, type Trained } from './lab.gen';

const DIGITS = 3;
const RATIO = '\\frac{s(\\partial L / \\partial x)}{s(\\partial L / \\partial z)}';

/** So many digits count, and all before the point of a number that is written without a power of ten. */
const digitsOf = (value: number): number =>
  Math.abs(value) < 1e6 ? Math.max(DIGITS, Math.floor(Math.log10(Math.abs(value))) + 1) : DIGITS;

type Found = Pick<Explanation, 'value' | 'now'>;

/** An equation of any size, between the texts of its parts; where a number is not finite, without them. */
function equation(
  of: Equation,
  write: (parts: readonly string[]) => string,
  symbol: string,
  digits = digitsOf(of.result),
  ofParts?: number,
): Found {
  if (![...of.parts, of.result].every(Number.isFinite)) {
    const value = fixed(of.result);
    return { value, now: stated(symbol, of.result, value) };
  }
  const { parts, sign, result } = printedSignificant(of, digits, ofParts);
  return { value: result, now: `${write(parts.map(bracketed))} ${sign} ${asTex(result)}` };
}

const fraction = ([above = '', below = '']: readonly string[]): string => `\\frac{${above}}{${below}}`;
const divided = ([a = Number.NaN, b = Number.NaN]: readonly number[]): number => a / b;

/** Norm over the root of the number of entries. */
function size({ norm, entries, size: result }: Measured, digits = digitsOf(result)): Found {
  const root = `\\sqrt{${asTex(grouped(entries))}}`;
  return equation(
    { parts: [norm], combine: ([n = Number.NaN]) => n / Math.sqrt(entries), result },
    ([n = '']) => `\\frac{${n}}{${root}}`,
    's',
    digits,
  );
}

/** The whole of it, with the numbers of `verdictNumbers` in their places. */
export function ratioLines(numbers: Numbers, depth: number): string {
  const sizes = '\\frac{\\explain{input}}{\\explain{output}}';
  const first = `${RATIO} &= ${sizes} \\\\ &= \\explain{ratio}`;
  const { factor } = numbers;
  if (factor === undefined) return `\\begin{aligned} ${first} \\end{aligned}`;
  const second = `(\\explain{ratio})^{\\frac{1}{${depth + 1}}} &= \\explain{factor}`;
  return `\\begin{aligned} ${first} \\\\ ${second} \\end{aligned}`;
}

/** The gradient at the input against that at the output, and what each layer makes of it. */
export function verdictNumbers(view: GradientFlowView, words: Words): Numbers {
  const { computed, input, output, ratio, factor, settings } = view;
  const by = computedBy(computed['ratio']);
  const layers = settings.depth + 1;
  const root = ([r = Number.NaN]: readonly number[]): number => r ** (1 / layers);
  const each = { parts: [ratio], combine: root, result: factor };
  const hasFactor = Number.isFinite(factor) && factor > 0;
  /** The factor has as many digits as any other number; the ratio, as many as it takes for that. */
  const ofRatio = hasFactor ? Math.max(digitsOf(ratio), digitsFor(each, digitsOf(factor))) : digitsOf(ratio);
  const whole = { parts: [input.size, output.size], combine: divided, result: ratio };
  /** Both sizes are shown with as many digits as their quotient takes. */
  const digits = digitsFor(whole, ofRatio, Math.max(ofRatio, digitsOf(input.size), digitsOf(output.size)));
  const numbers: Record<string, Explanation> = {
    ratio: {
      name: words.verdict.ratio,
      formula: RATIO,
      ...equation(whole, fraction, 'r', ofRatio, digits),
      ...by,
    },
    input: {
      name: words.numbers.gradientAt(0),
      formula: computed['gradient']?.formula ?? '',
      ...size(input, digits),
      ...computedBy(computed['gradient'], { places: { k: 0 } }),
    },
    output: {
      name: words.numbers.gradientAt(layers),
      formula: computed['gradient']?.formula ?? '',
      ...size(output, digits),
      ...computedBy(computed['gradient'], { places: { k: layers } }),
    },
  };
  if (hasFactor) {
    const { parts, sign, result } = printedSignificant(each, digitsOf(factor), ofRatio);
    numbers['factor'] = {
      name: words.verdict.factor,
      value: result,
      formula: `q = \\left( ${RATIO} \\right)^{1 / ${layers}}`,
      now: `(${asTex(parts[0] ?? '')})^{\\frac{1}{${layers}}} ${sign} ${asTex(result)}`,
      ...by,
    };
  }
  return numbers;
}

/** What is said of the chosen layer. */
export function layerNumbers(view: GradientFlowView, words: Words): Numbers {
  const { computed, settings } = view;
  const { layer, gradient, activation, weight, weight_gradient, slope } = view.layer;
  const places = { k: layer, i: layer - 1, rate: settings.learning_rate };
  const numbers: Record<string, Explanation> = {
    gradient: {
      name: words.layer.gradient,
      formula: computed['gradient']?.formula ?? '',
      ...size(gradient),
      ...computedBy(computed['gradient'], { places }),
    },
    activation: {
      name: words.layer.activation,
      formula: computed['activation']?.formula ?? '',
      ...size(activation),
      ...computedBy(computed['activation'], { places }),
    },
    slope: {
      name: words.layer.slope,
      value: significant(slope, DIGITS),
      formula: computed['slope']?.formula ?? '',
      now: `\\frac{1}{N} \\sum f'(z) ≈ ${asTex(significant(slope, DIGITS))}`,
      ...computedBy(computed['slope'], { places }),
    },
  };
  if (weight.size > 0) {
    const rate = settings.learning_rate;
    numbers['update'] = {
      name: words.layer.update,
      formula: '\\frac{\\eta \\, s(\\partial L / \\partial W)}{s(W)}',
      ...equation(
        {
          parts: [rate, weight_gradient.size, weight.size],
          combine: ([eta = 0, g = 0, w = 0]) => (eta * g) / w,
          result: (rate * weight_gradient.size) / weight.size,
        },
        ([eta = '', g = '', w = '']) => `\\frac{${eta} \\times ${g}}{${w}}`,
        '\\frac{\\Delta W}{W}',
      ),
      ...computedBy(computed['update'], { places }),
    };
  }
  return numbers;
}

/** The mean of a training's last losses. */
export function endNumber(
  { losses, end }: Trained,
  name: string,
  computed: GradientFlowView['computed'],
  words: Words,
): Explanation | undefined {
  if (end === null) return undefined;
  const { last, steps } = constants;
  const total = Array.from(losses.data.slice(-last)).reduce((sum, loss) => sum + loss, 0);
  return {
    name: words.trial.end(name),
    formula: `\\frac{1}{${last}} \\sum_{t=${steps - last + 1}}^{${steps}} L_t`,
    ...equation(
      { parts: [total], combine: ([sum = Number.NaN]) => sum / last, result: end },
      ([sum = '']) => `\\frac{${sum}}{${last}}`,
      'L',
    ),
    ...computedBy(computed['loss']),
  };
}
