import { createContext } from 'svelte';

import type { ExhibitState } from '../../frame/state.svelte';
import type { Gaze } from './gaze.svelte';
import type { Hidable, PlaygroundSettings } from './settings';
import type { Points } from './points.svelte';
import type { Run } from './run.svelte';

/** What every part of the playground works with. */
export interface Stage {
  readonly controls: ExhibitState<PlaygroundSettings>;
  readonly run: Run;
  readonly gaze: Gaze;
  readonly points: Points;
  /** Whether a control is in sight, or was hidden by a teacher. */
  shows(control: Hidable): boolean;
}

export const [getStage, setStage] = createContext<Stage>();
