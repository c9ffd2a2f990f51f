import type { Verdict } from '../lab.gen';
import type { AnyRoom } from './lab.svelte';

/** A room whose exhibit has tasks. */
export type CheckedRoom = AnyRoom & {
  ask(op: 'check', params: { readonly task: string; readonly answer?: string }): Promise<Verdict>;
};

/** By question: what happens on stage when it is answered. */
export type Stages = Readonly<Record<string, (answer: string) => Promise<void>>>;
