/** Every equation that an exhibit shows holds for the digits that it shows, and opens with its own number. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Explanation } from '../components/explanation';
import { asTex, fixed } from '../lib/format';
import { check } from '../testing/arithmetic';
import { exchangesOf } from '../testing/snapshots';
import type { NdArray } from '../validate';
import { en as activationsWords } from './activations/en';
import {
  bendNumbers,
  collapseNumbers,
  depthNumbers,
  softmaxNumbers,
  sumNumbers,
} from './activations/explanations';
import { type ActivationsView, readActivationsView } from './activations/lab.gen';
import { en as forwardWords } from './forward/en';
import {
  costNumbers,
  lessonLines as forwardLines,
  matrixDecimals,
  unitTable as forwardUnit,
  walkTable,
} from './forward/explanations';
import { type ForwardView, readForwardView, readUnitSum } from './forward/lab.gen';
import { en as backpropWords } from './backprop/en';
import { chosenNumbers, passNumbers } from './backprop/explanations';
import { type BackpropView, readBackpropView } from './backprop/lab.gen';
import { en as neuronWords } from './neuron/en';
import { explanations, lessonLines } from './neuron/explanations';
import { type NeuronView, readNeuronView } from './neuron/lab.gen';
import { en as perceptronWords } from './perceptron/en';
import {
  cornerNumbers,
  explanations as perceptronNumbers,
  lessonLines as perceptronLines,
} from './perceptron/explanations';
import { type PerceptronView, readPerceptronView } from './perceptron/lab.gen';
import { lossSum } from '../components/lossSum';
import { en as playgroundWords } from './playground/en';
import { cellNumber, epochNumber, scoreNumbers, unitNumbers } from './playground/explanations';
import {
  type Inspection,
  type PlaygroundView,
  readInspection,
  readPlaygroundView,
  readSlopes,
} from './playground/lab.gen';
import { slopeNumbers } from './playground/slopes';
import { en as recogniseWords } from './recognise/en';
import { answerNumbers, trainingNumbers } from './recognise/explanations';
import { readRecogniseView, readUnitView, readWhy, type UnitView, type Why } from './recognise/lab.gen';
import { unitNumbers as recogniseUnit, unitTable } from './recognise/unitNumbers';
import { whyNumbers } from './recognise/whyNumbers';
import { en as trainWords } from './train/en';
import {
  cellNumber as trainCell,
  epochNumber as trainEpoch,
  modelParameters,
  parameterNumber,
  runNumbers,
  outputNumber,
  stepsNumber,
} from './train/explanations';
import { readRunReply, readTrainView } from './train/lab.gen';

/** The last number of a formula, as TeX. */
const LAST = /-?\d[\d.]*(?:\{,\}\d+)*(?: \\times 10\^\{-?\d+\})?(?:\\,\\%)?(?=[^\d]*$)/u;

/** Its equations hold; those with "≈" too, unless a snapshot has left out what they are made of. */
function expectTrue(number: Explanation, whole = true): void {
  expect(check(number.now, whole).broken, number.name).toEqual([]);
  const value = asTex(number.value.replace(/^\+/, ''));
  const [first = number.now] = number.now.split(', \\quad'); // what follows says of which images
  const opens = first.includes(value) || value.includes(LAST.exec(first)?.[0] ?? 'nothing');
  expect(opens, `${number.name}: ${number.value} opens as ${number.now}`).toBe(true);
}

const all = (numbers: Readonly<Record<string, Explanation>> | readonly Explanation[], whole = true): void => {
  const list = Object.values(numbers);
  expect(list.length).toBeGreaterThan(0);
  for (const number of list) expectTrue(number, whole);
};
const filled = (tex: string, numbers: Readonly<Record<string, Explanation>>): string =>
  tex.replace(/\\explain\{(\w+)\}/g, (_, id: string) => asTex(numbers[id]?.value ?? '?'));
const nd = (shape: number[], numbers: readonly number[]): NdArray => ({
  dtype: '<f4',
  shape,
  data: Float32Array.from(numbers),
});
const half = fc.double({ min: -3, max: 3, noNaN: true });
const several = (count: number, of: fc.Arbitrary<number> = half): fc.Arbitrary<number[]> =>
  fc.array(of, { minLength: count, maxLength: count });

describe('the neuron', () => {
  const exchanges = exchangesOf('neuron');
  const views = Object.entries(exchanges)
    .filter(([, { op, data }]) => op === 'open' && data !== undefined)
    .map(([name, { data }]): [string, NeuronView] => [name, readNeuronView(data, name)]);
  const expectNeuron = (view: NeuronView): void => {
    const numbers = explanations(view, view.settings.activation, neuronWords);
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
        const numbers = explanations(view, 'sigmoid', neuronWords);
        expect(filled(lessonLines(view, numbers).slice(0, 4).join(), numbers)).not.toContain('≈');
      }),
    );
  });

  it('1.59 × 0.50 - 0.20 is 0.595, not 0.59 or 0.60', () => {
    const numbers = explanations(neuron([1.59], [0.5], -0.2), 'sigmoid', neuronWords);
    expect([numbers['term0']?.value, numbers['z']?.value]).toEqual(['0.795', '0.595']);
    expect(numbers['z']?.now).toBe('z = 1.59 \\times 0.50 - 0.20 = 0.595');
  });
});

describe('the perceptron', () => {
  const exchanges = exchangesOf('perceptron');
  const views = Object.entries(exchanges)
    .filter(([, { op, data }]) => op === 'open' && data !== undefined)
    .map(([name, { data }]): [string, PerceptronView] => [name, readPerceptronView(data, name)]);
  const expectPerceptron = (view: PerceptronView, whole: boolean): void => {
    const { nearest, ...numbers } = perceptronNumbers(view, perceptronWords);
    all(numbers, whole);
    if (nearest) expect(nearest.now.replaceAll('\\ ', ' ')).toBe(asTex(nearest.value).replaceAll('{,}', ','));
    const lines = perceptronLines(view, numbers).map((line) =>
      check(filled(line, numbers).replace(/.*leftarrow/, '')),
    );
    expect(lines.flatMap(({ broken }) => broken)).toEqual([]);
    if (view.frame.correction) expect(lines.reduce((sum, { held }) => sum + held, 0)).toBeGreaterThan(2);
  };

  // A snapshot holds the first eight numbers of an array: four points.
  it.each(views)('"%s"', (_, view) => {
    if (view.labels.data.length <= 4) {
      expectPerceptron(view, true);
      all(cornerNumbers(view));
    }
  });

  const [, first] = views[0] ?? [];
  it('with points and rates of any kind', () => {
    if (first === undefined) throw new Error('no view');
    const decimal = fc.integer({ min: -600, max: 600 }).map((n) => n / 100);
    const rate = fc.constantFrom(0.125, 0.25, 0.5, 1, 2, 8, 0.1, 0.3);
    fc.assert(
      fc.property(several(3, decimal), several(2, decimal), rate, fc.boolean(), (before, x, eta, up) => {
        const [w1 = 0, w2 = 0, b = 0] = before;
        const [x1 = 0, x2 = 0] = x;
        const sign = up ? eta : -eta;
        const change = [sign * x1, sign * x2, sign];
        const v = [w1 / 7, w2 / 7, 0.3 + Math.abs(b)];
        const [radius, gamma] = [Math.hypot(x1, x2, 1), Math.hypot(...v)];
        expectPerceptron(
          {
            ...first,
            settings: { ...first.settings, eta },
            samples: nd([4, 2], [x1, x2, 0, 0, 0, 0, 0, 0]),
            margin: { radius, farthest: 0, gamma, nearest: v, supports: [0], bound: (radius / gamma) ** 2 },
            frame: {
              ...first.frame,
              correction: {
                sample: 0,
                epoch: 1,
                z: w1 * x1 + w2 * x2 + b,
                predicted: up ? 0 : 1,
                true: up ? 1 : 0,
                before,
                change,
                after: before.map((w, k) => w + (change[k] ?? 0)),
                skipped: 0,
              },
            },
          },
          true,
        );
      }),
    );
  });

  it('the radius of a truth table is 1.732, not 2', () => {
    if (first === undefined) throw new Error('no view');
    const { radius, bound } = perceptronNumbers(first, perceptronWords);
    expect([radius?.value, bound?.value]).toEqual(['1.732', '51.0']);
    expect(radius?.now).toBe('\\sqrt{1^2 + 1^2 + 1^2} ≈ 1.732');
  });
});

describe('the playground', () => {
  const exchanges = exchangesOf('playground');
  const views = Object.entries(exchanges)
    .filter(([, { op, data }]) => op === 'open' && data !== undefined)
    .map(([name, { data }]): [string, PlaygroundView] => [name, readPlaygroundView(data, name)]);

  it.each(views)('the scores and counts of "%s"', (_, view) => {
    all(scoreNumbers(view, playgroundWords));
    expect(check(epochNumber(view, 7, playgroundWords).now)).toEqual({ held: 1, broken: [] });
    const cell = cellNumber(view, 0, 1, playgroundWords);
    if (cell) expectTrue(cell);
  });

  const iris = readPlaygroundView(exchanges['iris']?.data);
  it('the numbers behind a followed point', () => {
    const found = readInspection(exchanges['a point']?.data);
    iris.setup.layers.slice(1).forEach((units, layer) => {
      for (let unit = 0; unit < units; unit += 1) {
        const numbers = unitNumbers(iris, found, layer + 1, unit, playgroundWords);
        if (numbers) all([...numbers.terms, numbers.z, numbers.a], false);
      }
    });
  });

  it('small slopes, in the power of ten that is shown', () => {
    const slopes = readSlopes(exchanges['slopes']?.data);
    const { weights, bias } = slopeNumbers(
      iris,
      { layer: 1, unit: 2, ...slopes, bias: 8.3e-5 },
      playgroundWords,
    );
    all([...weights, bias]);
    expect([bias.value, bias.now.endsWith('8.3 \\times 10^{-5}')]).toEqual(['8.3e−5', true]);
  });

  it('a loss and the points that it is the mean of', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 300 }),
        (rows) => {
          const mean = rows.reduce((sum, row) => sum + row, 0) / rows.length;
          const { now, largest, others, rest } = lossSum(rows, mean);
          expect(check(now)).toMatchObject({ held: 2, broken: [] });
          expect(largest.length + others).toBe(rows.length);
          expect(now).toContain(asTex(others > 0 ? rest : (largest.at(-1)?.text ?? '')));
          expect(now).toContain(asTex(fixed(mean, 3)));
        },
      ),
    );
  });

  it('every row of a neuron’s card, and their sum', () => {
    const [, first] = views[0] ?? [];
    if (first === undefined) throw new Error('no view');
    fc.assert(
      fc.property(several(2), several(8), several(4), (inputs, W, biases) => {
        const view: PlaygroundView = {
          ...first,
          frame: { ...first.frame, weights: [nd([2, 4], W)], biases: [nd([4], biases)] },
        };
        const terms = W.map((w, i) => Math.fround(Math.fround(inputs[i < 4 ? 0 : 1] ?? 0) * Math.fround(w)));
        const z = biases.map((b, j) => Math.fround((terms[j] ?? 0) + (terms[j + 4] ?? 0) + Math.fround(b)));
        const found: Inspection = {
          features: nd([7], []),
          inputs: nd([2], inputs),
          layers: [{ terms: nd([2, 4], terms), z: nd([4], z), a: nd([4], z.map(Math.tanh)) }],
        };
        const numbers = unitNumbers(view, found, 1, 2, playgroundWords);
        if (!numbers) throw new Error('no numbers');
        all([...numbers.terms, numbers.z, numbers.a]);
        const column = [...numbers.terms, { value: numbers.z.value }].map(({ value }) => asTex(value));
        const bias = asTex(String(Number(Math.fround(biases[2] ?? 0).toFixed(numbers.decimals))));
        if (numbers.adds === '=' && numbers.decimals <= 4)
          expect(check(`${column[0]} + ${column[1]} + ${bias} ≈ ${column[2]}`).broken).toEqual([]);
      }),
    );
  });
});

describe('training', () => {
  const exchanges = exchangesOf('train');
  const { run } = readRunReply(exchanges['finished']?.data);
  const { plan, models } = readTrainView(exchanges['three-blue']?.data);

  it('the plan', () => all([parameterNumber(plan, trainWords), stepsNumber(plan, trainWords)]));

  it('the models', () => all(models.map((model) => modelParameters(model, plan, trainWords))));

  it('a run', () => {
    if (run?.live == null) throw new Error('no run');
    const { live } = run;
    all(runNumbers(run, live, trainWords));
    all([trainEpoch(run, trainWords), trainCell(live, 4, 9, run.plan, trainWords)]);
    for (const plan_ of [run.plan, plan])
      all(
        [...Array(10).keys()].map((k) => outputNumber(live.sheet, 0, k, plan_, trainWords)),
        false,
      );
  });

  it('a small learning rate, in the power of ten that is shown', () => {
    if (run?.live == null) throw new Error('no run');
    const { rate } = runNumbers({ ...run, learning_rate: 8.3e-5 }, run.live, trainWords);
    expect([rate?.value, rate?.now]).toEqual(['8.3e−5', '\\eta = 8.3 \\times 10^{-5}']);
  });
});

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
          logits: nd([10], scores),
          probabilities: nd(
            [10],
            powers.map((power) => power / whole),
          ),
        } as NonNullable<typeof digit.answer>;
        all(answerNumbers({ ...digit, answer }, 'softmax', view, recogniseWords));
      }),
      { numRuns: 30 },
    );
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
            slopes: nd([28, 28], [...slopes, ...Array<number>(772).fill(0)]),
            shares: nd([28, 28], [...shares, ...Array<number>(772).fill(0)]),
            towards: of(1),
            away: of(-1),
            biases: biases.slice(0, 2),
            total,
          },
          units: {
            units: nd([12], units),
            outputs: nd([12], outputs),
            to_towards: nd([12], slopes),
            to_away: nd([12], toAway),
            biases: [biases[0] ?? 0, biases[1] ?? 0],
            bias,
            total: units.reduce((sum, share) => sum + share, bias),
          },
        };
        const top = [...Array(12).keys()];
        const { numbers, scores, adds } = whyNumbers(
          shown,
          grey,
          { pixels: top, units: top },
          view,
          recogniseWords,
        );
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
            weights: nd([16], weights),
            shares: nd([16], shares),
            top: { dtype: '<i4', shape: [8], data: Int32Array.from(Array(8).keys()) },
            inputs: nd([8], inputs.slice(0, 8)),
            rest: sum(shares.slice(8)),
            bias,
            total,
          },
        };
        all(recogniseUnit(shown, model, digit.image, view, recogniseWords));
        const table = unitTable(shown);
        if (table === undefined) throw new Error('no table');
        const column = [...table.products.map(({ result }) => result), table.rest, table.bias];
        const added = column.map((text) => `(${asTex(text)})`).join(' + ');
        if (table.adds === '=') expect(check(`${added} = ${asTex(table.total)}`).broken).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('forward propagation', () => {
  const exchanges = exchangesOf('forward');
  const view = readForwardView(exchanges['default']?.data);
  const unitSum = readUnitSum(exchanges['sum']?.data);

  /** A 2-2-1 network as the lab would compute it; the oracle of this test, nothing of the page. */
  const network = (x: readonly number[], theta: readonly number[]): ForwardView => {
    let fed = [...x];
    const layers = [2, 1].map((units, k) => {
      const found = view.layers[k];
      if (found === undefined) throw new Error('no layer');
      const W = theta.slice(k * 6, k * 6 + 2 * units);
      const b = theta.slice(k * 6 + 2 * units, k * 6 + 3 * units);
      const inputs = fed;
      const terms = inputs.flatMap((value, i) => b.map((_, j) => value * (W[i * units + j] ?? 0)));
      const first = terms.slice(0, units);
      const both = first.map((term, j) => term + (terms[units + j] ?? 0));
      const z = both.map((sum, j) => sum + (b[j] ?? 0));
      fed = z.map((sum) => 1 / (1 + Math.exp(-sum)));
      const f8 = (shape: number[], values: readonly number[]): NdArray => ({
        dtype: '<f8',
        shape,
        data: Float64Array.from(values),
      });
      return {
        ...found,
        x: f8([1, 2], inputs),
        W: f8([2, units], W),
        b: f8([units], b),
        terms: f8([1, 2, units], terms),
        totals: f8([1, 3, units], [...first, ...both, ...z]),
        z: f8([1, units], z),
        a: f8([1, units], fed),
      };
    });
    return { ...view, layers };
  };

  const expectTable = (table: ReturnType<typeof walkTable>): void => {
    all([table.z, table.a, ...table.rows.map(({ term }) => term)]);
    for (const { x, w, term } of table.rows)
      expect(check(`(${asTex(x)}) \\times (${asTex(w)}) ${table.times} ${asTex(term.value)}`).broken).toEqual(
        [],
      );
    const steps = [
      ...table.rows.map(({ term, total }) => [term.value, total] as const),
      ...(table.rest ? [[table.rest.value, table.rest.total] as const] : []),
      [table.bias, table.z.value] as const,
    ];
    if (table.adds === '=')
      steps.reduce((before, [part, total]) => {
        const tex = `${before === '' ? '' : `(${asTex(before)}) + `}(${asTex(part)}) = ${asTex(total)}`;
        expect(check(tex).broken).toEqual([]);
        return total;
      }, '');
    const { lines, numbers } = forwardLines(table);
    if (!table.rest) expect(lines.flatMap((line) => check(filled(line, numbers)).broken)).toEqual([]);
  };

  it('the start, all of it exactly but for the sigmoids', () => {
    for (const [layer, units] of [
      [1, 2],
      [2, 1],
    ] as const)
      for (let index = 0; index < units; index += 1) {
        const table = forwardUnit(view, { layer, index }, 0, forwardWords);
        if (table === undefined) throw new Error('no table');
        expectTable(table);
        if (layer === 1) expect([table.times, table.adds]).toEqual(['=', '=']);
      }
    expect(view.layers.map((layer) => matrixDecimals(layer).sign)).toEqual(['=', '≈']);
  });

  it('whatever the sliders can be set to, and beyond', () => {
    const slider = fc.integer({ min: -200, max: 200 }).map((n) => n / 100);
    const typed = fc.integer({ min: -50_000, max: 50_000 }).map((n) => n / 10_000);
    fc.assert(
      fc.property(several(2, slider), several(9, fc.oneof(slider, typed)), (x, theta) => {
        const shown = network(x, theta);
        for (const unit of [
          { layer: 1, index: 0 },
          { layer: 1, index: 1 },
          { layer: 2, index: 0 },
        ]) {
          const table = forwardUnit(shown, unit, 0, forwardWords);
          if (table === undefined) throw new Error('no table');
          expectTable(table);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('what a pass costs', () => {
    for (const name of ['default', 'two hidden layers, two rows'])
      all(costNumbers(readForwardView(exchanges[name]?.data), forwardWords));
  });

  it('a unit of a model', () => {
    fc.assert(
      fc.property(several(6), several(6), half, half, (x, weights, rest, bias) => {
        const terms = x.map((value, i) => value * (weights[i] ?? 0));
        let total = 0;
        const totals = [...terms, rest, bias].map((part) => (total += part));
        const f8 = (values: readonly number[]): NdArray => ({
          dtype: '<f8',
          shape: [values.length],
          data: Float64Array.from(values),
        });
        const shown = {
          ...unitSum,
          inputs: { ...unitSum.inputs, shape: [6], data: Int32Array.from([0, 1, 2, 3, 4, 5]) },
          x: f8(x),
          weights: f8(weights),
          terms: f8(terms),
          totals: f8(totals),
          others: 3,
          rest,
          bias,
          z: total,
          a: Math.max(0, total),
          activation: 'relu',
        };
        expectTable(walkTable(shown, forwardWords));
      }),
      { numRuns: 40 },
    );
  });
});

describe('the activation functions', () => {
  const exchanges = exchangesOf('activations');
  const view = readActivationsView(exchanges['all']?.data);
  const double = (shape: number[], numbers: readonly number[]): NdArray => ({
    dtype: '<f8',
    shape,
    data: Float64Array.from(numbers),
  });

  it.each(['default', 'all', 'step', 'softmax'])('the numbers at the point of "%s"', (name) => {
    all(bendNumbers(readActivationsView(exchanges[name]?.data, name), activationsWords));
  });

  it('the GELU, its slope and that of softmax, wherever the slider is', () => {
    const gelu = view.bends.find(({ name }) => name === 'gelu');
    const softmax = view.bends.find(({ name }) => name === 'softmax');
    if (gelu === undefined || softmax === undefined) throw new Error('not on the chart');
    fc.assert(
      fc.property(
        fc.integer({ min: -2000, max: 2000 }).map((n) => n / 100),
        (z) => {
          const root = Math.sqrt(2 / Math.PI);
          const t = Math.tanh(root * (z + 0.044715 * z ** 3));
          const slope = (1 + t) / 2 + (z / 2) * (1 - t * t) * root * (1 + 0.134145 * z * z);
          const p = Math.exp(z) / (Math.exp(z) + 9);
          const bends = [
            { ...gelu, output: (z / 2) * (1 + t), slope },
            { ...softmax, output: p, slope: p * (1 - p) },
          ];
          all(bendNumbers({ ...view, bends, settings: { ...view.settings, z } }, activationsWords));
        },
      ),
    );
  });

  it('shares of the sums, dead neurons, and images that are read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 32_000 }), fc.integer({ min: 0, max: 1000 }), (flat, right) => {
        const sums = {
          ...view.sums,
          accuracy: right / 1000,
          shown: { ...view.sums.shown, units: 32, total: 32_000, flat, dead: 7 },
        };
        all(sumNumbers(sums, view.computed, activationsWords));
      }),
    );
  });

  it('every entry of the product of two matrices: exactly', () => {
    const tenths = (count: number): fc.Arbitrary<number[]> =>
      several(
        count,
        fc.integer({ min: -15, max: 15 }).map((n) => n / 10),
      );
    fc.assert(
      fc.property(tenths(6), tenths(3), tenths(6), tenths(2), (W1, b1, W2, b2) => {
        const dot = (row: readonly number[], j: number): number =>
          row.reduce((sum, w, k) => sum + w * (W2[2 * k + j] ?? 0), 0);
        const collapse: ActivationsView['collapse'] = {
          ...view.collapse,
          first: double([2, 3], W1),
          first_bias: double([3], b1),
          second: double([3, 2], W2),
          second_bias: double([2], b2),
          product: double(
            [2, 2],
            [0, 1].flatMap((i) => [0, 1].map((j) => dot(W1.slice(3 * i, 3 * i + 3), j))),
          ),
          bias: double(
            [2],
            [0, 1].map((j) => dot(b1, j) + (b2[j] ?? 0)),
          ),
        };
        const numbers = collapseNumbers({ ...view, collapse }, activationsWords);
        all(numbers);
        for (const id of ['w00', 'w01', 'w10', 'w11', 'b0', 'b1'])
          expect(check(numbers[id]?.now ?? '')).toEqual({ held: 1, broken: [] });
      }),
    );
  });

  it('the product of slopes, one layer more, of any size', () => {
    fc.assert(
      fc.property(several(6, fc.integer({ min: -1300, max: 11_300 })), (tenThousandths) => {
        const few = tenThousandths.map((n) => n / 10_000);
        const slopes = Array.from({ length: 48 }, (_, i) => few[i % 6] ?? 0);
        let product = 1;
        const products = slopes.map((slope) => (product *= slope));
        const chain = { name: 'gelu', slopes: double([48], slopes), products: double([48], products) };
        for (const n of [1, 2, 7, 48]) all(depthNumbers(chain, n, view.computed, activationsWords));
      }),
    );
  });

  it('ten probabilities, the ratio of two, and what a constant changes', () => {
    fc.assert(
      fc.property(
        several(10, fc.double({ min: -200, max: 200, noNaN: true })),
        fc.double({ min: 0, max: 1e-12, noNaN: true }),
        (scores, change) => {
          const largest = Math.max(...scores);
          const powers = scores.map((score) => Math.exp(score - largest));
          const whole = powers.reduce((sum, power) => sum + power, 0);
          const [first = 0, second = 0] = [...scores.keys()].sort(
            (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0),
          );
          const softmax: ActivationsView['softmax'] = {
            scaled: double([10], scores),
            probabilities: double(
              [10],
              powers.map((power) => power / whole),
            ),
            first,
            second,
            ratio: (powers[first] ?? 0) / (powers[second] ?? 1),
            change,
          };
          all(softmaxNumbers({ ...view, softmax }, activationsWords));
        },
      ),
    );
  });
});

describe('backpropagation', () => {
  const views = Object.entries(exchangesOf('backprop'))
    .filter(([, { op, data }]) => op === 'open' && data !== undefined)
    .map(([name, { data }]): [string, BackpropView] => [name, readBackpropView(data, name)]);

  it.each(views)('every number of the pass of "%s"', (_, view) => all(passNumbers(view, backpropWords)));

  it.each(views)('a weight, its paths and its step in "%s"', (_, view) => {
    const numbers = chosenNumbers(view, backpropWords);
    all(numbers);
    const column = view.paths.paths.map((_path, k) => `(${asTex(numbers[`share${k}`]?.value ?? '')})`);
    const sign = numbers.total.now.includes('≈') ? '≈' : '=';
    expect(check(`${column.join(' + ')} ${sign} ${asTex(numbers.total.value)}`).broken).toEqual([]);
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
          recogniseWords,
        );
        if (numbers === undefined) throw new Error('there are numbers');
        all(numbers);
        for (const { now } of Object.values(numbers)) expect(check(now)).toEqual({ held: 1, broken: [] });
      }),
    );
  });
});
