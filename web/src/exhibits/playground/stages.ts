import { tick } from 'svelte';

import type { Stages } from '../../frame/tasks';
import type { PlaygroundContext } from './context';
import { codec, type PlaygroundSettings } from './settings';

const EPOCHS = 60;

/** Sets the stage for each question, and trains in sight. */
export function stagesOf({ controls, experiment, points }: PlaygroundContext): Stages {
  async function trial(change: Partial<PlaygroundSettings>): Promise<void> {
    points.leave();
    controls.set({ ...codec.defaults, hidden: controls.settings.hidden, ...change });
    await tick();
    experiment.rewind();
    await experiment.trainTo(EPOCHS);
  }
  return {
    quiz_linear: (dataset) => trial({ dataset: dataset as PlaygroundSettings['dataset'], network_shape: [] }),
    quiz_zero: () => trial({ init_zero: true }),
  };
}
