import { onChange } from '../../frame/ask.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Loop } from '../../frame/loop.svelte';
import type { ExhibitState } from '../../frame/state.svelte';
import type { Ops, TrialsView } from './lab.gen';
import { runOf, type Settings } from './settings';

/** Trainings from one seed after the other, a slice at a time. Made while a component is set up. */
export class TrialRuns {
  /** How far they have come; undefined: nothing was tried yet. */
  found = $state.raw<TrialsView>();
  readonly loop: Loop;

  constructor(room: Room<Ops>, controls: ExhibitState<Settings>) {
    this.loop = new Loop(async () => {
      this.found = await room.ask('try_seeds', { anew: this.found === undefined });
      return !this.found.done;
    });
    onChange(room, { run: () => runOf(controls.settings) }, () => {
      this.loop.pause();
      this.found = undefined; // the lab has begun anew too
    });
    $effect(() => () => this.loop.pause());
  }

  /** Goes on, or begins anew when all seeds were tried. */
  run(): void {
    if (this.found?.done) this.found = undefined;
    this.loop.play();
  }
}
