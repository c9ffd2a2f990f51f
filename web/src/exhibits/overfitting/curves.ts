import type { Axis } from '../../draw/scale';
import type { Series } from '../../draw/series';
import { fixed, percent } from '../../lib/format';
import type { Words } from './en';
import type { Curves, KeptRun } from './lab.gen';
import { colourOf, type Measure } from './settings';

export const writerOf = (measure: Measure): ((value: number) => string) =>
  measure === 'accuracy' ? (value) => percent(value, 1) : (value) => fixed(value, 3);

export const axisOf = (measure: Measure, words: Words): Axis =>
  measure === 'accuracy'
    ? { label: words.accuracyAxis, domain: [0, 1], format: (value) => percent(value, 0) }
    : { label: words.lossAxis };

/** The curves of the training that is seen live. */
export function liveSeries(curves: Curves, measure: Measure, words: Words): Series[] {
  const x = curves.epoch.data;
  const held = curves[`held_${measure}`].data;
  const both: Series[] = [
    {
      id: 'train',
      label: words.digits.trainCurve,
      x,
      y: curves[`train_${measure}`].data,
      colour: 'var(--negative)',
      dashed: true,
    },
    { id: 'held', label: words.digits.heldCurve, x, y: held, colour: 'var(--positive)' },
  ];
  return both.filter(({ y }) => Array.from(y).some((value) => !Number.isNaN(value)));
}

/** The kept runs: what is held back with its band, and dashed what is learned from. */
export function keptSeries(
  runs: readonly { readonly run: KeptRun; readonly number: number }[],
  measure: Measure,
): Series[] {
  return runs.flatMap(({ run, number }) => {
    const { epoch } = run.bands;
    const [train, held] = [run.bands[`train_${measure}`], run.bands[`held_${measure}`]];
    const colour = colourOf(number - 1);
    return [
      {
        id: `${run.id}.train`,
        label: '',
        name: `${number} …`,
        x: epoch.data,
        y: train.mean.data,
        colour,
        dashed: true,
      },
      {
        id: run.id,
        label: String(number),
        x: epoch.data,
        y: held.mean.data,
        colour,
        band: { low: held.low.data, high: held.high.data },
      },
    ];
  });
}
