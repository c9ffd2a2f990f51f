import { describe, expect, it } from 'vitest';

import { en } from '../i18n/en';
import type { PageCode } from '../i18n/refusals';
import { zh } from '../i18n/zh';
import { readErrorData, type ErrorCode, type ErrorData } from '../lab.gen';
import { errorOf, LabError } from '../protocol';
import { errorText } from './errorText';

const rule = { kind: 'number', low: -2, high: 2 };

/** Of each code, data as the lab sends it, and what of it must be read in the words. */
const SENT: { readonly [K in ErrorCode]: readonly [ErrorData[K], ...string[]] } = {
  bad_frame: [{ reason: 'it is text' }, 'it is text'],
  bad_request: [{ param: 'id', expected: 'an integer', got: 'None' }, 'id', 'an integer', 'None'],
  version_mismatch: [{ expected: 5, got: 4 }, '5', '4'],
  unknown_exhibit: [{ expected: 'neuron, train', got: "'brain'" }, 'neuron, train', "'brain'"],
  unknown_op: [{ expected: 'open, walk', got: "'run'" }, 'open, walk', "'run'"],
  not_open: [{ exhibit: 'forward' }, 'forward'],
  bad_param: [{ param: 'bias', expected: rule, got: "'x'" }, 'bias', '−2', '2', "'x'"],
  bad_settings: [{ reason: 'Softmax needs two classes.' }, 'Softmax needs two classes.'],
  bad_image: [{ reason: 'It is broken.' }, 'It is broken.'],
  no_ink: [{}],
  too_large: [{ got: 16_777_217, limit: 16_777_216, unit: 'bytes' }, '16,777,217', '16,777,216'],
  not_found: [{ what: 'model', name: "'gone'" }, "'gone'"],
  no_mnist: [{}],
  no_model: [{}],
  bad_model: [{ name: "'iris'", reason: 'It has 3 outputs.' }, "'iris'", 'It has 3 outputs.'],
  not_saved: [{ reason: 'The disk is full.' }, 'The disk is full.'],
  covered: [{}],
  bad_data: [{ reason: 'few', file: '', got: '3', limit: '10' }, '3', '10'],
  bad_program: [{ reason: 'language', what: 'julia' }, 'julia'],
  kernel: [{ reason: 'not_installed', what: 'ipykernel' }, 'ipykernel'],
  diverged: [{ step: 12, epoch: 3, learning_rate: 0.5 }, '12', '3', '0.5'],
  busy: [{ name: 'night', run: '7' }, 'night'],
  elsewhere: [{}],
  internal: [{}],
};
const OWN: readonly PageCode[] = ['connection_lost', 'unauthorized', 'front_end', 'site'];

describe('an error', () => {
  it.each(Object.entries(SENT))('is told in both languages, with what it speaks of: %s', (code, sent) => {
    const [data, ...parts] = sent as readonly [object, ...string[]];
    const error = new LabError(code, 'As said.', 'Do this.', data as Record<string, unknown>);
    for (const part of ['', ...parts]) {
      expect(errorText(error, en).message).toContain(part);
      expect(errorText(error, zh).message).toContain(part);
    }
    expect(errorText(error, en).message).not.toMatch(/As said|undefined|[\u4e00-\u9fff]/);
    expect(errorText(error, zh).message).toMatch(/[\u4e00-\u9fff]/);
    expect(errorText(error, zh).hint).toMatch(/^$|[\u4e00-\u9fff]/);
  });

  it('has words for every code of the lab, and for those of the page', () => {
    const codes = [...Object.keys(readErrorData), ...OWN].sort();
    expect(Object.keys(en.error.codes).sort()).toEqual(codes);
    expect(Object.keys(zh.error.codes).sort()).toEqual(codes);
    for (const code of OWN)
      expect(errorText(new LabError(code, 'As said.'), zh)).toEqual(zh.error.codes[code]());
  });

  it('says which parameter was wrong, what was expected and what was got', () => {
    const error = new LabError('bad_param', '', '', { param: 'bias', expected: rule, got: "'x'" });
    expect(errorText(error, en).message).toBe("“bias” must be a number from −2 to 2; it was 'x'.");
    expect(errorText(error, zh).message).toBe("“bias”应当是 −2 到 2 之间的数，收到的却是 'x'。");
  });

  it.each(['attempt', 'dataset', 'digits', 'model', 'run', 'source', 'training', 'unit'])(
    'says that no %s is there',
    (what) => {
      const error = new LabError('not_found', 'As said.', '', { what, name: 'thing' });
      const named = !['digits', 'training'].includes(what);
      expect(errorText(error, en).message.includes('thing')).toBe(named);
      expect(errorText(error, zh).message.includes('thing')).toBe(named);
      expect(errorText(error, zh).message).toMatch(/[\u4e00-\u9fff]/);
    },
  );

  it.each([
    ['nothing', ''],
    ['too_large', 'limit'],
    ['many_files', 'got limit'],
    ['many_images', 'got limit'],
    ['many_training', 'got limit'],
    ['unknown', 'file'],
    ['mixed', 'got'],
    ['damaged', 'file'],
    ['empty', 'file'],
    ['objects', 'file'],
    ['large_array', 'file limit'],
    ['unpacked', 'got limit'],
    ['packing', 'file'],
    ['outside', 'file'],
    ['arrays', 'got'],
    ['shape', 'got'],
    ['values', 'got'],
    ['labels', 'got limit'],
    ['label_kind', 'got'],
    ['classes', 'got'],
    ['few', 'got limit'],
    ['unlabelled', 'file'],
    ['picture', 'file'],
  ])('says why files are no data set: %s', (reason, parts) => {
    const data = { file: 'its file', got: 'what came', limit: 'the most' };
    const error = new LabError('bad_data', 'As said.', '', { reason, ...data });
    for (const words of [en, zh]) {
      const { message } = errorText(error, words);
      expect(message).not.toContain('As said');
      for (const [name, value] of Object.entries(data))
        expect(message.includes(value), name).toBe(parts.split(' ').includes(name));
    }
    expect(errorText(error, zh).message).toMatch(/[\u4e00-\u9fff]/);
  });

  it.each([
    ['not_text', ''],
    ['not_json', ''],
    ['not_notebook', ''],
    ['version', '3'],
    ['language', 'julia'],
    ['too_long', '200'],
  ])('says why a file cannot be opened as a program: %s', (reason, what) => {
    const error = new LabError('bad_program', 'As said.', '', { reason, what });
    for (const words of [en, zh]) {
      expect(errorText(error, words).message).toContain(what);
      expect(errorText(error, words).message).not.toContain('As said');
    }
    expect(errorText(error, zh).message).toMatch(/[\u4e00-\u9fff]/);
  });

  it.each([
    ['not_local', 'example.org'],
    ['not_installed', 'ipykernel'],
    ['system', 'Windows'],
    ['no_processes', ''],
    ['too_many', '4'],
    ['running', ''],
    ['failed', 'no room'],
  ])('says why no program can be run: %s', (reason, what) => {
    const error = new LabError('kernel', 'As said.', '', { reason, what });
    for (const words of [en, zh]) {
      expect(errorText(error, words).message).toContain(what);
      expect(errorText(error, words).message).not.toContain('As said');
    }
    expect(errorText(error, zh).message + errorText(error, zh).hint).toMatch(/[\u4e00-\u9fff]/);
  });

  it('says the same as a part of an answer', () => {
    const problem = {
      code: 'not_found',
      message: '',
      hint: '',
      data: { what: 'model', name: "'gone'" },
    } as const;
    expect(errorText(errorOf(problem), en)).toEqual({
      message: "There is no model named 'gone'.",
      hint: 'Choose one from the list of models.',
    });
  });

  it.each([
    ['brand_new', {}],
    ['too_large', { got: 'much' }],
  ])('falls back to what the lab said: %s', (code, data) => {
    expect(errorText(new LabError(code, 'As said.', 'Do this.', data), zh)).toEqual({
      message: 'As said.',
      hint: 'Do this.',
    });
  });
});
