import { grouped, percent } from '../../lib/format';
import type { Words } from './en';
import type { Plan, RunView } from './lab.gen';

/** Two or three sentences on how the run stands. */
export function sentences(plan: Plan, run: RunView | null, words: Words): string {
  const { summary } = words;
  if (run === null) return summary.idle(grouped(plan.parameters));
  const parts = [standing(run, words)];
  const { live } = run;
  if (live !== null && run.state !== 'diverged' && run.state !== 'failed') {
    const remarked = remark(run, words);
    if (remarked !== '') parts.push(remarked);
    const dead = live.inside.dead_units.reduce((sum, n) => sum + n, 0);
    // Before the first step nothing has died: what is silent was drawn so.
    if (dead > 0 && run.step > 0) parts.push(summary.dead(dead));
  }
  return parts.join(summary.gap);
}

function standing(run: RunView, { summary }: Words): string {
  const { live, outcome } = run;
  switch (run.state) {
    case 'preparing':
      return summary.preparing;
    case 'failed':
      return summary.failed;
    case 'diverged':
      return summary.diverged(grouped(run.diverged?.step ?? 0));
    case 'finished':
      return summary.finished(percent(outcome?.test_accuracy ?? 0));
    case 'paused':
      return run.step === 0 ? summary.start : summary.paused(grouped(run.step));
    case 'running':
      if (live === null || live.accuracy === null) return summary.start;
      return summary.running(grouped(run.passes * (run.images ?? 0)), percent(live.accuracy));
  }
}

/** How what was learned by heart compares with what holds elsewhere. */
function remark(run: RunView, { summary }: Words): string {
  const { live, outcome } = run;
  if (live === null) return '';
  const train = outcome?.train_accuracy ?? live.accuracy;
  if (run.plan.settings.shuffle_labels)
    return train === null ? '' : summary.noise(percent(train), percent(live.test.accuracy));
  const held = outcome?.validation_accuracy ?? live.epochs.validation_accuracy.data.at(-1);
  if (train === null || held === undefined || held === null || !Number.isFinite(held)) return '';
  if (train - held > 0.015) return summary.gap2(percent(train), percent(held));
  return run.state === 'finished' || run.passes > 1 ? summary.level : '';
}
