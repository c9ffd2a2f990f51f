import type { LabError } from '../protocol';
import { latest, onChange, type Latest } from './ask.svelte';

/** A room whose view is the answer to `open` and to `configure`, both of the settings. */
interface Followed<S, V> {
  readonly generation: number;
  view: V | undefined;
  open(settings: S): void;
  ask(op: 'configure', settings: S): Promise<V>;
  settled(): Promise<void>;
}

/** A room follows settings: it is opened with them, after a reconnect too, and told when they change. */
export class Following<S, V> {
  readonly #room: Followed<S, V>;
  readonly #tuning: Latest<[S], void>;

  /**
   * Made while a component is set up; `changed` is called first when something has changed, `told` when the
   * lab has answered, with the view before.
   */
  constructor(
    room: Followed<S, V>,
    settings: () => S,
    changed: () => void = () => undefined,
    told?: (view: V, before: V | undefined) => Promise<void>,
  ) {
    this.#room = room;
    this.#tuning = latest(async (wanted: S) => {
      const before = room.view;
      const view = await room.ask('configure', wanted);
      room.view = view;
      await told?.(view, before);
    });
    onChange(room, { settings }, (parts) => {
      changed();
      if (parts.has('connection')) room.open(settings());
      else this.#tuning.want(settings());
    });
  }

  get error(): LabError | undefined {
    return this.#tuning.error;
  }

  /** Resolves when the newest settings have been answered. */
  async settled(): Promise<void> {
    await this.#room.settled();
    await this.#tuning.settled();
  }
}
