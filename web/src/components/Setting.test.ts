// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';

import { choiceField, flagField, integerField, numberField } from '../frame/codec';
import Setting from './Setting.svelte';

const fields = {
  kind: choiceField(['a', 'b'], 'a'),
  count: integerField(3, { min: 1, max: 9 }),
  share: numberField(0.5, { min: 0, max: 1 }),
  on: flagField(false),
};

let mounted: Record<string, unknown> | undefined;
afterEach(() => {
  if (mounted) void unmount(mounted);
  document.body.innerHTML = '';
});

/** The control of a setting, and each change that it asks for: what is set, and under which step for undo. */
function show(props: Record<string, unknown>): { inputs: HTMLInputElement[]; changes: unknown[][] } {
  const changes: unknown[][] = [];
  const controls = {
    settings: { kind: 'a', count: 3, share: 0.5, on: false },
    set: (...change: unknown[]) => changes.push(change),
  };
  mounted = mount(Setting, {
    target: document.body,
    props: { controls, fields, label: 'It', ...props } as never,
  });
  flushSync();
  return { inputs: [...document.querySelectorAll('input')], changes };
}

function enter(input: HTMLInputElement | undefined, text: string): void {
  if (!input) throw new Error('no input');
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  flushSync();
}

describe('a setting', () => {
  it('is a list where its field has options, or all of them in a row', () => {
    const { changes } = show({ name: 'kind', names: { a: 'the first' } });
    const select = document.querySelector('select');
    expect([...(select?.options ?? [])].map(({ text }) => text)).toEqual(['the first', 'b']);
    if (select) select.selectedIndex = 1;
    select?.dispatchEvent(new Event('change', { bubbles: true }));
    expect(changes).toEqual([[{ kind: 'b' }, undefined]]);
    void unmount(mounted ?? {});
    const { inputs } = show({ name: 'kind', row: true });
    expect(inputs.map(({ type }) => type)).toEqual(['radio', 'radio']);
  });

  it('is a number that is typed, whole where its field says so', () => {
    const { inputs, changes } = show({ name: 'count' });
    enter(inputs[0], '2.5');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('9');
    expect(changes).toEqual([]);
    enter(inputs[0], '4');
    expect(changes).toEqual([[{ count: 4 }, undefined]]);
  });

  it('is a number that is dragged where there is a track, and sets what goes with it', () => {
    const { inputs, changes } = show({ name: 'share', track: { max: 0.8 }, also: { count: 1 } });
    const [track, typed] = inputs;
    if (track) track.value = '0.6';
    track?.dispatchEvent(new Event('input', { bubbles: true }));
    enter(typed, '0.9');
    expect(changes).toEqual([
      [{ count: 1, share: 0.6 }, 'share'],
      [{ count: 1, share: 0.9 }, 'share'],
    ]);
  });

  it('is a switch where its field is a flag', () => {
    const { inputs, changes } = show({ name: 'on' });
    inputs[0]?.click();
    expect(changes).toEqual([[{ on: true }, undefined]]);
  });
});
