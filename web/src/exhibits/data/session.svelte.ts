import { latest } from '../../frame/ask.svelte';
import { Following } from '../../frame/following.svelte';
import type { Room } from '../../frame/lab.svelte';
import { Looker } from './looker.svelte';
import type { LabError } from '../../protocol';
import type { Arrangement, DataSettings, Ops } from './lab.gen';

/** The room follows the settings, and the images of the grid follow the room. */
export class Session {
  readonly #room: Room<Ops>;
  readonly #following;
  readonly #arranging;

  /** Lets a model look at the images, when something on the page needs it. */
  readonly looker: Looker;

  constructor(room: Room<Ops>, settings: () => DataSettings, panelLooks: () => boolean) {
    this.#room = room;
    this.#following = new Following(room, settings);
    this.looker = new Looker(room, () => panelLooks() || settings().order !== 'file');
    this.#arranging = latest(() => room.ask('arrange'));
    // Only once the room has answered: it arranges by the settings that are in force.
    $effect(() => {
      if (this.#shown !== '') this.#arranging.want();
    });
  }

  /** What decides which images the grid shows; compared as text, so that nothing else asks for them anew. */
  readonly #shown = $derived.by(() => {
    const { view } = this.#room;
    if (view === undefined) return '';
    const { dataset, part, label, order } = view.settings;
    const ready = order === 'changes' ? this.looker.sidesReady : this.looker.ready;
    const seen = order === 'file' ? '' : [order, this.looker.key, ready];
    return JSON.stringify([this.#room.generation, dataset, part, label, seen]);
  });

  get arrangement(): Arrangement | undefined {
    return this.#arranging.value;
  }

  get error(): LabError | undefined {
    return this.#following.error ?? this.#arranging.error;
  }

  /** Resolves when the newest settings have been answered. */
  settled(): Promise<void> {
    return this.#following.settled();
  }
}
