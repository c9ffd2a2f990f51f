import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { all } from '../../testing/equations';
import { exchangesOf } from '../../testing/snapshots';
import { en as words } from './en';
import {
  epochNumber,
  imageNumbers,
  leftNumber,
  paceNumber,
  spentNumber,
  stepNumber,
  stepsNumber,
} from './course';
import { cellNumber, modelParameters, outputNumber, parameterNumber, runNumbers } from './explanations';
import { fixed, grouped, percent } from '../../lib/format';
import { readRunReply, readTrainView } from './lab.gen';

describe('training', () => {
  const exchanges = exchangesOf('train');
  const { run } = readRunReply(exchanges['finished']?.data);
  const { plan, models } = readTrainView(exchanges['three-blue']?.data);

  it('the plan', () =>
    all([
      parameterNumber(plan, words),
      stepsNumber(plan, words),
      ...Object.values(imageNumbers(plan, words)),
    ]));

  it('the models', () => all(models.map((model) => modelParameters(model, plan, words))));

  it('a run', () => {
    if (run?.live == null) throw new Error('no run');
    const { live } = run;
    all(runNumbers(run, live, words));
    all([epochNumber(run, words), stepNumber(run, words), cellNumber(live, 4, 9, run.plan, words)]);
    for (const plan_ of [run.plan, plan])
      all(
        [...Array(10).keys()].map((k) => outputNumber(live.sheet, 0, k, plan_, words)),
        false,
      );
  });

  it('a run that has ended: loss and accuracy are of all its training images', () => {
    if (run?.live == null || run.outcome === null) throw new Error('no run');
    const { images, outcome, live } = run;
    const { loss, accuracy } = runNumbers(run, live, words);
    const count = grouped(images ?? 0);
    expect(accuracy?.value).toBe(percent(outcome.train_accuracy ?? 0, 2));
    expect(Number(loss?.value)).toBeCloseTo(outcome.train_loss, 4);
    for (const number of [loss, accuracy]) expect(number?.name).toContain(`all ${count} training images`);
    const going = runNumbers({ ...run, outcome: null }, live, words);
    all(going);
    expect(going['accuracy']?.name).toContain(`the last ${grouped(live.last?.images ?? 0)} training`);
    expect(going['loss']?.value).toBe(fixed(live.loss ?? Number.NaN, 4));
  });

  it('a run under way: how far it is, how fast, and how long still', () => {
    if (run === null) throw new Error('no run');
    const { settings, steps_per_epoch } = run.plan;
    const most = settings.epochs * steps_per_epoch;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: most }),
        fc.double({ min: 0.01, max: 9000, noNaN: true }),
        fc.double({ min: 0, max: 40, noNaN: true }),
        fc.double({ min: 0.01, max: 8000, noNaN: true }),
        (step, perSecond, each, seconds) => {
          const ends = settings.epochs - Math.floor(step / steps_per_epoch);
          const under = {
            ...run,
            step,
            seconds,
            steps_per_second: perSecond,
            images_per_second: perSecond * Math.min(settings.batch_size, run.images ?? run.plan.images),
            epoch_end_seconds: each,
            seconds_left: (most - step) / perSecond + ends * each,
          };
          const [pace, left] = [paceNumber(under, words), leftNumber(under, words)];
          if (!pace || !left) throw new Error('no numbers');
          all([stepNumber(under, words), pace, left, spentNumber(under, words)]);
        },
      ),
    );
    expect(paceNumber({ ...run, steps_per_second: null }, words)).toBeUndefined();
    expect(spentNumber({ ...run, seconds: 63.4 }, words).value).toBe('1 min 3 s');
    expect(spentNumber({ ...run, seconds: 4.25 }, words).value).toBe('4.3 s');
  });

  it('a small learning rate, in the power of ten that is shown', () => {
    if (run?.live == null) throw new Error('no run');
    const { rate } = runNumbers({ ...run, learning_rate: 8.3e-5 }, run.live, words);
    expect([rate?.value, rate?.now]).toEqual(['8.3e−5', '\\eta = 8.3 \\times 10^{-5}']);
  });
});
