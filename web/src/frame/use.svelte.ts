import { onDestroy, untrack } from 'svelte';

import type { ExhibitId } from '../exhibits/registry';
import type { Codec } from './codec';
import { getExhibit, getPage } from './context';
import type { Contract, ExhibitOperations } from './contract';
import { onChange } from './ask.svelte';
import { Room } from './lab.svelte';
import { router } from './router.svelte';
import { ExhibitState } from './state.svelte';

/** The state of each exhibit that was on stage: whoever comes back finds the way back too. */
const states = new Map<ExhibitId, ExhibitState<object>>();

/**
 * Called once at the top of an exhibit: its settings, kept in the
 * address, with undo and reset in the frame.
 */
export function useSettings<P extends object>(codec: Codec<P>): ExhibitState<P> {
  const frame = getExhibit();
  const { id } = frame;
  const known = states.get(id) as ExhibitState<P> | undefined; // it was made here, with this codec
  known?.follow();
  const state = known ?? new ExhibitState(codec);
  states.set(id, state as unknown as ExhibitState<object>);
  frame.state = state as unknown as ExhibitState<object>;
  $effect(() => {
    if (router.hashChanges > 0 && router.exhibit === id) untrack(() => state.follow());
  });
  onDestroy(() => state.leave());
  return state;
}

/**
 * The exhibit's room in the lab. With `settings`, it is opened now, whenever they change and after every
 * reconnect; without, the exhibit opens it when it wants to (see `onConnect`).
 */
export function useRoom<O extends ExhibitOperations>(
  contract: Contract<O>,
  settings?: () => O['open']['params'],
): Room<O> {
  const { lab } = getPage();
  const room = new Room(lab, contract);
  if (settings !== undefined) onChange(lab, { settings }, () => room.open(settings()));
  return room;
}

/** Runs when the lab is there: now or soon, and again after every reconnect. */
export function onConnect(callback: () => void): void {
  const { lab } = getPage();
  $effect(() => {
    if (lab.generation > 0) untrack(callback);
  });
}
