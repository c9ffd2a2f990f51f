import { describe, expect, it } from 'vitest';

import { en as stepsEn } from '../../components/preparation/en';
import { zh as stepsZh } from '../../components/preparation/zh';
import { grouped } from '../../lib/format';
import { exchangesOf } from '../../testing/snapshots';
import { fields } from '../train/lab.gen';
import { answerNumbers } from './explanations';
import { betterModel } from './models';
import { codec, settingsOf } from './settings';
import { en } from './en';
import { zh } from './zh';
import { readDetail, readReading, readRecogniseView, readUnitView, readWhy } from './lab.gen';
import { unitNumbers } from './unitNumbers';
import { whyNumbers } from './whyNumbers';

const exchanges = exchangesOf('recognise');
const NONE = { pixels: [], units: [] };
const data = (name: string): unknown => exchanges[name]?.data;

describe('the offer to train a first network', () => {
  it('says from how many images it learns, with the settings that a training begins with', () => {
    const images = fields.limit.fallback * (1 - fields.validation.fallback);
    for (const words of [en, zh]) expect(words.train.text).toContain(grouped(images));
  });
});

describe('what the lab answers', () => {
  it('starts with the very settings that the lab starts with', () => {
    expect(readRecogniseView(data('no drawing')).settings).toEqual(settingsOf(codec.defaults));
  });

  it('says by its code why a dot is no digit', () => {
    const { digits, problem } = readReading(data('a dot'));
    expect(digits).toEqual([]);
    expect(problem?.code).toBe('no_ink');
  });

  it('tells what would be read if nothing were switched off', () => {
    expect(readRecogniseView(data('altered')).reading.plain).toHaveLength(1);
    expect(readRecogniseView(data('a four')).reading.plain).toBeNull();
  });
});

describe('a model that is not to be trusted', () => {
  const view = readRecogniseView(data('a four'));
  const [line] = view.models;
  if (line === undefined || view.model === null) throw new Error('the snapshot has no model');
  const good = { ...line, name: 'good', accuracy: 0.97, doubt: null };
  const noise = { ...line, name: 'noise', doubt: 'shuffled_labels' as const };
  const reading = (model: typeof good | typeof noise, ...models: (typeof good | typeof noise)[]) => ({
    ...view,
    model: { ...view.model!, name: model.name, doubt: model.doubt },
    models,
    best: models[0]?.name ?? null,
  });

  it('has another to change to, if there is one', () => {
    expect(betterModel(reading(noise, good, noise))).toBe('good');
    expect(betterModel(reading(noise, noise))).toBeUndefined();
    expect(betterModel(reading(good, good, noise))).toBeUndefined();
  });

  it('is warned of in both languages', () => {
    for (const words of [en, zh])
      for (const doubt of ['shuffled_labels', 'low_accuracy'] as const)
        expect(words.model.warning('mine', doubt, '85.3%')).toContain('mine');
  });
});

describe.each(['en', 'zh'] as const)('numbers that open (%s)', (language) => {
  const words = { en, zh }[language];
  const view = readRecogniseView(data('a four'));
  const { reading, model } = view;

  it('have formula, values, source, Keras and PyTorch', () => {
    const image = reading.digits[0]?.image;
    if (model === null || image === undefined) throw new Error('the snapshot has no model, or no digit');
    const unit = readUnitView(data('unit'));
    const top = { pixels: [300, 301], units: [0, 5] };
    const why = whyNumbers(readWhy(data('why')), image.data, top, view, words);
    const numbers = {
      ...answerNumbers(reading.digits[0], model.activations.at(-1) ?? '', view, words),
      ...why.numbers,
      ...unitNumbers(unit, model, image, view, words),
    };
    const ofDigits = [...Array(10).keys()].flatMap((k) => [`logit${k}`, `probability${k}`]);
    const ofTerms = [...(unit.terms?.top.data ?? []).keys()].flatMap((row) => [`input${row}`, `part${row}`]);
    expect(ofTerms).toHaveLength(16);
    expect(Object.keys(numbers).sort()).toEqual(
      [
        ...ofDigits,
        ...ofTerms,
        ...[...Array(10).keys()].map((k) => `out${k}`),
        ...['a', 'bias', 'rest', 'sum', 'z'],
        ...['away', 'bias0', 'bias1', 'gap', 'total', 'towards'],
        ...['pixel300', 'pixel301', 'unit0', 'unit5', 'unitsBias', 'unitsTotal'],
      ].sort(),
    );
    for (const number of Object.values(numbers)) {
      for (const part of [
        number.name,
        number.value,
        number.formula,
        number.now,
        number.keras,
        number.torch,
      ]) {
        expect(part).not.toBe('');
        expect(part).not.toMatch(/undefined|NaN|\{(layer|inputs|i|j)\}/);
      }
      for (const { symbol } of number.sources) expect(symbol).toMatch(/^engine\./);
    }
  });

  it('say which layer they are of', () => {
    const of = (layer: number): string | undefined => view.layers.at(layer)?.layer.keras;
    const answers = answerNumbers(reading.digits[0], 'softmax', view, words);
    const { gap, total } = whyNumbers(readWhy(data('why')), [], NONE, view, words).numbers;
    for (const number of [answers['logit3'], gap, total]) expect(number?.keras.split('\n')[0]).toBe(of(-1));
    expect(of(0)).not.toBe(of(-1));
  });

  it('call what softmax makes of a score a probability, as no other number', () => {
    const numbers = answerNumbers(reading.digits[0], 'softmax', view, words);
    const word = { en: 'probability', zh: '概率' }[language];
    const named = Object.keys(numbers).filter((key) => numbers[key]?.name.includes(word));
    expect(named).toEqual([...Array(10).keys()].map((k) => `probability${k}`));
  });

  it('the gap and the sum of all shares read the same', () => {
    const { gap, total } = whyNumbers(readWhy(data('why')), [], NONE, view, words).numbers;
    expect(Number(total?.value)).toBeCloseTo(Number(gap?.value), 3);
  });

  it('every step says what it did, and what happens without it', () => {
    for (const step of readDetail(data('detail')).steps) {
      const text = { en: stepsEn, zh: stepsZh }[language].names[step.name];
      for (const on of [true, false]) expect(text.did(step.values, on)).not.toMatch(/undefined|NaN/);
      expect(text.off).not.toBe('');
    }
  });
});
