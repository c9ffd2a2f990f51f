import { untrack } from 'svelte';

import { latest } from '../../frame/ask.svelte';
import type { Room } from '../../frame/lab.svelte';
import type { Panel, UnitId } from './settings';
import type { Session } from './session.svelte';
import { type Detail, type Flipped, type Ops, type OwnSheet, type UnitView, type Why } from './lab.gen';

const FLIP_PAUSE_MS = 250;

/**
 * The closer looks at what was read: asked for once the writing rests, and only at what is in sight. Made
 * while a component is set up; follows the session and the panel from then on.
 */
export class Details {
  readonly #room: Room<Ops>;
  readonly #detail = latest((focus: number) => this.#room.ask('detail', { focus }));
  readonly #why = latest((focus: number, [towards, away]: readonly [number | null, number | null]) =>
    this.#room.ask('why', { focus, towards, away }),
  );
  readonly #unit = latest((focus: number, [layer, unit]: UnitId) =>
    this.#room.ask('unit', { focus, layer, unit }),
  );
  readonly #own = latest((known?: OwnSheet) =>
    known === undefined ? this.#room.ask('own') : Promise.resolve(known),
  );
  /** The hidden unit that is looked into. */
  chosen = $state.raw<UnitId>();
  /** The digits that are compared; undefined: the answer and the second best. */
  pair = $state.raw<readonly [towards: number, away: number]>();
  /** What is read with one step the other way round, as far as that is known. */
  flipped = $state.raw<ReadonlyMap<string, Flipped>>(new Map());

  constructor(room: Room<Ops>, session: Session, panel: () => Panel) {
    this.#room = room;
    // Not followed: while the pen moves there is a new view at every
    // moment, and closer looks would hold it up.
    const hasAnswer = (): boolean =>
      untrack(() => room.view?.reading.digits.some((digit) => digit.answer !== null) ?? false);
    const nothing = (): boolean => untrack(() => room.view === undefined || session.empty);
    const kept = $derived(room.view?.own.count);
    const model = $derived(room.view?.model?.name);
    const settings = $derived(room.view?.settings);

    $effect(() => {
      void session.rest;
      const { focus } = session;
      if (nothing()) this.#detail.clear();
      else if (panel() === 'steps' || panel() === 'network') this.#detail.want(focus);
    });
    $effect(() => {
      void session.rest;
      const { focus } = session;
      const pair = this.pair ?? ([null, null] as const);
      if (!hasAnswer()) this.#why.clear();
      else if (panel() === 'why') this.#why.want(focus, pair);
    });
    $effect(() => {
      void session.rest;
      const { focus } = session;
      const chosen = this.chosen;
      if (!hasAnswer() || chosen === undefined) this.#unit.clear();
      else if (panel() === 'network') this.#unit.want(focus, chosen);
    });
    $effect(() => {
      void model;
      void settings;
      if (panel() === 'own' && kept !== undefined) this.#own.want();
    });
    // The pair belongs to the writing that it was chosen for.
    $effect(() => {
      void session.writing;
      this.pair = undefined;
    });
    // What each step is worth: tried one by one while nothing else happens.
    $effect(() => {
      const shown = this.#detail.value;
      void session.rest;
      void session.writing; // what is written on is not tried any more
      const { focus } = session;
      if (untrack(() => this.flipped.size) > 0) this.flipped = new Map();
      if (shown === undefined || panel() !== 'steps' || !hasAnswer()) return undefined;
      let left = false;
      const wanted = shown.steps.filter((step) => step.on || step.off).map((step) => step.name);
      const timer = setTimeout(async () => {
        for (const step of wanted) {
          if (left) return;
          try {
            const found = await room.ask('flip', { step, focus });
            if (!left) this.flipped = new Map(this.flipped).set(step, found);
          } catch {
            return; // the next reading asks again
          }
        }
      }, FLIP_PAUSE_MS);
      return () => {
        left = true;
        clearTimeout(timer);
      };
    });
  }

  get detail(): Detail | undefined {
    return this.#detail.value;
  }

  get why(): Why | undefined {
    return this.#why.value;
  }

  get unit(): UnitView | undefined {
    return this.#unit.value;
  }

  get own(): OwnSheet | undefined {
    return this.#own.value;
  }

  /** The learner's own digits after some were deleted. */
  keep(own: OwnSheet): void {
    this.#own.want(own);
  }
}
