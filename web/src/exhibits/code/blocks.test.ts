import { expect, it } from 'vitest';

import { extended, type Block } from './blocks';
import type { Event as Said } from './lab.gen';

let number = 0;
const said = (kind: Said['kind'], more: Partial<Said> = {}): Said => ({
  number: ++number,
  run: 1,
  kind,
  text: '',
  left_out: 0,
  display: '',
  png: null,
  curves: [],
  error: null,
  attempt: null,
  ...more,
});
const png = (): Said['png'] => ({ dtype: 'uint8', shape: [2], data: new Uint8Array([1, 2]) });
const texts = (blocks: readonly Block[]): string[] =>
  blocks.map((block) =>
    'printed' in block ? `${block.kind}:${block.printed.text}` : 'text' in block ? block.text : block.kind,
  );

it('what is printed is appended, to the stream that it belongs to', () => {
  const first = extended([], [said('out', { text: 'a' }), said('out', { text: 'b\n' })]);
  const blocks = extended(first, [said('err', { text: 'no' }), said('out', { text: 'c' })]);
  expect(texts(blocks)).toEqual(['out:ab\n', 'err:no', 'out:c']);
  expect(texts(extended(blocks, [said('out', { run: 2, text: 'd' })]))).toHaveLength(4);
});

it('the end of a flood takes the place of the one before', () => {
  const blocks = extended(
    [],
    [said('tail', { text: 'x', left_out: 5 }), said('tail', { text: 'y', left_out: 9 })],
  );
  expect(blocks).toMatchObject([{ kind: 'tail', text: 'y', leftOut: 9 }]);
});

it('a figure that moves stays in its place, and figures are counted', () => {
  const blocks = extended(
    [],
    [
      said('display', { display: 'moving', png: png() }),
      said('result', { text: '42' }),
      said('display', { png: png() }),
      said('display', { display: 'moving', png: png(), text: 'new' }),
    ],
  );
  expect(blocks).toMatchObject([
    { kind: 'shown', figure: 1, text: 'new' },
    { kind: 'shown', figure: 0, text: '42' },
    { kind: 'shown', figure: 2 },
  ]);
});

it('`clear` takes away what this run has shown, and no other', () => {
  const blocks = extended([], [said('out', { text: 'a' }), said('out', { run: 2, text: 'b' })]);
  expect(texts(extended(blocks, [said('clear', { run: 2 })]))).toEqual(['out:a']);
});

it('a console without end keeps its end, and says so once', () => {
  let blocks: readonly Block[] = [];
  for (let i = 0; i < 900; i++) blocks = extended(blocks, [said('result', { text: String(i) })]);
  expect(blocks.length).toBeLessThan(310);
  expect(blocks[0]?.kind).toBe('forgotten');
  expect(blocks.filter(({ kind }) => kind === 'forgotten')).toHaveLength(1);
  expect(blocks.at(-1)).toMatchObject({ text: '899' });
  for (let i = 0; i < 90; i++) blocks = extended(blocks, [said('display', { png: png() })]);
  expect(blocks.filter((block) => block.kind === 'shown' && block.figure > 0)).toHaveLength(40);
});
