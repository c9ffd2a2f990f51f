import { grouped, percent } from '../../lib/format';
import type { Words } from './strings';
import type { PlanView, RunView } from './view';

/** Two or three sentences on how the run stands. */
export function sentences(plan: PlanView, run: RunView | null, words: Words): string {
  const { see } = words;
  if (run === null) return see.idle(grouped(plan.parameters));
  const parts = [standing(run, words)];
  const { live } = run;
  if (live !== null && run.state !== 'diverged' && run.state !== 'failed') {
    const remarked = remark(run, words);
    if (remarked !== '') parts.push(remarked);
    const dead = live.inside.dead_units.reduce((sum, n) => sum + n, 0);
    if (dead > 0) parts.push(see.dead(dead));
  }
  return parts.join(see.gap);
}

function standing(run: RunView, { see }: Words): string {
  const { live, outcome } = run;
  switch (run.state) {
    case 'preparing':
      return see.preparing;
    case 'failed':
      return see.failed;
    case 'diverged':
      return see.diverged(grouped(run.diverged?.step ?? 0));
    case 'finished':
      return see.finished(percent(outcome?.test_accuracy ?? 0));
    case 'paused':
      return run.step === 0 ? see.start : see.paused(grouped(run.step));
    case 'running':
      if (live === null || live.accuracy === null) return see.start;
      return see.running(grouped(run.passes * (run.images ?? 0)), percent(live.accuracy));
  }
}

/** How what was learned by heart compares with what holds elsewhere. */
function remark(run: RunView, { see }: Words): string {
  const { live, outcome } = run;
  if (live === null) return '';
  const train = outcome?.train_accuracy ?? live.accuracy;
  if (run.plan.settings.shuffle_labels)
    return train === null ? '' : see.noise(percent(train), percent(live.test.accuracy));
  const held = outcome?.validation_accuracy ?? live.epochs.validation_accuracy.data.at(-1);
  if (train === null || held === undefined || held === null || !Number.isFinite(held)) return '';
  if (train - held > 0.015) return see.gap2(percent(train), percent(held));
  return run.state === 'finished' || run.passes > 1 ? see.level : '';
}
