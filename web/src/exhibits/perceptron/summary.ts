import type { Words } from './en';
import { written } from './explanations';
import { constants, type PerceptronView } from './lab.gen';

/** What happened, and where it stands: two or three sentences. */
export function sentences(view: PerceptronView, bound: string, { see }: Words): string {
  const { frame, run } = view;
  const { correction } = frame;
  const last = frame.step === run.mistakes;
  let text = '';
  if (correction) {
    const x = (k: number): string => written(view.samples.data[2 * correction.sample + k] ?? 0);
    text += see.skipped(correction.skipped);
    text += see.point(x(0), x(1), correction.predicted, correction.true);
    text += correction.true === 1 ? see.towards : see.away;
    text += see.wrong(frame.wrong);
  } else if (last) return see.already;
  else text += see.begin(view.labels.data.length) + see.wrong(frame.wrong);
  if (!last) return text;
  if (run.converged) return text + see.converged(run.passes, run.mistakes, bound);
  if (run.cycle) return text + see.cycle(run.cycle.passes.first, run.cycle.passes.second);
  if (view.margin && bound === '') return text + see.cutAnyhow(constants.most_mistakes);
  return text + see.cut(constants.most_mistakes, bound);
}
