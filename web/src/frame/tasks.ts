import type { AnyRoom } from './lab.svelte';

/**
 * What the lab says of a task or an answer; `values` fill in the lesson's words. `missing` names what a task
 * still lacks.
 */
export interface Verdict {
  readonly done: boolean;
  readonly right: string;
  readonly missing: string;
  readonly values: Readonly<Record<string, number>>;
}

/** A room whose exhibit has tasks. */
export type CheckedRoom = AnyRoom & {
  ask(op: 'check', params: { readonly task: string; readonly answer?: string }): Promise<Verdict>;
};

/** By question: what happens on stage when it is answered. */
export type Stages = Readonly<Record<string, (answer: string) => Promise<void>>>;
