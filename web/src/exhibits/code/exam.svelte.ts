import { Loop } from '../../frame/loop.svelte';
import type { Room } from '../../frame/lab.svelte';
import { progress } from '../../frame/progress.svelte';
import type { Ops, Report } from './lab.gen';

const ASK_MS = 200;

/** The check of a task, which goes on in a process of its own. */
export class Exam {
  report = $state.raw<Report>();
  readonly loop: Loop;
  readonly #room: Room<Ops>;

  constructor(room: Room<Ops>) {
    this.#room = room;
    this.loop = new Loop(async () => {
      this.#take(await room.ask('verdict'));
      await this.loop.rest(performance.now() + ASK_MS);
      return this.report?.state === 'running';
    });
  }

  async begin(name: string, source: string): Promise<void> {
    this.#take(await this.#room.ask('examine', { name, source }));
    this.loop.play();
  }

  /** There is a connection, perhaps a new one, which knows of no check. */
  follow(): void {
    this.loop.pause();
    if (this.report?.state === 'running') this.report = undefined;
  }

  #take(report: Report): void {
    this.report = report;
    if (report.state === 'done' && report.passed) progress.finish('code', report.name);
  }
}
