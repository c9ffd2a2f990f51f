import type { Curve, Event as Said, RunError } from './lab.gen';
import { Printed } from './terminal';

/** What the console shows, one below the other. */
export type Block = { readonly key: number; readonly run: number } & (
  | { readonly kind: 'out' | 'err'; readonly printed: Printed }
  | { readonly kind: 'tail'; readonly text: string; readonly leftOut: number }
  | {
      readonly kind: 'shown';
      /** The number of a figure, from 1; 0 for what is none. */
      readonly figure: number;
      readonly display: string;
      readonly text: string;
      readonly png: Uint8Array | null;
      readonly curves: readonly Curve[];
    }
  | { readonly kind: 'error'; readonly error: RunError }
  | { readonly kind: 'attempt'; readonly score: number | null }
  | { readonly kind: 'restarted' | 'forgotten' }
  /** With the last line of a process that did not start, and the gigabytes that were too many. */
  | { readonly kind: 'died' | 'memory'; readonly text: string }
);

/** More than a reader goes back. */
const MOST_BLOCKS = 300;
const MOST_FIGURES = 40;

/** Takes in what the lab says next. */
export function extended(blocks: readonly Block[], said: readonly Said[]): readonly Block[] {
  let next = [...blocks];
  for (const event of said) {
    const { number: key, run, kind, text } = event;
    const last = next.at(-1);
    if (kind === 'out' || kind === 'err') {
      if (last?.kind === kind && last.run === run)
        next[next.length - 1] = { ...last, printed: last.printed.with(text) };
      else next.push({ key, run, kind, printed: Printed.nothing.with(text) });
    } else if (kind === 'tail') {
      const before = next.findIndex((block) => block.kind === 'tail' && block.run === run);
      const tail = { key, run, kind, leftOut: event.left_out, text: Printed.nothing.with(text).text };
      if (before >= 0) next[before] = { ...tail, key: next[before]?.key ?? key };
      else next.push(tail);
    } else if (kind === 'result' || kind === 'display') {
      const at = event.display === '' ? -1 : next.findIndex((block) => isDisplay(block, event.display));
      const before = next[at];
      const drawn = event.png !== null || event.curves.length > 0;
      const figure = before?.kind === 'shown' ? before.figure : drawn ? figures(next) + 1 : 0;
      const png = event.png?.data instanceof Uint8Array ? event.png.data : null;
      const { display, curves } = event;
      const shown = {
        key: before?.key ?? key,
        run,
        kind: 'shown',
        figure,
        display,
        text,
        png,
        curves,
      } as const;
      if (before) next[at] = shown;
      else next.push(shown);
    } else if (kind === 'clear') {
      next = next.filter((block) => block.run !== run);
    } else if (kind === 'attempt') {
      if (event.attempt) next.push({ key, run, kind, score: event.attempt.score });
    } else if (kind === 'error') {
      if (event.error) next.push({ key, run, kind, error: event.error });
    } else if (kind === 'restarted') next.push({ key, run, kind });
    else next.push({ key, run, kind, text });
  }
  return bounded(next);
}

const isDisplay = (block: Block, display: string): boolean =>
  block.kind === 'shown' && block.display === display;

const figures = (blocks: readonly Block[]): number =>
  Math.max(0, ...blocks.map((block) => (block.kind === 'shown' ? block.figure : 0)));

function bounded(blocks: readonly Block[]): readonly Block[] {
  const drawn = blocks.filter((block) => block.kind === 'shown' && block.figure > 0);
  const old = new Set<Block>(drawn.slice(0, Math.max(0, drawn.length - MOST_FIGURES)));
  const kept = blocks.filter((block) => !old.has(block)).slice(-MOST_BLOCKS);
  const first = kept[0];
  if (kept.length === blocks.length || first === undefined) return blocks;
  return first.kind === 'forgotten'
    ? kept
    : [{ key: -first.key, run: first.run, kind: 'forgotten' }, ...kept];
}
