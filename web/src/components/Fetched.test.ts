// @vitest-environment happy-dom
import { createRawSnippet, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';

import { en } from '../i18n/en';
import Fetched from './Fetched.svelte';

/** Only so that a fault ends the test. */
const PATIENCE = { timeout: 600_000 };

it('shows a part once it is fetched; while it cannot be, it says so and tries again', async () => {
  let away = true;
  let fetches = 0;
  const load = async (): Promise<{ default: string }> => {
    fetches += 1;
    await Promise.resolve();
    if (away) throw new Error('down');
    return { default: 'the part' };
  };
  const children = createRawSnippet((part: () => unknown) => ({ render: () => `<p>${String(part())}</p>` }));
  const fetched = mount(Fetched, { target: document.body, props: { load, children } });
  const again = await vi.waitUntil(() => document.querySelector('button'), PATIENCE);
  expect(again.textContent).toBe(en.error.again);
  expect(document.body.textContent).toContain(en.error.codes.connection_lost().message);

  away = false;
  again.click();
  await vi.waitUntil(() => document.body.textContent === 'the part', PATIENCE);
  expect(fetches).toBe(2);
  await unmount(fetched);
});
