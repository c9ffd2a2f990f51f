import { computedBy } from '../../components/computed';
import { DIFFERENCE_FORMULA, differenceOf, MEAN_FORMULA, meanOf } from '../../components/estimates';
import type { Explanation, Numbers } from '../../components/explanation';
import { asTex, compact } from '../../lib/format';
import type { Words } from './en';
import type { CompareView, Pair, SweepView } from './lab.gen';

type Computed = CompareView['computed'];

/** The means of the points, `mean.NUMBER`, and what the conclusion says: `difference`, `test`. */
export function sweepNumbers(sweep: SweepView, computed: Computed, words: Words): Numbers {
  const numbers: Record<string, Explanation> = {};
  for (const point of sweep.points)
    if (point.mean !== null)
      numbers[`mean.${point.number}`] = {
        name: words.meanOf(point.text),
        formula: MEAN_FORMULA,
        ...meanOf(point.accuracies, point.mean),
        ...computedBy(computed['mean']),
      };
  const { difference, first, second, test } = sweep.conclusion;
  const [one, other] = [sweep.points[first], sweep.points[second]];
  if (difference && one && other)
    numbers['difference'] = {
      name: words.verdict.difference,
      formula: DIFFERENCE_FORMULA,
      ...differenceOf(one.confirmed, other.confirmed, difference.mean),
      ...computedBy(computed['difference']),
    };
  if (test)
    numbers['test'] = {
      name: words.verdict.testName,
      formula: MEAN_FORMULA,
      ...meanOf(test.accuracies, test.mean),
      ...computedBy(computed['mean']),
    };
  return numbers;
}

/** What McNemar's test says of two networks: `p`. */
export function pairNumbers(pair: Pair, computed: Computed, words: Words): Numbers {
  if (pair.between === null) return {};
  const { only_first: one, only_second: other, p } = pair.between;
  const [fewer, all] = [Math.min(one, other), one + other];
  // Below 5e-324 there is no number but 0.
  const value = p === 0 ? '< 1e−300' : p > 0.999 ? '1' : compact(p);
  const told = p === 0 ? '< 10^{-300}' : `${p === 1 ? '=' : '\\approx'} ${asTex(value)}`;
  return {
    p: {
      name: words.pair.p,
      value,
      formula: 'p = \\min\\left(1, \\frac{2}{2^n} \\sum_{i=0}^{k} \\binom{n}{i}\\right)',
      now: `p ${told}, \\quad k = ${fewer}, \\quad n = ${one} + ${other} = ${all}`,
      ...computedBy(computed['mcnemar']),
    },
  };
}
