import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { check } from '../../testing/arithmetic';
import { all, expectStated, filled, several } from '../../testing/equations';
import { exchangesOf, viewsOf } from '../../testing/snapshots';
import { en as words } from './en';
import { explanations, lessonLines } from './explanations';
import { type NeuronView, readNeuronView } from './lab.gen';

describe('the neuron', () => {
  const exchanges = exchangesOf('neuron');
  const views = viewsOf('neuron', readNeuronView);
  const expectNeuron = (view: NeuronView): void => {
    const numbers = explanations(view, view.settings.activation, words);
    all(numbers);
    const lines = lessonLines(view, numbers).map((line) => check(filled(line, numbers)));
    expect(lines.flatMap(({ broken }) => broken)).toEqual([]);
    expect(lines.reduce((sum, { held }) => sum + held, 0)).toBeGreaterThan(view.terms.length);
  };

  it.each(views)('"%s"', (_, view) => expectNeuron(view));

  const reference = readNeuronView(exchanges['default']?.data);
  const neuron = (inputs: readonly number[], weights: readonly number[], bias: number): NeuronView => {
    const terms = inputs.map((x, i) => x * (weights[i] ?? 0));
    const z = terms.reduce((total, term) => total + term, 0) + bias;
    const output = 1 / (1 + Math.exp(-z));
    const settings = { inputs: [...inputs], weights: [...weights], bias, activation: 'sigmoid' as const };
    return { ...reference, settings, terms, z, output, slope: output * (1 - output) };
  };

  it('with whatever its sliders can be set to: exactly', () => {
    const slider = fc.integer({ min: -200, max: 200 }).map((n) => n / 100);
    fc.assert(
      fc.property(several(3, slider), several(3, slider), slider, (inputs, weights, bias) => {
        const view = neuron(inputs, weights, bias);
        expectNeuron(view);
        const numbers = explanations(view, 'sigmoid', words);
        expect(filled(lessonLines(view, numbers).slice(0, 4).join(), numbers)).not.toContain('≈');
      }),
    );
  });

  it('a rounded slope or output stands behind "≈", a whole one behind "="', () => {
    const shown = (view: NeuronView): string | undefined => {
      const numbers = explanations(view, 'sigmoid', words);
      return filled(lessonLines(view, numbers).at(-1) ?? '', numbers);
    };
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 500 }), (hundredths) => {
        const view = neuron([0], [0], hundredths / 100);
        const numbers = explanations(view, 'sigmoid', words);
        expectStated(numbers['output'], view.output);
        expect(shown(view)).toMatch(hundredths === 0 ? /&= 0\.25$/ : /&≈ [\d.]+$/);
      }),
    );
    expect(shown(neuron([0.4], [0.5], 0))).toBe("f'(z) &≈ 0.25"); // it is 0.2475
    expect(shown(neuron([0], [0.5], 0))).toBe("f'(z) &= 0.25");
  });

  it('1.59 × 0.50 - 0.20 is 0.595, not 0.59 or 0.60', () => {
    const numbers = explanations(neuron([1.59], [0.5], -0.2), 'sigmoid', words);
    expect([numbers['term0']?.value, numbers['z']?.value]).toEqual(['0.795', '0.595']);
    expect(numbers['z']?.now).toBe('z = 1.59 \\times 0.50 - 0.20 = 0.595');
  });
});
