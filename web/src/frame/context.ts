import { createContext } from 'svelte';

import type { ByHand } from '../byhand/byHand.svelte';
import type { Explanation } from '../components/explanation';
import type { ExhibitId } from '../exhibits/registry';
import type { Lab } from './lab.svelte';
import type { ExhibitState } from './state.svelte';
import type { Toasts } from './toasts.svelte';

/** What every part of the page may ask for. */
export interface Page {
  readonly lab: Lab;
  readonly toasts: Toasts;
  /** Opens the panel behind a number; a function, so that the panel follows the state. */
  explain(number: (() => Explanation | undefined) | undefined): void;
  /** Which numbers are blank, for the learner to find. */
  readonly byHand: ByHand;
  /** Opens the glossary, at a card if one is named. */
  openGlossary(card?: string): void;
}

/** What the frame knows of the exhibit on stage; `state` is there once the exhibit has made it. */
export interface ExhibitFrame {
  readonly id: ExhibitId;
  state: ExhibitState<object> | undefined;
  /**
   * Where the lab shows what others do: says so in words, while what a task asks for is not this learner's
   * own doing. Nobody does a task by what somebody else did.
   */
  foreign?: (task: string) => string | undefined;
}

export const [getPage, setPage] = createContext<Page>();
export const [getExhibit, setExhibit] = createContext<ExhibitFrame>();
/** The exhibits in the menu, in order. */
export const [getMenu, setMenu] = createContext<() => readonly ExhibitId[]>();
