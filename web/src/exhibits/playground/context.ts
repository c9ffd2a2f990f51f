import { createContext } from 'svelte';

import type { Experiment } from '../../frame/experiment.svelte';
import type { Room } from '../../frame/lab.svelte';
import type { ExhibitState } from '../../frame/state.svelte';
import type { Inspector } from './inspector.svelte';
import type { Hidable, PlaygroundSettings } from './settings';
import type { PointEditor } from './pointEditor.svelte';
import type { Losses, PlaygroundView, Ops } from './lab.gen';

/** What every part of the playground works with. */
export interface PlaygroundContext {
  readonly controls: ExhibitState<PlaygroundSettings>;
  readonly room: Room<Ops>;
  readonly experiment: Experiment<PlaygroundView>;
  readonly inspector: Inspector;
  readonly points: PointEditor;
  /** Whether a control is in sight, or was hidden by a teacher. */
  shows(control: Hidable): boolean;
  /** The loss of every point, for the panel behind a loss. */
  fetchLosses(part: 'train' | 'test'): Promise<Losses>;
}

export const [getPlayground, setPlayground] = createContext<PlaygroundContext>();
