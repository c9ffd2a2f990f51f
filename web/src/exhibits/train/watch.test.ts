import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Lab, Room } from '../../frame/lab.svelte';
import type { Params } from '../../protocol';
import { exchangesOf } from '../../testing/snapshots';
import type { Transport } from '../../transport/transport';
import { lab, readRunReply, type RunView } from './lab.gen';
import { Watch } from './watch.svelte';

const { run: recorded } = readRunReply(exchangesOf('train')['finished']?.data);
const going: RunView = { ...(recorded as RunView), number: '7', state: 'running', step: 40 };
const sheet = (run: RunView | null): number | undefined => run?.live?.sheet.number;

/** A lab with one run, which orders change; its numbers are `now`. */
class Desk implements Transport {
  state = { kind: 'connecting' } as const;
  asked: { op: string; params: Params }[] = [];
  now: RunView | null = going;
  onState(): () => void {
    return () => undefined;
  }
  request(_exhibit: string, op: string, params: Params = {}): Promise<unknown> {
    this.asked.push({ op, params });
    if (op === 'status') return Promise.resolve({ run: this.now && this.#turned(this.now, params) });
    if (op === 'discard') this.now = null;
    else if (op === 'start') this.now = { ...going, number: '8', name: 'next', state: 'preparing', step: 0 };
    else if (this.now) this.now = { ...this.now, state: op === 'play' ? 'running' : 'paused' };
    const { number, name, state, speed } = this.now ?? going;
    return Promise.resolve({ run: this.now && { number, name, state, speed } });
  }
  reconnect(): void {}
  close(): void {}
  #turned(run: RunView, params: Params): RunView {
    const { live } = run;
    return { ...run, live: live && { ...live, sheet: { ...live.sheet, number: Number(params['sheet']) } } };
  }
}

function watched(): { desk: Desk; watch: Watch } {
  const desk = new Desk();
  return { desk, watch: new Watch(new Room(new Lab(desk), lab), () => false) };
}

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the run on the page', () => {
  it('shows at once what an order changes, and keeps its picture until the next look', async () => {
    const { desk, watch } = watched();
    watch.follow(going);
    watch.turn(3, false);
    await vi.advanceTimersByTimeAsync(1);
    expect(sheet(watch.run)).toBe(3);

    await watch.command('pause');
    expect(desk.asked.at(-1)).toEqual({ op: 'pause', params: { run: '7' } });
    expect([watch.run?.state, watch.run?.step, sheet(watch.run)]).toEqual(['paused', 40, 3]);
    desk.now = desk.now && { ...desk.now, step: 41 };
    await vi.advanceTimersByTimeAsync(60);
    expect([watch.run?.step, sheet(watch.run)]).toEqual([41, 3]);
    watch.stop();
  });

  it('looks again soon for what an order has not brought about yet', async () => {
    const { desk, watch } = watched();
    desk.now = { ...going, state: 'paused' };
    watch.follow(desk.now);
    await vi.advanceTimersByTimeAsync(5_000); // all is still
    await watch.command('step');
    await vi.advanceTimersByTimeAsync(60);
    expect(watch.run?.step).toBe(40);
    desk.now = { ...desk.now, step: 41 };
    await vi.advanceTimersByTimeAsync(200);
    expect(watch.run?.step).toBe(41);
    watch.stop();
  });

  it('shows a run that it has begun with all its numbers', async () => {
    const { watch } = watched();
    watch.follow(going);
    await watch.start('next', '7');
    expect([watch.started, watch.run?.number, watch.run?.name]).toEqual(['8', '8', 'next']);
    expect(watch.run?.plan).toEqual(going.plan);
    await watch.command('discard');
    expect(watch.run).toBeNull();
    watch.stop();
  });

  it('keeps its sheet when the exhibit is opened anew', async () => {
    const { watch } = watched();
    watch.follow(going);
    watch.turn(3, false);
    await vi.advanceTimersByTimeAsync(1);
    watch.follow({ ...going }); // with its first sheet
    expect(sheet(watch.run)).toBe(3);
    watch.follow({ ...going, number: '9' }); // another run
    expect(watch.run?.number).toBe('9');
    watch.stop();
  });

  it('asks nothing while the page is hidden, and at once when it is in sight again', async () => {
    const page = Object.assign(new EventTarget(), { hidden: false });
    vi.stubGlobal('document', page);
    const { desk, watch } = watched();
    watch.follow(going);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(desk.asked.length).toBeGreaterThan(2);
    page.hidden = true;
    await vi.advanceTimersByTimeAsync(2_000);
    const asked = desk.asked.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(desk.asked.length).toBe(asked);
    page.hidden = false;
    page.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.asked.length).toBe(asked + 1);
    watch.stop();
  });
});
