// @vitest-environment happy-dom
import { flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';

import { en } from '../i18n/en';
import { readProof } from '../lab.gen';
import { reactive } from '../testing/reactive.svelte';
import { exchangesOf } from '../testing/snapshots';
import Prove from './Prove.svelte';

vi.mock('../frame/context', () => ({
  getPage: () => ({ explain: vi.fn(), byHand: { isBlank: () => false } }),
}));

const proof = readProof(exchangesOf('playground')['proof']?.data);
/** Only so that a fault ends the test. */
const PATIENCE = { timeout: 600_000 };

it('keeps what it showed while its network is renewed, and forgets it with another network', async () => {
  const shown = reactive({ run: { number: 1 } });
  const prove = mount(Prove, {
    target: document.body,
    props: {
      ask: async () => Promise.resolve(proof),
      get of() {
        return shown.run.number;
      },
    },
  });
  flushSync();
  document.querySelector('button')?.click();
  await vi.waitUntil(() => document.querySelector('.verdict'), PATIENCE);
  shown.run = { number: 1 };
  flushSync();
  expect(document.querySelector('.verdict')).not.toBeNull();
  shown.run = { number: 2 };
  flushSync();
  expect(document.querySelector('.verdict')).toBeNull();
  expect(document.querySelector('button')?.textContent.trim()).toBe(en.proof.button);
  await unmount(prove);
});
