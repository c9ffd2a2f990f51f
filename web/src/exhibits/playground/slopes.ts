import { computedBy, sourceOf } from '../../components/computed';
import type { Explanation } from '../../components/explanation';
import { stated } from '../../lib/equation';
import { compact } from '../../lib/format';
import type { UnitId } from './inspector.svelte';
import { unitName } from './names';
import type { Words } from './en';
import type { PlaygroundView, Slopes } from './lab.gen';

export interface SlopeNumbers {
  readonly weights: readonly Explanation[];
  readonly bias: Explanation;
}

/** What regularization adds to the slope at a weight, as TeX. */
const PRICE: Readonly<Record<string, string>> = {
  l1: ' + \\lambda \\operatorname{sign}(w)',
  l2: ' + \\lambda w',
};

/** How the loss over the training points rises with each weight into a unit and with its bias. */
export function slopeNumbers(
  view: PlaygroundView,
  { layer, unit, weights, bias }: UnitId & Slopes,
  words: Words,
): SlopeNumbers {
  const { computed, settings, setup } = view;
  const count = setup.train.target.data.length;
  const price = settings.regularization_rate === 0 ? '' : (PRICE[settings.regularization] ?? '');
  const name = unitName(view, layer, unit, words);
  const lines = view.layers[layer - 1]?.lines;
  const delta = `\\delta^{(${layer})}_{k,${unit + 1}}`;
  const open = (
    of: string,
    symbol: string,
    value: number,
    sum: (n: string) => string,
    mark: string,
    kind: string,
    i = 0,
  ): Explanation => ({
    name: words.slopeAt(of),
    value: compact(value, 4),
    formula:
      `\\frac{\\partial L}{\\partial ${symbol}} = ${sum('n')}, \\qquad ${delta} = \\frac{\\partial ` +
      `L}{\\partial z^{(${layer})}_{k,${unit + 1}}}`,
    now: stated(`\\frac{\\partial L}{\\partial ${symbol}} = ${sum(String(count))}`, value, compact(value, 4)),
    ...computedBy(computed[kind], { places: { i, j: unit }, layer: lines }),
    sources: [sourceOf(computed[kind], mark), sourceOf(computed['delta'])],
  });
  return {
    weights: Array.from(weights.data, (value, row) =>
      open(
        words.weight(unitName(view, layer - 1, row, words), name),
        `w_{${row + 1},${unit + 1}}`,
        value,
        (n) =>
          `\\sum_{k=1}^{${n}} ${layer === 1 ? `x_{k,${row + 1}}` : `a^{(${layer - 1})}_{k,${row + 1}}`} ` +
          `\\, ${delta}${price}`,
        't.x.T',
        'weight_slope',
        row,
      ),
    ),
    bias: open(
      words.biasOf(name),
      `b_{${unit + 1}}`,
      bias,
      (n) => `\\sum_{k=1}^{${n}} ${delta}`,
      'np.sum',
      'bias_slope',
    ),
  };
}
