// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';

import { preferences } from '../frame/preferences.svelte';
import Slider from './Slider.svelte';

let mounted: Record<string, unknown> | undefined;
afterEach(() => {
  if (mounted) void unmount(mounted);
  document.body.innerHTML = '';
});

function show(props: Record<string, unknown>): {
  values: number[];
  track: HTMLInputElement;
  typed: HTMLInputElement;
} {
  const values: number[] = [];
  mounted = mount(Slider, {
    target: document.body,
    props: {
      label: 'Bias',
      value: 0.5,
      min: -2,
      max: 2,
      onchange: (value: number) => values.push(value),
      ...props,
    },
  });
  flushSync();
  const [track, typed] = document.querySelectorAll('input');
  if (!track || !typed) throw new Error('no inputs');
  return { values, track, typed };
}

function type(input: HTMLInputElement, text: string): void {
  input.focus();
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  input.blur();
  flushSync();
}

describe('a slider', () => {
  it('is named, and says its value', () => {
    const { track, typed } = show({ unit: 's' });
    expect(document.querySelector('label')?.textContent).toContain('Bias');
    expect(track.getAttribute('aria-valuetext')).toBe('0.50 s');
    expect(typed.value).toBe('0.50');
  });

  it('takes a typed value, also with a comma or a real minus sign', () => {
    const { values, typed } = show({});
    type(typed, '−1,25');
    expect(values).toEqual([-1.25]);
  });

  it('keeps a typed value within what may be typed, which may be more than the track', () => {
    const { values, typed } = show({ typedMax: 100 });
    type(typed, '32');
    type(typed, '1000');
    type(typed, '-5');
    expect(values).toEqual([32, 100, -2]);
  });

  it('says beside the field what it took for a number beyond its bounds, until the next one', () => {
    const { values, typed } = show({ value: 2 });
    type(typed, '1,000');
    expect(values).toEqual([]);
    expect(typed.value).toBe('2.00');
    expect(typed.getAttribute('aria-invalid')).toBe('false');
    const note = document.getElementById(typed.getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toBe('“1,000” became 2.00: this field takes a number from −2 to 2.');
    preferences.language = 'zh';
    flushSync();
    expect(note?.textContent).toBe('“1,000”改成了 2.00：这一栏只收−2 到 2 之间的数。');
    preferences.language = 'en';
    type(typed, '2.0');
    expect(typed.getAttribute('aria-describedby')).toBeNull();
  });

  it.each([
    ['1,000', 1000],
    ['１．５', 1.5],
    ['−2', -2],
    ['1e-3', 0.001],
    ['0,5', 0.5],
  ])('takes %s as it is typed at school, without a word', (text, value) => {
    const { values, typed } = show({ typedMax: 1000, value: 0.25 });
    type(typed, text);
    expect(values).toEqual([value]);
    expect(typed.getAttribute('aria-describedby')).toBeNull();
  });

  it('takes whole numbers where its steps are whole, and says what it took for another', () => {
    const { values, typed } = show({ value: 1, min: 1, max: 8, step: 1 });
    type(typed, '2.7');
    expect(values).toEqual([3]);
  });

  it('keeps what is no number, and says what is wrong and how to mend it, in both languages', () => {
    const { values, typed } = show({});
    type(typed, 'seven');
    expect(values).toEqual([]);
    expect(typed.value).toBe('seven');
    expect(typed.getAttribute('aria-invalid')).toBe('true');
    const problem = document.getElementById(typed.getAttribute('aria-describedby') ?? '');
    expect(problem?.textContent).toBe('“seven” cannot be used here: type a number from −2 to 2.');
    preferences.language = 'zh';
    flushSync();
    expect(problem?.textContent).toBe('“seven”不能用在这里，请输入−2 到 2 之间的数。');
    preferences.language = 'en';
    type(typed, ' ');
    const [alert] = document.querySelectorAll('[role=alert]');
    expect(alert?.textContent).toBe('Type a number from −2 to 2.');
    type(typed, '1');
    expect(values).toEqual([1]);
    expect(document.querySelector('[role=alert]')).toBeNull();
  });

  it('snaps to a list of values', () => {
    const { values, track } = show({ values: [0.001, 0.01, 0.1], value: 0.01 });
    track.value = '2';
    track.dispatchEvent(new Event('input', { bubbles: true }));
    expect(values).toEqual([0.1]);
    expect(track.max).toBe('2');
  });
});
