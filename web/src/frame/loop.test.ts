import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { LabError } from '../protocol';
import { Loop } from './loop.svelte';

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => void setTimeout(draw, 1));
});
afterEach(() => void vi.unstubAllGlobals());

const until = (condition: () => boolean): Promise<void> => expect.poll(condition).toBe(true);

describe('a loop', () => {
  it('asks one question at a time, until it is paused', async () => {
    let under = 0;
    let most = 0;
    let turns = 0;
    const loop = new Loop(async () => {
      most = Math.max(most, ++under);
      await Promise.resolve();
      under--;
      return ++turns < 1_000;
    });
    loop.play();
    loop.play();
    await until(() => turns > 3);
    loop.pause();
    loop.play();
    await until(() => turns > 6);
    loop.pause();
    const then = turns;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(turns).toBeLessThanOrEqual(then + 1);
    expect(most).toBe(1);
  });

  it('stops when there is nothing more to come', async () => {
    let turns = 0;
    const loop = new Loop(() => Promise.resolve(++turns < 3));
    loop.play();
    await until(() => !loop.playing);
    expect(turns).toBe(3);
  });

  it('still asks one question at a time if it plays on at the moment at which it has ended', async () => {
    let under = 0;
    let most = 0;
    let turns = 0;
    const loop = new Loop(async () => {
      most = Math.max(most, ++under);
      await new Promise((resolve) => setTimeout(resolve, 1));
      under--;
      return ++turns % 3 !== 0;
    });
    loop.play();
    for (const ended of [3, 6, 9]) {
      await vi.waitUntil(() => turns === ended && !loop.playing, { interval: 0 });
      loop.play(); // the frame after the last picture has not come yet
    }
    await until(() => turns === 12 && !loop.playing);
    expect(most).toBe(1);
  });

  it('stops at an error and keeps it', async () => {
    const loop = new Loop(() => Promise.reject(new LabError('diverged', 'NaN')));
    loop.play();
    await until(() => !loop.playing);
    expect(loop.error?.code).toBe('diverged');
  });

  it('rests while the page is hidden, and goes on by itself', async () => {
    const page = Object.assign(new EventTarget(), { hidden: false });
    vi.stubGlobal('document', page);
    const hide = (hidden: boolean): void => {
      page.hidden = hidden;
      page.dispatchEvent(new Event('visibilitychange'));
    };
    let turns = 0;
    const loop = new Loop(() => Promise.resolve(++turns > 0));
    loop.play();
    await until(() => turns > 2);
    hide(true);
    await new Promise((resolve) => setTimeout(resolve, 20)); // what was under way comes to its end
    const then = turns;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(turns).toBe(then);
    expect(loop.playing).toBe(true);
    hide(false);
    await until(() => turns > then + 2);
    loop.pause();
  });

  it('leaves a lost connection to the frame', async () => {
    const loop = new Loop(() => Promise.reject(new LabError('connection_lost', 'gone')));
    await loop.once();
    expect(loop.error).toBeUndefined();
  });
});
