import { describe, expect, it } from 'vitest';

import { all } from '../../testing/equations';
import { exchangesOf } from '../../testing/snapshots';
import { en as words } from './en';
import {
  cellNumber,
  epochNumber,
  modelParameters,
  outputNumber,
  parameterNumber,
  runNumbers,
  stepsNumber,
} from './explanations';
import { readRunReply, readTrainView } from './lab.gen';

describe('training', () => {
  const exchanges = exchangesOf('train');
  const { run } = readRunReply(exchanges['finished']?.data);
  const { plan, models } = readTrainView(exchanges['three-blue']?.data);

  it('the plan', () => all([parameterNumber(plan, words), stepsNumber(plan, words)]));

  it('the models', () => all(models.map((model) => modelParameters(model, plan, words))));

  it('a run', () => {
    if (run?.live == null) throw new Error('no run');
    const { live } = run;
    all(runNumbers(run, live, words));
    all([epochNumber(run, words), cellNumber(live, 4, 9, run.plan, words)]);
    for (const plan_ of [run.plan, plan])
      all(
        [...Array(10).keys()].map((k) => outputNumber(live.sheet, 0, k, plan_, words)),
        false,
      );
  });

  it('a small learning rate, in the power of ten that is shown', () => {
    if (run?.live == null) throw new Error('no run');
    const { rate } = runNumbers({ ...run, learning_rate: 8.3e-5 }, run.live, words);
    expect([rate?.value, rate?.now]).toEqual(['8.3e−5', '\\eta = 8.3 \\times 10^{-5}']);
  });
});
