import { grouped, percent } from '../../lib/format';
import type { Words } from './en';
import type { LiveView, Plan, RunView } from './lab.gen';

type Share = NonNullable<LiveView['standing']['test']>;

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
    if (dead > 0 && live.inside.dead_step > 0) parts.push(summary.dead(dead));
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
      return summary.finished(grouped(run.plan.test_images), percent(outcome?.test_accuracy ?? 0));
    case 'paused':
      return run.step === 0 ? summary.start : summary.paused(grouped(run.step));
    case 'running':
      if (live === null || live.accuracy === null) return summary.start;
      return summary.running(grouped(run.passes * (run.images ?? 0)), percent(live.accuracy));
  }
}

/** One of ten digits is right by chance. */
const GUESSING = 0.1;

/** How what was learned by heart compares with what holds elsewhere, judged by 95% intervals. */
function remark(run: RunView, { summary }: Words): string {
  if (run.live === null) return '';
  const { train, held, test, memorises } = run.live.standing;
  const written = ({ share, low, high }: Share): string =>
    summary.share(percent(share), percent(low), percent(high));
  if (train === null) return '';
  if (run.plan.settings.shuffle_labels) {
    const parts = [summary.noise(written(train), train.low > GUESSING)];
    if (test !== null) parts.push(summary.noiseTest(written(test)));
    else if (held !== null) parts.push(summary.noiseHeld(written(held)));
    return parts.join(summary.gap);
  }
  if (held === null) return '';
  if (memorises) return summary.apart(written(train), written(held));
  return run.state === 'finished' || run.passes > 1 ? summary.level(written(train), written(held)) : '';
}
