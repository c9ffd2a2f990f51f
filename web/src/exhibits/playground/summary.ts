import { fixed, grouped, percent } from '../../lib/format';
import type { PlaygroundSettings } from './settings';
import type { Words } from './en';
import type { PlaygroundView } from './lab.gen';

/** A boundary is where it should be if even the lower end of the interval is as high as this. */
const GOOD = 0.9;

/** What kind of answer is learned: it decides what targets, loss and colours are. */
export type Kind = 'two' | 'several' | 'numbers';

export function kindOf({ setup }: PlaygroundView): Kind {
  if (setup.classes.length === 0) return 'numbers';
  return setup.classes.length > 2 ? 'several' : 'two';
}

/** Two or three sentences on how the run stands; what is judged is judged by 95% intervals. */
export function sentences(view: PlaygroundView, settings: PlaygroundSettings, { summary }: Words): string {
  const { frame, setup } = view;
  const epochs = grouped(frame.epoch);
  const said: string[] = [];
  if (frame.diverged !== null) return summary.diverged(grouped(frame.diverged.epoch));
  if (frame.epoch < frame.latest) said.push(summary.past(epochs));
  else if (frame.epoch === 0) said.push(summary.untrained(setup.parameters));

  const { test_accuracy: accuracy, train_accuracy, standing } = frame;
  const loss = (value: number): string => fixed(value, 3);
  const write = accuracy === null ? loss : (share: number): string => percent(share);
  const between = (interval: readonly number[] | null): string =>
    interval === null ? '' : summary.interval(...(interval.map(write) as [string, string]));
  const points = setup.test.target.data.length;
  if (frame.epoch > 0)
    said.push(
      accuracy === null
        ? summary.regression(epochs, points, loss(frame.test_loss), between(standing.test))
        : summary.classification(epochs, points, percent(accuracy), between(standing.test)),
    );

  const straight =
    settings.network_shape.length === 0 && settings.inputs.every((name) => name === 'x' || name === 'y');
  if (frame.epoch > 0 && standing.memorises)
    said.push(
      train_accuracy === null
        ? summary.overfitsNumbers(loss(frame.train_loss), between(standing.train))
        : summary.overfits(percent(train_accuracy), between(standing.train)),
    );
  else if (settings.init_zero || settings.init === 'zeros') said.push(summary.zero);
  else if (straight) said.push(summary.straight[kindOf(view)]);
  else if (accuracy !== null && frame.epoch > 0) {
    const [low] = standing.test ?? [0];
    const guessing = standing.guessing ?? 0;
    if (low >= GOOD) said.push(summary.good);
    else if (low <= guessing && frame.epoch >= 30) said.push(summary.stuck(percent(guessing, 0)));
    else said.push(summary.onTheWay);
  } else if (frame.epoch === 0) said.push(summary.start);
  return said.join(summary.gap);
}
