import { describe, expect, it } from 'vitest';

import { LabError, readReply } from './protocol';
import { exchangesOf } from './testing/snapshots';

const lab = Object.entries(exchangesOf('lab'));
describe('what the lab itself answers', () => {
  it.each(lab.filter(([, { error }]) => error !== undefined))('turns "%s" into an error', (_, { error }) => {
    const { result } = readReply({ id: 1, ok: false, error });
    if (!('error' in result)) throw new Error('the error was lost');
    expect(result.error).toBeInstanceOf(LabError);
    expect(result.error.code).toMatch(/^[a-z_]+$/);
  });
});

describe('a reply', () => {
  it('may be for nobody in particular', () => {
    const reply = readReply({
      id: null,
      ok: false,
      error: { code: 'bad_frame', message: 'No.', hint: 'Stop.' },
    });
    expect(reply.id).toBeNull();
  });

  it.each([null, 3, [], { id: 'one' }, { id: 1, error: { code: 7 } }])(
    'is refused when it is %j',
    (value) => {
      expect(() => readReply(value)).toThrow(/expected/);
    },
  );
});
