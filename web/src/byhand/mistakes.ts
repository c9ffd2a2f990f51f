import { type Term, valueOf } from '../lib/arithmetic';

/** A step that is often done wrongly, and the part of the equation that it concerns. */
export type MistakeKind =
  | 'sign'
  | 'point'
  | 'function'
  | 'max'
  | 'bias'
  | 'left_out'
  | 'part_sign'
  | 'factor'
  | 'added'
  | 'order'
  | 'divided'
  | 'inverted'
  | 'power'
  | 'rounded';

export interface Mistake {
  readonly kind: MistakeKind;
  /** TeX. */
  readonly part: string;
  /** What the equation comes to with it. */
  readonly value: number;
}

/** What the calculation comes to with one step of it done wrongly, in each of the ways that are common. */
export function mistakesIn(term: Term, biasLast = false): Mistake[] {
  const values = term.parts.map((part) => valueOf(part));
  const deeper = term.parts.flatMap((part, i) =>
    mistakesIn(part).map((mistake) => ({ ...mistake, value: term.combine(values.with(i, mistake.value)) })),
  );
  return [...here(term, values, biasLast), ...deeper];
}

function here(term: Term, values: readonly number[], biasLast: boolean): Mistake[] {
  const { parts, combine, tex } = term;
  const [first = Number.NaN, second = Number.NaN] = values;
  const texOf = (i: number): string => parts[i]?.tex ?? '';
  const without = (i: number): number => combine(values.filter((_, j) => j !== i));
  switch (term.kind) {
    case 'number':
    case 'percent':
      return [];
    case 'negative':
      return [{ kind: 'part_sign', part: tex, value: first }];
    case 'sum':
      return [
        ...values.map((_, i): Mistake => {
          const bias = biasLast && i === values.length - 1;
          return { kind: bias ? 'bias' : 'left_out', part: texOf(i), value: without(i) };
        }),
        ...values.map((value, i): Mistake => ({
          kind: 'part_sign',
          part: texOf(i),
          value: combine(values.with(i, -value)),
        })),
        ...parts.flatMap((part, i) => tooEarly(part, i, term, values)),
      ];
    case 'product':
      return [
        ...(values.length === 2 ? [{ kind: 'added' as const, part: tex, value: first + second }] : []),
        ...values.map((_, i): Mistake => ({ kind: 'factor', part: texOf(i), value: without(i) })),
        // A factor was left out, and the minus before it kept.
        ...values.flatMap((value, i): Mistake[] =>
          value < 0 ? [{ kind: 'factor', part: texOf(i).replace(/^\(?-/, '('), value: -without(i) }] : [],
        ),
      ];
    case 'fraction':
      return [
        { kind: 'divided', part: texOf(1), value: first },
        { kind: 'inverted', part: tex, value: second / first },
      ];
    case 'power':
      return [
        { kind: 'power', part: tex, value: first },
        { kind: 'power', part: tex, value: first * second },
        { kind: 'part_sign', part: texOf(1), value: first ** -second },
      ];
    case 'function':
      return [{ kind: 'function', part: tex, value: first }];
    case 'round':
      return [first, Math.floor(first), Math.ceil(first)].map((value) => ({
        kind: 'rounded',
        part: tex,
        value,
      }));
    case 'max':
      return [
        { kind: 'function', part: tex, value: second },
        { kind: 'max', part: tex, value: first },
      ];
  }
}

/** The sum was taken before the product: a · (b + c) instead of a · b + c. */
function tooEarly({ kind, parts, tex }: Term, i: number, sum: Term, values: readonly number[]): Mistake[] {
  const next = values[i + 1];
  if (kind !== 'product' || next === undefined) return [];
  const factors = parts.map((part) => valueOf(part));
  const product = factors.slice(0, -1).reduce((total, factor) => total * factor, 1);
  const value = product * ((factors.at(-1) ?? 0) + next);
  return [{ kind: 'order', part: tex, value: sum.combine(values.with(i, value).toSpliced(i + 1, 1)) }];
}
