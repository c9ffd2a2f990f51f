import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Address } from './address';
import {
  choiceField,
  defineSettings,
  flagField,
  integerField,
  numberField,
  numbersField,
  textField,
} from './codec';
import { ExhibitState } from './state.svelte';

const codec = defineSettings({
  rate: numberField(0.1, { min: 0, max: 10 }),
  layers: numbersField([4, 4], { min: 1, max: 8 }, [0, 6]),
  seed: integerField(0, { min: 0, max: 2 ** 31 - 1 }),
  data: choiceField(['circle', 'xor'], 'circle'),
  test: flagField(false),
  points: textField(''),
});

class FakeAddress implements Address {
  hash = '';
  read = (): string => this.hash;
  write = (hash: string): void => void (this.hash = hash);
}

describe('settings in the address', () => {
  it('leave out what is as it always is', () =>
    expect(codec.encode({ ...codec.defaults, rate: 3 })).toBe('rate=3'));

  it('come back as they went', () => {
    const settings = {
      rate: 0.003,
      layers: [],
      seed: 42,
      data: 'xor' as const,
      test: true,
      points: 'a&b=c, d#e+f %',
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it.each([
    'rate=-1',
    'rate=NaN',
    'layers=9',
    'layers=1,,2',
    'seed=1.5',
    'data=moons',
    'test=yes',
    'unknown=1',
  ])('never fail, and say what they could not take: %s', (hash) => {
    expect(codec.decode(hash)).toEqual(codec.defaults);
    expect(codec.ignored(`#${hash}&seed=3`)).toEqual([hash]);
  });

  it('say nothing of an empty value, and only the beginning of an endless one', () => {
    expect(codec.ignored('#seed=&layers=')).toEqual([]);
    expect(codec.ignored(`#seed=${'x'.repeat(500)}`)[0]).toHaveLength(41);
  });
});

describe('the state of an exhibit', () => {
  let address: FakeAddress;
  beforeEach(() => {
    vi.useFakeTimers();
    address = new FakeAddress();
  });
  afterEach(() => void vi.useRealTimers());

  it('starts from the address', () => {
    address.hash = '#rate=3';
    expect(new ExhibitState(codec, address).settings.rate).toBe(3);
  });

  it('knows what the lab itself has set in a demonstration, until something else is done', async () => {
    const state = new ExhibitState(codec, address);
    state.set({ rate: 1 });
    await state.demonstrate(async () => {
      state.set({ rate: 2 });
      await Promise.resolve();
      state.set({ seed: 5 });
    });
    expect(state.given).toBe(true);
    state.set({ seed: 6 });
    expect(state.given).toBe(false);
    await expect(state.demonstrate(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    state.set({ seed: 7 });
    expect(state.given).toBe(false);
  });

  it('knows whether anything was done since a link brought it', () => {
    expect(new ExhibitState(codec, address).given).toBe(false);
    address.hash = '#rate=3';
    const state = new ExhibitState(codec, address);
    expect(state.given).toBe(true);
    state.set({ seed: 5 });
    expect(state.given).toBe(false);
    address.hash = '#rate=4';
    state.follow();
    expect(state.given).toBe(true);
    state.acted();
    expect(state.given).toBe(false);
    address.hash = '#data=xor';
    state.follow();
    expect(state.given).toBe(true);
  });

  it('is written to the address', () => {
    const state = new ExhibitState(codec, address);
    state.set({ rate: 1 });
    expect(address.hash).toBe('rate=1');
    expect(state.changed).toBe(true);
  });

  it('takes back one change at a time, and a reset too', () => {
    const state = new ExhibitState(codec, address);
    state.set({ rate: 1 });
    state.set({ seed: 5 });
    state.reset();
    expect(state.settings).toEqual(codec.defaults);
    state.undo();
    expect(state.settings).toMatchObject({ rate: 1, seed: 5 });
    state.undo();
    state.undo();
    expect(state.canUndo).toBe(false);
    expect(address.hash).toBe('');
  });

  it('takes a drag back in one go', () => {
    const state = new ExhibitState(codec, address);
    for (let i = 1; i <= 50; i++) {
      state.set({ rate: i / 10 }, 'rate');
      vi.advanceTimersByTime(20);
    }
    vi.advanceTimersByTime(2_000);
    state.set({ rate: 9 }, 'rate');
    state.undo();
    expect(state.settings.rate).toBe(5);
    state.undo();
    expect(state.settings.rate).toBe(0.1);
  });

  it('does not count what changes nothing', () => {
    const state = new ExhibitState(codec, address);
    state.set({ rate: 0.1 });
    expect(state.canUndo).toBe(false);
  });

  it('keeps what an address asked for in vain, until the next address', () => {
    address.hash = '#data=moons&rate=3';
    const state = new ExhibitState(codec, address);
    expect(state.ignored).toEqual(['data=moons']);
    address.hash = '#data=circle&rate=3';
    state.follow();
    expect(state.ignored).toEqual([]);
  });

  it('follows an address that was pasted, and can go back', () => {
    const state = new ExhibitState(codec, address);
    address.hash = '#data=xor';
    state.follow();
    expect(state.settings.data).toBe('xor');
    state.undo();
    expect(state.settings.data).toBe('circle');
  });

  it('takes back in its turn what is no setting, a drag of it in one go', () => {
    const state = new ExhibitState(codec, address);
    let weight = 0.5;
    const type = (value: number): void => {
      const before = weight;
      state.did(() => (weight = before), 'weight');
      weight = value;
    };
    state.set({ rate: 1 });
    type(1);
    type(2);
    vi.advanceTimersByTime(2_000);
    type(3);
    state.set({ seed: 5 });
    state.undo();
    expect([state.settings.seed, weight]).toEqual([0, 3]);
    state.undo();
    expect(weight).toBe(2);
    state.undo();
    expect([weight, state.settings.rate]).toEqual([0.5, 1]);
    state.undo();
    expect(state.settings.rate).toBe(0.1);
    expect(state.canUndo).toBe(false);
  });

  it('finds its way back after leaving the stage, without what ended there', () => {
    const state = new ExhibitState(codec, address);
    state.set({ rate: 1 });
    state.did(() => expect.unreachable('it ended with the exhibit'));
    state.leave();
    state.follow();
    state.undo();
    expect(state.settings.rate).toBe(0.1);
    expect(state.canUndo).toBe(false);
  });
});
