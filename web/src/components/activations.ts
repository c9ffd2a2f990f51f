import { asTex } from '../lib/format';
import { printed } from '../lib/equation';

/** f with a number in it as TeX, and what a calculator makes of that. */
interface Applied {
  readonly tex: (z: string) => string;
  readonly value: (z: number) => number;
}

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

export function slopeApplied(name: string, z: string, a: number, slope: number): Found {
  const applied = SLOPES[name];
  if (applied === undefined) {
    const { result } = printed({ parts: [], combine: () => slope, result: slope });
    const bent = name === 'relu' || name === 'leaky_relu';
    const side = `${asTex(z)} ${Number(z.replace('−', '-')) > 0 ? '>' : '\\le'} 0 \\;\\Rightarrow\\; `;
    return { value: result, now: `${bent ? side : ''}f'(z) = ${asTex(result)}` };
  }
  const { parts, sign, result } = printed({
    parts: [a],
    combine: ([x = Number.NaN]) => applied.value(x),
    result: slope,
  });
  return { value: result, now: `${applied.tex(asTex(parts[0] ?? ''))} ${sign} ${asTex(result)}` };
}
