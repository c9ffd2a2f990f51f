// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { describe, expect, it, vi } from 'vitest';

import Select from './Select.svelte';
import { reactive } from '../testing/reactive.svelte';

const options = ['a', 'b', 'c', 'd'].map((label, value) => ({ value, label }));

describe('a list of which one is chosen', () => {
  it('shows what is set, also after the learner chose and something else set it', () => {
    const onchange = vi.fn();
    const props = reactive({ label: 'Which', value: 0, options, onchange });
    const select = mount(Select, { target: document.body, props });
    flushSync();
    const list = document.querySelector('select');
    if (list === null) throw new Error('no list');
    list.selectedIndex = 2;
    list.dispatchEvent(new Event('change', { bubbles: true }));
    expect(onchange).toHaveBeenCalledWith(2);
    props.value = 2;
    flushSync();
    expect(list.selectedIndex).toBe(2);
    for (const value of [3, 1, 0, 2]) {
      props.value = value;
      flushSync();
      expect(list.selectedIndex).toBe(value);
    }
    void unmount(select);
  });
});
