import { asTex } from '../lib/format';
import { type Equation, printed, printedSignificant, type Printed, signOf } from '../lib/equation';

/** A slope below this is shown by its digits, for it is its size that counts: 0.00091, not 0.00. */
const SMALL = 0.1;
const slopeOf = (equation: Equation): Printed =>
  equation.result !== 0 && Math.abs(equation.result) < SMALL
    ? printedSignificant(equation, 2)
    : printed(equation);

/** f with a number in it as TeX, and what a calculator makes of that. */
interface Applied {
  readonly tex: (z: string) => string;
  readonly value: (z: number) => number;
}

/** What the GELU takes the tanh of, with the root of 2/π as a number. */
const ROOT = 0.797885;
const inner = (z: string): string => `${ROOT} \\times (${z} + 0.044715 \\times (${z})^3)`;
const innerValue = (z: number): number => ROOT * (z + 0.044715 * z ** 3);

const APPLIED: Readonly<Record<string, Applied>> = {
  sigmoid: { tex: (z) => `\\sigma(${z}) = \\frac{1}{1 + e^{-(${z})}}`, value: (z) => 1 / (1 + Math.exp(-z)) },
  tanh: {
    tex: (z) => `\\tanh(${z}) = \\frac{e^{${z}} - e^{-(${z})}}{e^{${z}} + e^{-(${z})}}`,
    value: Math.tanh,
  },
  relu: { tex: (z) => `\\max(0, ${z})`, value: (z) => Math.max(0, z) },
  leaky_relu: { tex: (z) => `\\max(0.01 \\times (${z}), ${z})`, value: (z) => Math.max(0.01 * z, z) },
  step: {
    tex: (z) => `${z} ${z.startsWith('-') ? '<' : '\\ge'} 0 \\;\\Rightarrow\\; f(z)`,
    value: (z) => (z < 0 ? 0 : 1),
  },
  gelu: {
    tex: (z) => `\\frac{${z}}{2} \\times (1 + \\tanh(${inner(z)}))`,
    value: (z) => (z / 2) * (1 + Math.tanh(innerValue(z))),
  },
  linear: { tex: (z) => `f(${z})`, value: (z) => z },
};

/** A number that an equation ends in, as text, and the equation as TeX. */
export interface Found {
  readonly value: string;
  readonly now: string;
}

/** How an activation comes to the output `a` from the sum `z`, which is shown with so many decimals. */
export function activationApplied(name: string, z: number, a: number, least = 2, shown = least): Found {
  const { tex, value } = APPLIED[name] ?? { tex: (text: string) => `f(${text})`, value: () => a };
  const { parts, sign, result } = printed(
    { parts: [z], combine: ([x = Number.NaN]) => value(x), result: a },
    { least, shown },
  );
  return { value: result, now: `${tex(asTex(parts[0] ?? ''))} ${sign} ${asTex(result)}` };
}

/** The same for the slope f′(z), where it is more than a constant: made from the output. */
const SLOPES: Readonly<Record<string, Applied>> = {
  sigmoid: { tex: (a) => `${a} \\times (1 - ${a})`, value: (a) => a * (1 - a) },
  tanh: { tex: (a) => `1 - (${a})^2`, value: (a) => 1 - a * a },
};

export function slopeApplied(name: string, z: string, a: number, slope: number, at = Number.NaN): Found {
  if (name === 'gelu') return geluSlope(at, slope);
  const applied = SLOPES[name];
  if (applied === undefined) {
    const { result } = slopeOf({ parts: [], combine: () => slope, result: slope });
    const bent = name === 'relu' || name === 'leaky_relu';
    const side = `${asTex(z)} ${Number(z.replace('−', '-')) > 0 ? '>' : '\\le'} 0 \\;\\Rightarrow\\; `;
    return { value: result, now: `${bent ? side : ''}f'(z) = ${asTex(result)}` };
  }
  const { parts, sign, result } = slopeOf({
    parts: [a],
    combine: ([x = Number.NaN]) => applied.value(x),
    result: slope,
  });
  return { value: result, now: `${applied.tex(asTex(parts[0] ?? ''))} ${sign} ${asTex(result)}` };
}

/** The slope of the GELU needs the tanh inside it: t. */
function geluSlope(z: number, slope: number): Found {
  const { parts, sign, result } = slopeOf({
    parts: [z, Math.tanh(innerValue(z))],
    combine: ([x = 0, t = 0]) => (1 + t) / 2 + (x / 2) * (1 - t * t) * ROOT * (1 + 0.134145 * x * x),
    result: slope,
  });
  const [x = '', t = ''] = parts.map(asTex);
  const applied = signOf({
    parts: [Number(x)],
    combine: ([value = 0]) => Math.tanh(innerValue(value)),
    result: Number(t),
  });
  return {
    value: result,
    now:
      `\\begin{aligned} t &= \\tanh(${inner(x)}) ${applied} ${t} \\\\ f'(z) &= ` +
      `\\frac{1 + (${t})}{2} + \\frac{${x}}{2} \\times (1 - (${t})^2) \\\\ & \\quad {} \\times ${ROOT} ` +
      `\\times (1 + 0.134145 \\times (${x})^2) ${sign} ${asTex(result)} \\end{aligned}`,
  };
}
