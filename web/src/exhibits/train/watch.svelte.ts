import { Own } from '../../frame/own';
import { inSight } from '../../lib/motion';
import type { Room } from '../../frame/lab.svelte';
import type { Ops, OrderReply, RunView, StepParams, TuneParams } from './lab.gen';

/** The runs that were started in this browser. */
export const ownRuns = new Own('runs');

/**
 * Milliseconds between two looks: while something moves, for readers
 * who want less motion, and while all is still; and between an order and the look at what came of it.
 */
const PAUSES = { moving: 180, calm: 1000, still: 1500, order: 60 };

/** The operations that change the run, and what they take besides its number. */
export type Command = 'play' | 'pause' | 'step' | 'tune' | 'stop' | 'discard' | 'examine';
export type CommandParams = Omit<TuneParams & StepParams, 'run'>;

/** Whether a run has ended. */
export function isOver(run: RunView): boolean {
  return run.state === 'finished' || run.state === 'diverged' || run.state === 'failed';
}

/**
 * The one run of the lab, as this page sees it. The run goes on in the lab; the page only asks, a few times a
 * second, how it stands, and sends commands.
 */
export class Watch {
  run = $state.raw<RunView | null>(null);
  sheet = $state(0);
  onlyWrong = $state(false);
  /** The number of the run that this page has started last. */
  started: string | undefined;
  readonly #room: Room<Ops>;
  readonly #calm: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(room: Room<Ops>, calm: () => boolean) {
    this.#room = room;
    this.#calm = calm;
  }

  /**
   * Begins to ask. What `open` said of the run, with its first sheet, is shown if no newer picture of that
   * run is here already.
   */
  follow(run: RunView | null): void {
    if (run === null || run.number !== this.run?.number) this.run = run;
    this.#stopped = false;
    this.#plan(0);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Begins a run; one that is going on gives way only if it is the one with the number `replaces`. */
  async start(name: string, replaces: string | null): Promise<void> {
    const reply = await this.#room.ask('start', { name, replaces });
    this.started = reply.run?.number;
    if (reply.run !== null) ownRuns.add(reply.run.number);
    await this.#obeyed(reply);
  }

  /** Sends a command for the run that is shown. */
  async command(op: Command, params: CommandParams = {}): Promise<void> {
    await this.#obeyed(await this.#room.ask(op, { ...params, run: this.run?.number ?? null }));
  }

  /** Shows at once what an order has changed; its numbers come with the next looks, which begin soon. */
  async #obeyed({ run }: OrderReply): Promise<void> {
    this.#lastSeen = '';
    if (run === null) this.run = null;
    else if (run.number === this.run?.number) this.run = { ...this.run, ...run };
    else await this.look();
    this.#plan(PAUSES.order);
  }

  async look(): Promise<void> {
    const { run } = await this.#room.ask('status', { sheet: this.sheet, only_wrong: this.onlyWrong });
    this.run = run;
  }

  turn(sheet: number, onlyWrong: boolean): void {
    this.sheet = sheet;
    this.onlyWrong = onlyWrong;
    this.#plan(0);
  }

  #plan(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#turn(), ms);
  }

  async #turn(): Promise<void> {
    await inSight();
    if (this.#stopped) return;
    try {
      await this.look();
    } catch {
      // A lost connection is the frame's to tell; the next look is tried all the same.
    }
    const run = this.run;
    // A run that just came to rest has one more picture to come.
    const moving = run !== null && !isOver(run) && run.state !== 'paused';
    this.#plan(!moving ? this.#stillFor(run) : this.#calm() ? PAUSES.calm : PAUSES.moving);
  }

  #lastSeen = '';
  #stillFor(run: RunView | null): number {
    const seen =
      run === null ? '' : `${run.number} ${run.state} ${run.step} ${run.live?.answers.images ?? 0}`;
    const same = seen === this.#lastSeen;
    this.#lastSeen = seen;
    return same ? PAUSES.still : PAUSES.moving;
  }
}
