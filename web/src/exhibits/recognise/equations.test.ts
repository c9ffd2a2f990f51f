import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asTex } from '../../lib/format';
import { check } from '../../testing/arithmetic';
import { f4 } from '../../testing/arrays';
import { all, expectStated, filled, half, several } from '../../testing/equations';
import { exchangesOf } from '../../testing/snapshots';
import { en as words } from './en';
import { answerFormula, answerNumbers, trainingNumbers } from './explanations';
import { unitNumbers, unitTable } from './unitNumbers';
import { whyNumbers } from './whyNumbers';
import { readRecogniseView, readUnitView, readWhy, type UnitView, type Why } from './lab.gen';

describe('recognition', () => {
  const exchanges = exchangesOf('recognise');
  const view = readRecogniseView(exchanges['a four']?.data);
  const { reading, model } = view;
  const [digit] = reading.digits;
  if (model === null || digit === undefined) throw new Error('the snapshot has no model, or no digit');
  const why = readWhy(exchanges['why']?.data);
  const unit = readUnitView(exchanges['unit']?.data);

  it('the answer, one probability from ten scores', () => {
    fc.assert(
      fc.property(several(10, fc.double({ min: -9, max: 9, noNaN: true })), (scores) => {
        const powers = scores.map(Math.exp);
        const whole = powers.reduce((sum, power) => sum + power, 0);
        const answer = {
          ...digit.answer,
          logits: f4([10], scores),
          probabilities: f4(
            [10],
            powers.map((power) => power / whole),
          ),
        } as NonNullable<typeof digit.answer>;
        const numbers = answerNumbers({ ...digit, answer }, 'softmax', view, words);
        all(numbers);
        for (let k = 0; k < 10; k += 1) {
          expectStated(numbers[`logit${k}`], answer.logits.data[k] ?? Number.NaN);
          expectStated(numbers[`probability${k}`], answer.probabilities.data[k] ?? Number.NaN);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('the formula of the answer: a rounded score and probability stand behind "≈"', () => {
    const { answer } = digit;
    if (answer === null) throw new Error('no answer');
    const { digit: a } = answer;
    for (const output of ['softmax', 'sigmoid']) {
      const numbers = answerNumbers(digit, output, view, words);
      const lines = filled(answerFormula(answer, output), numbers);
      for (const id of [`logit${a}`, `probability${a}`])
        expect(lines).toContain(`≈ ${asTex(numbers[id]?.value ?? '')}`);
      expect(lines).not.toMatch(/= -?\d/);
    }
  });

  it('why this digit: each row and their sum, exactly where it says so', () => {
    fc.assert(
      fc.property(several(12), several(12), several(3), several(12), (ink, slopes, biases, outputs) => {
        const grey = ink.map((x) => Math.round(Math.abs(x) * 85));
        const shares = grey.map((pixel, i) => (pixel / 255) * (slopes[i] ?? 0));
        const of = (sign: number): number =>
          shares.filter((share) => share * sign > 0).reduce((sum, share) => sum + share, 0);
        const total = of(1) + of(-1) + (biases[0] ?? 0) + (biases[1] ?? 0);
        const toAway = outputs.map((y) => y / 2);
        const units = outputs.map((y, j) => y * ((slopes[j] ?? 0) - (toAway[j] ?? 0)));
        const bias = (biases[0] ?? 0) - (biases[1] ?? 0);
        const shown: Why = {
          ...why,
          logits: [total + 1, 1],
          gap: total,
          pixels: {
            slopes: f4([28, 28], [...slopes, ...Array<number>(772).fill(0)]),
            shares: f4([28, 28], [...shares, ...Array<number>(772).fill(0)]),
            towards: of(1),
            away: of(-1),
            biases: biases.slice(0, 2),
            total,
          },
          units: {
            units: f4([12], units),
            outputs: f4([12], outputs),
            to_towards: f4([12], slopes),
            to_away: f4([12], toAway),
            biases: [biases[0] ?? 0, biases[1] ?? 0],
            bias,
            total: units.reduce((sum, share) => sum + share, bias),
          },
        };
        const top = [...Array(12).keys()];
        const { numbers, scores, adds } = whyNumbers(shown, grey, { pixels: top, units: top }, view, words);
        all(numbers);
        const ids = ['towards', 'away', 'bias0', 'bias1'];
        const terms = ids.map((id) => `(${asTex(numbers[id]?.value ?? '')})`.replace('(+', '('));
        expect(check(`${terms.join(' + ')} ${adds} ${asTex(numbers['total']?.value ?? '')}`).broken).toEqual(
          [],
        );
        const [a = '', b = ''] = scores.parts.map((text) => `(${asTex(text)})`);
        expect(check(`${a} - ${b} ${scores.sign} ${asTex(scores.result)}`).broken).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('a unit: each row, what is left, and the sum', () => {
    fc.assert(
      fc.property(several(16), several(16), half, (inputs, weights, bias) => {
        const shares = inputs.map((x, i) => Math.fround(x * (weights[i] ?? 0)));
        const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
        const total = sum(shares) + bias;
        const shown: UnitView = {
          ...unit,
          layer: 1,
          normalised: false,
          activation: 'relu',
          z: total,
          a: Math.max(0, total),
          terms: {
            weights: f4([16], weights),
            shares: f4([16], shares),
            top: { dtype: '<i4', shape: [8], data: Int32Array.from(Array(8).keys()) },
            inputs: f4([8], inputs.slice(0, 8)),
            rest: sum(shares.slice(8)),
            bias,
            total,
          },
        };
        all(unitNumbers(shown, model, digit.image, view, words));
        const table = unitTable(shown);
        if (table === undefined) throw new Error('no table');
        const column = [...table.rows.map(({ result }) => result), ...table.others];
        const added = column.map((text) => `(${asTex(text)})`).join(' + ');
        if (table.adds === '=') expect(check(`${added} = ${asTex(table.z)}`).broken).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a short training', () => {
  it('has a loss and an accuracy that are the means which are printed, whatever they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 48000 }), half, fc.nat(), (images, loss, right) => {
        const computed = { symbol: '', formula: 'L', keras: '', torch: '' };
        const numbers = trainingNumbers(
          {
            ...{ kind: 'train', share: 0.1, epoch: 1, epochs: 2, finished: false, own_held: 0, name: null },
            ...{ before: null, after: null, computed: { loss: computed, accuracy: computed } },
            ...{ images, loss: Math.abs(loss), accuracy: (right % (images + 1)) / images },
          },
          words,
        );
        if (numbers === undefined) throw new Error('there are numbers');
        all(numbers);
        for (const { now } of Object.values(numbers)) expect(check(now)).toEqual({ held: 1, broken: [] });
      }),
    );
  });
});
