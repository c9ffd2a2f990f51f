import { describe, expect, it } from 'vitest';

import { exchangesOf, viewsOf } from '../../testing/snapshots';
import { en } from './en';
import { zh } from './zh';
import { explanations } from './explanations';
import { remark, verdict } from './summary';
import { readNeuronView } from './lab.gen';

const exchanges = exchangesOf('neuron');
const views = viewsOf('neuron', readNeuronView);

describe('what the lab answers', () => {
  it('is recorded', () => expect(views.length).toBeGreaterThan(1));

  it('shows the reference: 0.20 and 0.55', () => {
    const reference = readNeuronView(exchanges['default']?.data);
    const numbers = explanations(reference, 'sigmoid', en);
    expect(numbers['z']?.value).toBe('0.20');
    expect(numbers['output']?.value).toBe('0.55');
    expect(numbers['z']?.now).toContain('0.80 \\times 0.50 - 0.20 = 0.20');
  });

  it('opens what was set to where it goes', () => {
    const numbers = explanations(readNeuronView(exchanges['default']?.data), 'sigmoid', en);
    expect(numbers['weight0']?.now).toBe('z = 0.80 \\times \\boxed{0.50} - 0.20 = 0.20');
    expect(numbers['bias']?.now).toBe('z = 0.80 \\times 0.50 + \\boxed{(-0.20)} = 0.20');
    expect(numbers['bias']?.formula).toBe('z = I \\cdot W + \\boxed{b}');
  });

  it.each(views)('opens every number of "%s" with formula, values, source, Keras and PyTorch', (_, view) => {
    const { activation } = view.settings;
    const numbers = explanations(view, activation, zh);
    expect(Object.keys(numbers)).toHaveLength(3 * view.terms.length + (view.slope === null ? 3 : 4));
    for (const number of Object.values(numbers)) {
      for (const part of [number.name, number.formula, number.now, number.keras, number.torch])
        expect(part).not.toBe('');
      for (const source of number.sources) expect(source.symbol).toMatch(/^engine\./);
    }
  });

  it.each(views)('has sentences and programs for "%s"', (_, view) => {
    const { activation } = view.settings;
    expect(verdict(view, activation, en)).toMatch(/\.$/);
    expect(remark(view, activation, zh)).not.toMatch(/undefined|NaN/);
    const { keras, torch } = view.program;
    expect(keras).toContain(`build((None, ${view.terms.length}))`);
    expect(torch).toContain(`Linear(${view.terms.length}, 1)`);
  });
});

describe('a weight of 3.2 against one of 0.1', () => {
  it('matters 32 times as much', () => {
    const view = readNeuronView(exchanges['default']?.data);
    const unequal = { ...view, settings: { ...view.settings, inputs: [1, 1], weights: [3.2, 0.1] } };
    expect(remark(unequal, 'sigmoid', en)).toContain('32 times');
  });
});
