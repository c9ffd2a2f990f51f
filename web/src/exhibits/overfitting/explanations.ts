import type { Explanation, Numbers } from '../../components/explanation';
import { computedBy } from '../../components/computed';
import { averaged, DIFFERENCE_FORMULA, differenceOf, MEAN_FORMULA, meanOf } from '../../components/estimates';
import { added, printedTo, signOf } from '../../lib/equation';
import { asTex, fixed, grouped, percent } from '../../lib/format';
import type { Words } from './en';
import type { Difference, Estimate, Luck, OverfittingView, RunsView, Weights } from './lab.gen';
import { constants } from './lab.gen';

type Computed = OverfittingView['computed'];
type Found = Pick<Explanation, 'value' | 'now'>;

/** A count over all, in percent. */
function ratio(count: number, all: number): Found {
  const value = percent(count / all);
  const sign = signOf({
    parts: [count, all],
    combine: ([a = 0, b = 1]) => (100 * a) / b,
    result: Number(fixed((100 * count) / all, 1)),
  });
  const fraction = `\\frac{${asTex(String(grouped(count)))}}{${asTex(String(grouped(all)))}}`;
  return { value, now: `${fraction} ${sign} ${asTex(value)}` };
}

const right = (name: string, found: Found, computed: Computed): Explanation => ({
  name,
  formula: '\\frac{\\#\\{\\, i : \\hat y_i = y_i \\,\\}}{n}',
  ...found,
  ...computedBy(computed['right']),
});

/** The scores of the game: `yours.seen` and so on. */
export function gameNumbers({ game, computed }: OverfittingView, words: Words): Numbers {
  const numbers: Record<string, Explanation> = {};
  for (const who of ['yours', 'network'] as const)
    for (const which of ['seen', 'unseen'] as const) {
      const score = game[who];
      if (score !== null)
        numbers[`${who}.${which}`] = right(
          words.game.scoreOf(words.game[who], words.game[which]),
          ratio(score[which], constants[which]),
          computed,
        );
    }
  return numbers;
}

/** The shares of the training that is seen live. */
export function liveNumbers({ live, computed }: OverfittingView, words: Words): Numbers {
  const numbers: Record<string, Explanation> = {
    train: right(words.digits.train, ratio(live.train.right, live.train.images), computed),
  };
  if (live.held)
    numbers['held'] = right(words.digits.held, ratio(live.held.right, live.held.images), computed);
  return numbers;
}

/** The scores of the kept runs: `train.ID`, `held.ID`, `difference.ID`, `test.ID`. */
export function runNumbers({ runs, reference }: RunsView, computed: Computed, words: Words): Numbers {
  const numbers: Record<string, Explanation> = {};
  const base = runs.find(({ id }) => id === reference)?.held;
  runs.forEach((run, i) => {
    for (const part of ['train', 'held', 'test'] as const) {
      const estimate = run[part];
      if (estimate !== null)
        numbers[`${part}.${run.id}`] = {
          name: words.runs.meanOf(words.runs.parts[part], i + 1),
          formula: MEAN_FORMULA,
          ...meanOf(estimate.values, estimate.mean),
          ...computedBy(computed['mean']),
        };
    }
    if (run.difference !== null && run.held !== null && base)
      numbers[`difference.${run.id}`] = explainedDifference(
        run.difference,
        run.held,
        base,
        i,
        computed,
        words,
      );
  });
  return numbers;
}

function explainedDifference(
  difference: Difference,
  held: Estimate,
  base: Estimate,
  i: number,
  computed: Computed,
  words: Words,
): Explanation {
  return {
    name: words.runs.differenceOf(i + 1),
    formula: DIFFERENCE_FORMULA,
    ...differenceOf(held.values, base.values, difference.mean),
    ...computedBy(computed['difference']),
  };
}

/** What choosing by the test costs on average. */
export function luckNumbers(luck: Luck, computed: Computed, words: Words): Numbers {
  const { best, mean_cost: cost } = luck;
  if (best === null || cost === null) return {};
  const costs = Array.from(luck.costs.data, (each) => 100 * each);
  const {
    parts,
    sign,
    result: value,
  } = printedTo({ parts: costs, combine: averaged, result: 100 * cost }, 2);
  const terms = parts.map((part, k) => (k === 0 ? asTex(part) : added(part))).join(' ');
  return {
    cost: {
      name: words.luck.cost,
      value,
      formula:
        '\\frac{1}{10} \\sum_{t=1}^{10} \\left[ ' +
        '(a_{k_t, t} - \\bar a_t) - (a_{k_t, -t} - \\bar a_{-t}) \\right], ' +
        '\\quad k_t = \\arg\\max_k a_{k, t}',
      now: `\\frac{${terms}}{${parts.length}} ${sign} ${asTex(value)}`,
      ...computedBy(computed['share']),
    },
  };
}

/** Shares of weights that are as good as gone. */
export function weightNumbers(
  parts: { readonly without: Weights | null; readonly penalised: Weights | null },
  computed: Computed,
  words: Words,
): Numbers {
  const numbers: Record<string, Explanation> = {};
  for (const which of ['without', 'penalised'] as const) {
    const weights = parts[which];
    if (weights !== null)
      numbers[`tiny.${which}`] = {
        name: words.weights.tinyOf(words.weights[which]),
        formula: `\\frac{\\#\\{\\, |w_{ij}| < ${constants.tiny} \\,\\}}{\\#\\{\\, w_{ij} \\,\\}}`,
        ...ratio(weights.tiny, weights.total),
        ...computedBy(computed['l1'] ?? computed['l2'] ?? computed['weights']),
      };
  }
  return numbers;
}
