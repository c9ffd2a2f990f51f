import { grouped, percent } from '../../lib/format';
import type { PlaygroundSettings } from './settings';
import type { Words } from './en';
import type { PlaygroundView } from './lab.gen';

/** Two or three sentences on how the run stands. */
export function sentences(view: PlaygroundView, settings: PlaygroundSettings, { summary }: Words): string {
  const { frame, setup } = view;
  const epochs = grouped(frame.epoch);
  const said: string[] = [];
  if (frame.diverged !== null) return summary.diverged(grouped(frame.diverged.epoch));
  if (frame.epoch < frame.latest) said.push(summary.past(epochs));
  else if (frame.epoch === 0) said.push(summary.untrained(setup.parameters));

  const { train_loss: train, test_loss: test, test_accuracy: accuracy } = frame;
  if (frame.epoch > 0)
    said.push(
      accuracy === null
        ? summary.regression(epochs, test.toFixed(3))
        : summary.classification(epochs, percent(accuracy)),
    );

  const straight =
    settings.network_shape.length === 0 && settings.inputs.every((name) => name === 'x' || name === 'y');
  if (frame.epoch >= 10 && test > 3 * train && test - train > 0.01) said.push(summary.overfits);
  else if (settings.init_zero || settings.init === 'zeros') said.push(summary.zero);
  else if (straight) said.push(accuracy === null ? summary.plane : summary.line);
  else if (accuracy !== null && frame.epoch > 0)
    said.push(
      accuracy >= 0.97
        ? summary.good
        : accuracy < 0.7 && frame.epoch >= 30
          ? summary.stuck
          : summary.onTheWay,
    );
  else if (frame.epoch === 0) said.push(summary.start);
  return said.join(summary.gap);
}
