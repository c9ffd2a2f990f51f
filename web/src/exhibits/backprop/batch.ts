import { computedBy } from '../../components/computed';
import type { Explanation } from '../../components/explanation';
import { added, stated } from '../../lib/equation';
import { asTex, significant } from '../../lib/format';
import type { Words } from './en';
import { changeOf, meanOf } from './explanations';
import type { BackpropView } from './lab.gen';
import { parameterName, parameterTex } from './names';

/** The change of a parameter, and the losses before and after it. */
type Row = Readonly<Record<'proposal' | 'before' | 'after', Explanation>>;

/** What each sample of a batch proposes for the chosen parameter, and its losses before and after. */
export function sampleNumbers(view: BackpropView, words: Words): Row[] {
  const { step, computed, chosen } = view;
  const place = view.places[chosen] ?? { layer: 1, row: -1, unit: 0 };
  const tex = parameterTex(place);
  const count = view.places.length;
  return Array.from(step.losses.data, (before, k) => {
    const sample = k + 1;
    const source = (kind: string) => computedBy(computed[kind], { places: { k } });
    const loss = (name: string, value: number): Explanation => {
      const text = significant(value, 4);
      const formula = computed['loss']?.formula ?? '';
      return {
        name: words.sampleOf(name, sample),
        value: text,
        formula,
        now: stated(`L_{${sample}}`, value, text),
        ...source('loss'),
      };
    };
    return {
      proposal: {
        name: words.sampleOf(words.changeOf(parameterName(place)), sample),
        ...changeOf(
          view,
          `\\Delta_{${sample}} ${tex}`,
          `\\frac{\\partial L_{${sample}}}{\\partial ${tex}}`,
          step.gradients.data[k * count + chosen] ?? Number.NaN,
          step.proposals.data[k * count + chosen] ?? Number.NaN,
        ),
        ...source('update'),
      },
      before: loss(words.lossBefore, before),
      after: loss(words.lossAfter, step.losses_after.data[k] ?? Number.NaN),
    };
  });
}

/** What the samples of a batch come to on average. */
export function averageNumbers(view: BackpropView, words: Words): Row {
  const { step, computed, chosen } = view;
  const place = view.places[chosen] ?? { layer: 1, row: -1, unit: 0 };
  const count = view.places.length;
  const samples = Array.from(step.losses.data, (_, k) => k);
  const mean = (
    parts: readonly number[],
    result: number,
    digits: number,
    name: string,
    symbol: string,
    kind: string,
  ): Explanation => {
    const found = meanOf(parts, result, digits);
    const terms = found.parts.map((part, k) => (k === 0 ? asTex(part) : added(part)));
    return {
      name,
      value: significant(result, digits),
      formula: `\\frac{1}{n} \\sum_{k=1}^{n} ${symbol}`,
      now: `\\frac{${terms.join(' ')}}{${parts.length}} ${found.sign} ${asTex(found.result)}`,
      ...computedBy(computed[kind], { places: { k: view.shown } }),
    };
  };
  return {
    proposal: mean(
      samples.map((k) => step.proposals.data[k * count + chosen] ?? Number.NaN),
      step.change.data[chosen] ?? Number.NaN,
      3,
      words.averageOf(words.changeOf(parameterName(place))),
      `\\Delta_k ${parameterTex(place)}`,
      'update',
    ),
    before: mean(
      Array.from(step.losses.data),
      step.loss,
      4,
      words.averageOf(words.lossBefore),
      'L_k',
      'loss',
    ),
    after: mean(
      Array.from(step.losses_after.data),
      step.loss_after,
      4,
      words.averageOf(words.lossAfter),
      'L_k',
      'loss',
    ),
  };
}
