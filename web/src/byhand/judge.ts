import { type Exercise, type Outcome, readWritten, type Written } from './exercise';
import { type Term, valueOf } from '../lib/arithmetic';
import { type Mistake, mistakesIn } from './mistakes';

/** What is said of a number that a learner found by hand. */
export type Verdict =
  | { readonly kind: 'right' }
  /** The same number, rounded otherwise. */
  | { readonly kind: 'close' }
  | { readonly kind: 'wrong'; readonly mistake?: Pick<Mistake, 'kind' | 'part'> }
  /** What the equation comes to with it, and what it ought to come to. */
  | { readonly kind: 'other_result'; readonly outcome: Outcome }
  | { readonly kind: 'unreadable' };

/** Of a number with fewer digits than the page shows, the digits that are missing may matter so much. */
const COARSEST = 0.1;
/** With so many digits that count a learner may go on; what comes of it is as near as this share. */
const ROUGH = 3;
const NEAR = 0.02;
/** What a mistake leads to differs by no more than this share from what was typed. */
const FINEST = 0.05;
const TENS = [10, 0.1, 100, 0.01, 1000, 0.001];

/**
 * Judges what was typed. Right is the number with the digits that the page shows, or more of them where the
 * page rounds; close is what differs from it by rounding alone.
 */
export function judge(exercise: Exercise, typed: string): Verdict {
  const verdicts = readings(exercise, typed).map((reading) => judgeNumber(exercise, reading));
  const [first = { kind: 'unreadable' }] = verdicts;
  return (
    verdicts.find(({ kind }) => kind === 'right') ?? verdicts.find(({ kind }) => kind === 'close') ?? first
  );
}

/** What was typed, as a number; of a percentage "97.3", "97.3%" and "0.973" say the same. */
function readings({ percent }: Exercise, typed: string): Written[] {
  const read = readWritten(typed);
  if (read === undefined) return [];
  if (!percent || /[%％]\s*$/u.test(typed)) return [read];
  return [{ value: read.value / 100, unit: read.unit / 100 }, read];
}

function judgeNumber(exercise: Exercise, typed: Written): Verdict {
  const { value, unit, exact } = exercise;
  const off = Math.abs(typed.value - value);
  const tiny = 1e-9 * Math.max(Math.abs(value), unit);
  const outcome = exercise.inPlace?.(typed.value);
  if (outcome?.holds === true) return { kind: 'right' }; // several numbers may do
  if (off <= tiny || (!exact && typed.unit < unit && off <= unit / 2 + tiny)) return { kind: 'right' };
  if (isRounded(exercise, typed) || (!exact && off <= unit + tiny)) return { kind: 'close' };

  const mistake = mistakeOf(exercise, typed);
  if (mistake !== undefined) return { kind: 'wrong', mistake };
  if (!exact && isRoundedOnTheWay(exercise, typed)) return { kind: 'close' };
  return outcome === undefined ? { kind: 'wrong' } : { kind: 'other_result', outcome };
}

/** With fewer digits than the page shows, rounded or cut off. */
function isRounded({ value, unit }: Exercise, typed: Written): boolean {
  if (typed.unit <= unit * 1.001 || typed.value === 0) return false;
  const steps = value / typed.unit;
  const wholes = typed.value / typed.unit;
  const isOneOf = [Math.round(steps), Math.trunc(steps)].some((n) => Math.abs(n - wholes) < 1e-6);
  return isOneOf && Math.abs(typed.value - value) <= COARSEST * Math.abs(value);
}

/** The work was done right, with numbers that were rounded on the way to `ROUGH` digits that count. */
const isRoundedOnTheWay = ({ work, value }: Exercise, typed: Written): boolean =>
  work.some((term) => {
    const off = Math.abs(typed.value - value);
    return off <= NEAR * Math.abs(value) && off <= roomOf(term, value) + typed.unit / 2;
  });

/** How far a result moves at most, if each number behind it is rounded. */
function roomOf(term: Term, value: number): number {
  const leaves: number[] = [];
  valueOf(term, (leaf) => (leaves.push(leaf), leaf));
  return leaves.reduce((room, leaf, k) => {
    if (Number(leaf.toPrecision(ROUGH)) === leaf) return room;
    const half = 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(leaf))) + 1 - ROUGH);
    let i = 0;
    return room + Math.abs(valueOf(term, (each) => (i++ === k ? each + half : each)) - value);
  }, 0);
}

/** The step that went wrong, if one mistake leads just to what was typed. */
function mistakeOf({ value, unit, exact, work, biasLast }: Exercise, typed: Written): Mistake | undefined {
  const whole: Mistake[] = [
    { kind: 'sign', part: '', value: -value },
    ...TENS.map((ten) => ({ kind: 'point' as const, part: '', value: value * ten })),
  ];
  const all = [...whole, ...work.flatMap((term) => mistakesIn(term, biasLast))];
  /** As far as the digits that were typed can tell. */
  const isTyped = (other: number): boolean =>
    Math.abs(other - typed.value) <=
    Math.min(typed.unit / 2, FINEST * Math.abs(other)) + 1e-9 * Math.max(Math.abs(typed.value), unit);
  /** What leads to the number itself is no mistake: exactly, or within its rounding if it is rounded. */
  const room = exact ? 1e-9 * Math.max(Math.abs(value), unit) : unit / 2;
  return all.find((mistake) => isTyped(mistake.value) && Math.abs(mistake.value - value) > room);
}
