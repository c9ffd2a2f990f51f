/** What is said of numbers that a learner found by hand, from the equations that the exhibits open with. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Explanation } from '../components/explanation';
import { en } from '../exhibits/neuron/en';
import { explanations } from '../exhibits/neuron/explanations';
import { type NeuronView, readNeuronView } from '../exhibits/neuron/lab.gen';
import { exchangesOf } from '../testing/snapshots';
import { type Exercise, exerciseOf, readWritten } from './exercise';
import { judge } from './judge';

const reference = readNeuronView(exchangesOf('neuron')['default']?.data);

/** A sigmoid neuron, with what a learner with paper would find. */
function neuron(inputs: readonly number[], weights: readonly number[], bias: number): NeuronView {
  const terms = inputs.map((x, i) => x * (weights[i] ?? 0));
  const z = terms.reduce((total, term) => total + term, 0) + bias;
  const output = 1 / (1 + Math.exp(-z));
  const settings = { inputs: [...inputs], weights: [...weights], bias, activation: 'sigmoid' as const };
  return { ...reference, settings, terms, z, output, slope: output * (1 - output) };
}

function exercise(number: Partial<Explanation> | undefined): Exercise {
  const found = exerciseOf({ formula: '', ...number } as Explanation);
  if (found === undefined) throw new Error(`nothing to do for ${number?.now}`);
  return found;
}
const ofNeuron = (id: string, view = neuron([0.8], [0.5], -0.2)): Exercise =>
  exercise(explanations(view, 'sigmoid', en)[id]);

/** The verdict in short: its kind, or the step that went wrong. */
function said(given: Exercise, typed: string): string {
  const verdict = judge(given, typed);
  if (verdict.kind === 'wrong') return verdict.mistake?.kind ?? 'wrong';
  return verdict.kind;
}

describe('z = 0.80 × 0.50 − 0.20 by hand', () => {
  it.each([
    ['0.20', 'right'],
    ['0.2', 'right'],
    [' ０．２０ ', 'right'],
    ['0,2', 'right'],
    ['0.204', 'wrong'],
    ['−0.20', 'sign'],
    ['2', 'point'],
    ['0.4', 'bias'],
    ['0.60', 'part_sign'],
    ['1.10', 'added'],
    ['0.24', 'order'],
    ['-0.2', 'sign'],
    ['0.3', 'factor'],
    ['7', 'wrong'],
    ['two', 'unreadable'],
  ])('%s is %s', (typed, verdict) => expect(said(ofNeuron('z'), typed)).toBe(verdict));

  it('shows its equation with a blank for the result', () => {
    expect(ofNeuron('z').blanked).toBe('z = 0.80 \\times 0.50 - 0.20 = \\boxed{\\,?\\,}');
  });
});

describe('the sigmoid of 0.20 by hand', () => {
  it.each([
    ['0.55', 'right'],
    ['0.5498', 'right'],
    ['0.5', 'close'],
    ['0.54', 'close'],
    ['0.20', 'function'],
    ['0.45', 'part_sign'],
    ['1.82', 'inverted'],
    ['1', 'divided'],
    ['55', 'point'],
  ])('%s is %s', (typed, verdict) => expect(said(ofNeuron('output'), typed)).toBe(verdict));
});

describe('other equations by hand', () => {
  it.each<[value: string, now: string, typed: string, verdict: string]>([
    ['97.3%', '\\frac{73}{75} ≈ 97.3\\,\\%', '97.3', 'right'],
    ['97.3%', '\\frac{73}{75} ≈ 97.3\\,\\%', '0.973', 'right'],
    ['97.3%', '\\frac{73}{75} ≈ 97.3\\,\\%', '97.3％', 'right'],
    ['97.3%', '\\frac{73}{75} ≈ 97.3\\,\\%', '97', 'close'],
    ['13,002', '12{,}960 + 42 = 13{,}002', '13,002', 'right'],
    ['13,002', '12{,}960 + 42 = 13{,}002', '12,960', 'left_out'],
    ['13,002', '12{,}960 + 42 = 13{,}002', '13,003', 'wrong'],
    ['0.00', '\\max(0, -0.50) = 0.00', '-0.5', 'function'],
    ['0.50', '\\max(0, 0.50) = 0.50', '0', 'max'],
    ['9', '\\left\\lceil \\tfrac{250}{30} \\right\\rceil = 9', '8', 'rounded'],
    ['8.3e−5', '0.0091 \\times 0.0091 ≈ 8.3 \\times 10^{-5}', '8.3e-5', 'right'],
    ['8.3e−5', '0.0091 \\times 0.0091 ≈ 8.3 \\times 10^{-5}', '0.000083', 'right'],
    ['0.0049', '-0.5 \\times (-0.00984) ≈ 0.0049', '-0.00984', 'factor'],
    ['0.0049', '-0.5 \\times (-0.00984) ≈ 0.0049', '0.00984', 'factor'],
    ['0.0049', '-0.5 \\times (-0.00984) ≈ 0.0049', '0.0098', 'factor'],
    ['−0.0021', '-0.5 \\times 0.00421 ≈ -0.0021', '0.00421', 'factor'],
    ['−0.0021', '-0.5 \\times 0.00421 ≈ -0.0021', '-0.00421', 'factor'],
    ['−0.127', '(0.6903 - 1) \\times 0.41 ≈ -0.127', '-0.31', 'factor'],
    ['−0.00996', '-0.25 \\times 0.0398412 ≈ -0.00996', '-0.0398', 'factor'],
    ['51.0', '(\\frac{1.7321}{0.2425})^2 ≈ 51.0', '7.14', 'power'],
    ['51.0', '(\\frac{1.7321}{0.2425})^2 ≈ 51.0', '50.8', 'close'],
    ['0.42', '1 - (-0.76)^2 ≈ 0.42', '2.52', 'power'],
    ['1.00', '0.20 \\ge 0 \\;\\Rightarrow\\; f(z) = 1.00', '1', 'right'],
    ['1.00', '0.20 \\ge 0 \\;\\Rightarrow\\; f(z) = 1.00', '0', 'wrong'],
    ['3%', '\\sigma(-1.096453) = \\frac{1}{1 + e^{-(-1.096453)}} ≈ 0.030879 ≈ 3\\,\\%', '3', 'right'],
  ])('%s: of %s, %s is %s', (value, now, typed, verdict) => {
    expect(said(exercise({ value, now }), typed)).toBe(verdict);
  });

  it('no rounding of the result is left in sight', () => {
    const { blanked } = exercise({ value: '3%', now: 'p = \\sigma(-1.10) ≈ 0.0250 ≈ 3\\,\\%' });
    expect(blanked).not.toMatch(/250|3\\/);
  });

  it.each([
    ['0.982', 'L = \\sum_i L_i = 0.982'],
    ['0.01', '\\eta = 0.01'],
    ['0 of 24', '\\#\\{ j \\} = 0'],
    ['NaN', '0.00 \\times 1.00 = \\mathrm{NaN}'],
  ])('%s is no exercise where nothing can be computed: %s', (value, now) => {
    expect(exerciseOf({ value, now, formula: '' } as Explanation)).toBeUndefined();
  });
});

describe('a number inside an equation by hand', () => {
  it.each([
    ['bias', '−0.20', 'right'],
    ['bias', '0.20', 'sign'],
    ['bias', '0.1', 'other_result'],
    ['weight0', '0.5', 'right'],
    ['weight0', '5', 'point'],
  ])('%s: %s is %s', (id, typed, verdict) => expect(said(ofNeuron(id), typed)).toBe(verdict));

  it('says what the equation comes to', () => {
    expect(judge(ofNeuron('bias'), '0.1')).toMatchObject({ outcome: { result: 0.5, wanted: '0.20' } });
  });

  it('any weight does where the input is 0', () => {
    const weight = ofNeuron('weight0', neuron([0], [0.5], -0.2));
    expect(['0.5', '3', '-7.25'].map((typed) => said(weight, typed))).toEqual(['right', 'right', 'right']);
  });
});

describe('whatever the sliders are set to', () => {
  const slider = fc.integer({ min: -200, max: 200 }).map((n) => n / 100);
  const three = fc.tuple(slider, slider, slider);
  const neurons = fc.tuple(three, three, slider);

  it('every number is right as the page shows it, inside an equation as well as behind it', () => {
    fc.assert(
      fc.property(neurons, (given) => {
        const view = neuron(...given);
        for (const number of Object.values(explanations(view, 'sigmoid', en)))
          expect(said(exercise(number), number.value), number.now).toBe('right');
      }),
      { numRuns: 40 },
    );
  });

  it('a bias that is left out is found where the terms come to nothing but rounding', () => {
    expect(said(ofNeuron('z', neuron([0.1, 0.2, -0.3], [0.1, 0.1, 0.1], 0.5)), '0.000')).toBe('bias');
  });

  it('a term that is left out is found, be it smaller than the last digit of an exact result', () => {
    const given = ofNeuron('z', neuron([0.84, 0.1, -1.39], [0.78, 0.02, 1.48], 0));
    expect(said(given, '-1.402')).toBe('left_out');
  });

  it('a term, or the bias, that is left out is noticed and found', () => {
    fc.assert(
      fc.property(neurons, fc.integer({ min: 0, max: 3 }), (given, i) => {
        const view = neuron(...given);
        const parts = [...view.terms, view.settings.bias];
        const part = parts[i] ?? 0;
        fc.pre(Math.abs(part) > 0.001);
        const typed = (view.z - part).toFixed(6);
        const verdict = judge(ofNeuron('z', view), typed);
        expect(verdict).toMatchObject({ kind: 'wrong', mistake: {} });
      }),
    );
  });

  it('what was typed is right just when it is the number', () => {
    fc.assert(
      fc.property(neurons, slider, (given, off) => {
        const view = neuron(...given);
        const typed = (view.z + off).toFixed(4);
        const right = Math.abs(Number(typed) - view.z) < 1e-9;
        expect(said(ofNeuron('z', view), typed) === 'right').toBe(right);
      }),
    );
  });

  it('any text is judged, whatever it is', () => {
    const exercises = Object.values(explanations(neuron([0.8, 1], [0.5, -2], 0.1), 'sigmoid', en)).map(
      exercise,
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...exercises), (text, given) => {
        const { kind } = judge(given, text);
        expect(kind === 'unreadable').toBe(readWritten(text) === undefined);
      }),
    );
  });
});
