import type { Explanation } from '../components/explanation';
import { isWork, NUMBER, readTerm, statements, type Term, valueOf } from '../lib/arithmetic';
import { asTex, plainNumber } from '../lib/format';

/** A number that a learner can find by hand, from the equation that it opens with. */
export interface Exercise {
  /** The value to be found; a share of one where it is shown as a percentage. */
  readonly value: number;
  /** Of the number as it is shown: the worth of its last digit, and how many it has behind the point. */
  readonly unit: number;
  readonly decimals: number;
  /** It is shown as a percentage. */
  readonly percent: boolean;
  /** The equation holds exactly for the digits that are printed; else it is rounded. */
  readonly exact: boolean;
  /** The equation with a blank in the place of the number, as TeX. */
  readonly blanked: string;
  /** What is calculated, in each way that the equation says it; empty where it goes by cases. */
  readonly work: readonly Term[];
  /** The last term of a sum is called b. */
  readonly biasLast: boolean;
  /** The number is inside the equation: what comes out with another in its place. */
  readonly inPlace?: (typed: number) => Outcome | undefined;
}

/** What an equation comes to, and whether that is the result that is printed behind it. */
export interface Outcome {
  readonly result: number;
  readonly holds: boolean;
  /** As it is printed, and what its last digit is worth. */
  readonly wanted: string;
  readonly unit: number;
}

/** A number that was printed or typed. */
export interface Written {
  readonly value: number;
  /** The worth of its last digit. */
  readonly unit: number;
}

export const BLANK = '\\boxed{\\,?\\,}';

/** Where a formula ends in its result, rounded once more or not; another may follow. */
const RESULT = new RegExp(
  String.raw`([=≈])\s*(?:\{\}\s*&\s*)?(${NUMBER}(?:\s*≈\s*${NUMBER})*)\s*(?=\\end\{aligned\}|, \\q?quad|$)`,
  'u',
);
const BOX = /\\boxed\{((?:[^{}]|\{[^{}]*\})*)\}/u;
const BIAS = /\+ *(\\boxed\{)?b(_\{?\w+\}?)?\}?\s*$/;

/** Reads a number, or a percentage as a share of one; undefined if it is none. */
export function readWritten(text: string): Written | undefined {
  const [, digits = '', percent] = /^(.*?)\s*([%％]?)$/u.exec(text.trim()) ?? [];
  const plain = plainNumber(digits);
  if (plain === undefined) return undefined;
  const [, decimals = '', exponent = '0'] = /(?:\.(\d*))?(?:e(.+))?$/i.exec(plain) ?? [];
  const share = percent === '' ? 0 : 2;
  return { value: Number(plain) / 10 ** share, unit: 10 ** (Number(exponent) - decimals.length - share) };
}

const same = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

const known = new WeakMap<Explanation, Exercise | undefined>();

/** What there is to do by hand to come to a number; undefined where its equation does not say. */
export function exerciseOf(number: Explanation): Exercise | undefined {
  if (!known.has(number)) known.set(number, makeExercise(number));
  return known.get(number);
}

function makeExercise({ value: text, formula, now }: Explanation): Exercise | undefined {
  const number = readWritten(text);
  if (number === undefined) return undefined;
  const facts = {
    ...number,
    decimals: /\.(\d+)/.exec(text)?.[1]?.length ?? 0,
    percent: text.endsWith('%'),
    biasLast: BIAS.test(formula),
  };
  const box = BOX.exec(now);
  if (box !== null) {
    const inside = readTerm(box[1] ?? '');
    if (inside === undefined || !same(valueOf(inside), number.value)) return undefined;
    const inPlace = (typed: number): Outcome | undefined =>
      outcomeOf(now.replace(BOX, `(${asTex(String(typed))})`));
    if (inPlace(number.value) === undefined) return undefined;
    return { ...facts, exact: true, blanked: now.replace(BOX, BLANK), work: [], inPlace };
  }
  const end = RESULT.exec(now);
  const last = end?.[2]?.split('≈').at(-1)?.trim();
  const found = last === undefined ? undefined : readTerm(last);
  if (end === null || found === undefined || !same(valueOf(found), number.value)) return undefined;
  const before = now.slice(0, end.index);
  const work = sides(before).filter(isWork);
  if (work.length === 0 && !before.includes('\\Rightarrow')) return undefined;
  return {
    ...facts,
    exact: !end[0].includes('≈'),
    blanked: `${before}${end[0].replace(end[2] ?? '', BLANK)}${now.slice(end.index + end[0].length)}`,
    work,
  };
}

/** The sides of the last equation of a formula that are arithmetic. */
const sides = (tex: string): Term[] =>
  (statements(tex.replace(/\\\\\s*$/, '')).at(-1) ?? '')
    .split(/[=≈]/u)
    .flatMap((side) => readTerm(side) ?? []);

/** What the work of a formula comes to, beside the result that is printed behind it. */
function outcomeOf(tex: string): Outcome | undefined {
  const end = RESULT.exec(tex);
  const last = end?.[2]?.split('≈').at(-1)?.trim() ?? '';
  const wanted = fromTex(last);
  const found = readWritten(wanted);
  const [work] = sides(tex.slice(0, end?.index ?? 0)).filter(isWork);
  if (work === undefined || found === undefined) return undefined;
  const result = valueOf(work);
  const room = end?.[0].includes('≈') ? found.unit / 2 : 0;
  const holds = Math.abs(result - found.value) <= room + 1e-9 * Math.max(found.unit, Math.abs(found.value));
  return { result, holds, wanted, unit: found.unit };
}

/** A number as `asTex` writes it, as it was before. */
const fromTex = (tex: string): string =>
  tex
    .replaceAll('{,}', ',')
    .replace('\\,\\%', '%')
    .replace(/ \\times 10\^\{(.*)\}/, 'e$1')
    .replaceAll('-', '\u2212');
