import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { asTex, fixed, grouped } from '../../lib/format';
import { exchangesOf } from '../../testing/snapshots';
import { placeNetwork } from '../../draw/network';
import { epochNumber, imageNumbers, spentNumber, stepNumber, stepsNumber } from './course';
import {
  answersNumber,
  cellNumber,
  modelParameters,
  parameterNumber,
  runNumbers,
  outputNumber,
  stacked,
} from './explanations';
import { codec, presetOf, readLayers, wrongLayers } from './settings';
import { sentences } from './summary';
import { en } from './en';
import { zh } from './zh';
import { readRunReply, readTrainView } from './lab.gen';

const exchanges = exchangesOf('train');
const data = (name: string): unknown => exchanges[name]?.data;
describe('what the lab answers', () => {
  it('starts with the very settings that the page starts with', () => {
    const { plan, presets } = readTrainView(data('default'));
    expect(plan.settings).toEqual({ ...codec.defaults });
    expect(presetOf(plan.settings, presets)).toBe('classic');
  });

  it('shows how 13,002 adds up', () => {
    const { plan } = readTrainView(data('three-blue'));
    const number = parameterNumber(plan, en);
    expect(number.value).toBe('13,002');
    expect(number.now).toContain('12{,}960 + 42 = 13{,}002');
  });
});

describe.each(['en', 'zh'])('the lesson (%s)', (language) => {
  it('says from how many images the network learns, and how many are held back', () => {
    const lesson = readFileSync(new URL(`./train.${language}.md`, import.meta.url), 'utf8');
    const { plan } = readTrainView(data('default'));
    expect(lesson).toContain(grouped(plan.images));
    expect(lesson).toContain(grouped(plan.held_back));
  });
});

describe('a saved model', () => {
  const { plan, models } = readTrainView(data('default'));
  const now = (shape: string, parameters: number): string => {
    const [model] = models;
    if (model === undefined) throw new Error('no model');
    return modelParameters({ ...model, shape, parameters }, plan, en).now;
  };
  it('shows how its parameters add up', () => {
    expect(now('784-16-10', 12730)).toBe(
      '\\begin{aligned} & 784 \\times 16 + 16 \\\\ + {} & 16 \\times 10 + 10 \\\\ = {} & 12{,}730 ' +
        '\\end{aligned}',
    );
  });
  it('says that there are others when it has parameters of other kinds', () => {
    expect(now('784-16-10', 12762)).toContain('+ {} & \\dots \\\\ = {} & 12{,}762');
  });
});

describe('a finished run', () => {
  const { run } = readRunReply(data('finished'));
  it('is finished, with a test of all images', () => {
    expect(run?.state).toBe('finished');
    expect(run?.live?.answers).toMatchObject({ part: 'test', images: 10000, of: 10000 });
    expect(run?.live?.sheet.images.shape).toEqual([10, 784]);
  });

  it('opens every number with formula, values, source, Keras and PyTorch', () => {
    if (run === null || run.live === null) throw new Error('no run');
    const { live, plan } = run;
    const numbers = runNumbers(run, live, zh);
    expect(Object.keys(numbers)).toEqual([
      'rate',
      'loss',
      'accuracy',
      'sample',
      'test',
      'dead0',
      'dead1',
      'dead2',
      'gradient0',
      'gradient1',
      'gradient2',
    ]);
    const others = [
      outputNumber(live.sheet, 2, 7, plan, zh),
      cellNumber(live, 4, 9, plan, zh),
      stepsNumber(plan, zh),
      epochNumber(run, zh),
      stepNumber(run, zh),
      spentNumber(run, zh),
      ...Object.values(imageNumbers(plan, zh)),
    ];
    for (const number of [...Object.values(numbers), ...others]) {
      for (const part of [number.name, number.value, number.formula, number.now, number.keras, number.torch])
        expect(part).toMatch(/^((?!\{layer\}|\{outputs\}|undefined|NaN)[^])+$/);
      for (const source of number.sources) expect(source.symbol).toMatch(/^(engine|training|data)\./);
    }
  });

  it('says which layer a gradient and dead units are of', () => {
    if (run === null || run.live === null) throw new Error('no run');
    const numbers = runNumbers(run, run.live, en);
    [0, 1, 2].forEach((i) => {
      expect(numbers[`gradient${i}`]?.keras).toMatch(new RegExp(`^layer = model\\.layers\\[${i}\\]\n`));
      expect(numbers[`gradient${i}`]?.torch).toMatch(new RegExp(`^layer = model\\[${2 * i}\\]\n`));
    });
    const dead = [0, 1, 2].map((i) => numbers[`dead${i}`]?.torch.split('\n')[0]);
    expect(dead).toEqual(['a = model[:2](x)', 'a = model[:4](x)', 'z = model(x)']);
  });

  it('tells learning by heart from chance by intervals, and says them', () => {
    if (run === null || run.live === null) throw new Error('no run');
    const { live } = run;
    const share = (value: number, low: number, high: number) => ({
      right: 0,
      images: 0,
      share: value,
      low,
      high,
    });
    const standing = { ...live.standing, train: share(0.99, 0.985, 0.994), held: share(0.97, 0.96, 0.978) };
    const say = (memorises: boolean, shuffle_labels = false): string =>
      sentences(
        run.plan,
        {
          ...run,
          live: { ...live, standing: { ...standing, memorises } },
          plan: { ...run.plan, settings: { ...run.plan.settings, shuffle_labels } },
        },
        en,
      );
    expect(say(true)).toContain('99.0% (95% interval: 98.5% to 99.4%)');
    expect(say(true)).toContain('97.0% (95% interval: 96.0% to 97.8%). The intervals lie apart');
    expect(say(false)).toContain('The intervals do not lie apart');
    expect(say(false, true)).toContain('By heart it has learned 99.0%');
  });

  it.each(['training', 'validation', 'test'] as const)('says when the images are %s images', (part) => {
    if (run === null || run.live === null) throw new Error('no run');
    const live = { ...run.live, answers: { ...run.live.answers, part }, sheet: { ...run.live.sheet, part } };
    const { plan } = run;
    const index = live.sheet.index.data[2] ?? Number.NaN;
    const number = outputNumber(live.sheet, 2, 7, plan, en);
    expect(number.name).toBe(`${part} image ${index}, probability of 7`);
    expect(number.keras).toContain(`model(${part === 'test' ? 'x_test' : 'x'})[${index}, 7]`);
    // This run has held images back, so until its end the lines are of these.
    for (const { keras, torch } of [answersNumber(live.answers, plan, en), cellNumber(live, 4, 9, plan, en)])
      for (const text of [keras, torch]) expect(text).toContain(part === 'test' ? 'y_test' : 'y_held');
    for (const words of [en, zh]) {
      expect(words.looked[part]).toContain(words === en ? 'test images' : '测试图像');
      expect(words.ten[part]).not.toBe(words.ten[part === 'test' ? 'training' : 'test']);
    }
  });

  it('says what random labels come to on other images, as soon as there are any', () => {
    if (run === null || run.live === null) throw new Error('no run');
    const { live, plan } = run;
    const share = { right: 10, images: 100, share: 0.1, low: 0.06, high: 0.17 };
    const noise = { ...plan, settings: { ...plan.settings, shuffle_labels: true } };
    const say = (test: typeof share | null, held: typeof share | null): string =>
      sentences(
        noise,
        { ...run, plan: noise, live: { ...live, standing: { ...live.standing, train: share, test, held } } },
        en,
      );
    expect(say(share, share)).toContain('Of the test images it reads 10.0%');
    expect(say(null, share)).toContain('Of the validation images, whose labels are random too, it has 10.0%');
    expect(say(null, null)).not.toContain('guessing gets 10%');
  });

  it('opens the training loss to its images', () => {
    if (run === null || run.live === null) throw new Error('no run');
    const { live } = run;
    const last = { right: 1100, images: 1216, share: 1100 / 1216, low: 0.88, high: 0.92 };
    const numbers = runNumbers({ ...run, outcome: null }, { ...live, last, loss: 0.25 }, en);
    expect(numbers['loss']?.name).toBe('mean loss of the last 1,216 training images');
    expect(numbers['loss']?.now).toBe('L = \\frac{304.0000}{1{,}216} = 0.2500');
    expect(numbers['accuracy']?.now).toBe('\\frac{1{,}100}{1{,}216} ≈ 90.5\\,\\%');
  });

  it('speaks of dead units after the first step only, and of which images they are silent on', () => {
    if (run === null || run.live === null) throw new Error('no run');
    const { live } = run;
    const dying = {
      ...run,
      live: { ...live, inside: { ...live.inside, dead_units: [3, 0, 0], dead_step: 7 } },
    };
    const begun = { ...dying, live: { ...dying.live, inside: { ...dying.live.inside, dead_step: 0 } } };
    expect(sentences(run.plan, dying, en)).toContain('3 neurons answer 0 to every training image');
    expect(sentences(run.plan, dying, zh)).toContain('有 3 个神经元对每张训练图像都输出 0');
    expect(sentences(run.plan, begun, en)).not.toContain('answer 0');
    expect(sentences(run.plan, begun, zh)).not.toContain('输出 0');
    expect(runNumbers(begun, begun.live, en)['dead0']).toBeUndefined();
    const { dead0 } = runNumbers(dying, dying.live, en);
    expect(dead0?.now).toContain(`= 3, \\quad 1 \\le i \\le ${grouped(run.images ?? 0).replace(',', '{,}')}`);
  });

  it('opens an output with the score of its own image and digit', () => {
    if (run === null || run.live === null) throw new Error('no run');
    const { live, plan } = run;
    const at = 3 * 10 + 8;
    const squared = { ...plan, settings: { ...plan.settings, loss: 'mse' as const } };
    for (const shown of [plan, squared]) {
      const number = outputNumber(live.sheet, 3, 8, shown, en);
      expect(number.now).toContain(asTex(fixed(live.sheet.logits.data[at] ?? Number.NaN)));
      expect(number.now).toContain(fixed(live.sheet.outputs.data[at] ?? Number.NaN, 4));
      expect(number.keras).toContain('[3, 8]');
      expect(number.name.includes('probability')).toBe(shown === plan);
    }
    expect(cellNumber(live, 4, 9, plan, en).value).toBe(
      grouped(live.answers.confusion.data[49] ?? Number.NaN),
    );
  });

  it('is told in both languages', () => {
    const { plan } = readTrainView(data('small'));
    for (const words of [en, zh]) {
      expect(sentences(plan, run, words)).not.toMatch(/undefined|NaN/);
      expect(sentences(plan, null, words)).toContain('19,410');
    }
  });

  it('is drawn inside its picture', () => {
    if (run === null || run.live === null) throw new Error('no run');
    const layers = run.live.inside.units.map((units) => ({ size: units.length }));
    for (const width of [330, 620]) {
      const placed = placeNetwork(layers, { width, height: 332, left: 120, right: 64, radius: 11 });
      expect(placed.map(({ units, hidden }) => [units.length, hidden])).toEqual(
        layers.map(({ size }) => [size, 0]),
      );
      for (const unit of placed.flatMap(({ units }) => [...units])) {
        expect(unit.x).toBeGreaterThan(120);
        expect(unit.x).toBeLessThan(width - 40);
      }
    }
  });

  it('stands at the right of its picture if it is one layer alone', () => {
    const area = { width: 620, height: 332, left: 152, right: 64, radius: 11 };
    const [only] = placeNetwork([{ size: 10 }], area);
    for (const unit of only?.units ?? []) expect(unit.x).toBe(620 - 64 - 11);
  });
});

describe('programs', () => {
  it('say the same network in Keras and in PyTorch', () => {
    const { plan } = readTrainView(data('three-blue'));
    const { keras, torch } = plan.program;
    expect(keras).toContain('layers.Dense(16, activation="sigmoid")');
    expect(keras).toContain('SGD(3.0)');
    expect(torch).toContain('nn.Linear(784, 16)');
    expect(torch).toContain('nn.Linear(16, 10)');
    expect(torch).toContain('(a - y[rows]).square().sum(1)');
  });
});

describe('a rule of several formulas', () => {
  it('is written one a line', () => {
    expect(stacked('a = b, \\quad c = d')).toBe('\\begin{gathered} a = b \\\\[2pt] c = d \\end{gathered}');
    expect(stacked('a = b')).toBe('a = b');
  });
});

describe('layers as they are typed', () => {
  it.each([
    ['128', [128]],
    ['16, 16', [16, 16]],
    ['256-128', [256, 128]],
    ['64，32', [64, 32]],
    ['', []],
  ])('"%s"', (typed, sizes) => expect(readLayers(typed)).toEqual(sizes));
  it.each(['0', '2000', '1.5', 'many', '1 2 3 4 5 6'])('"%s" is refused', (typed) =>
    expect(readLayers(typed)).toBeUndefined(),
  );
});

it.each([
  ['128, abc', 'abc'],
  ['0', '0'],
  ['16, 2.5', '2.5'],
  ['5000', '5000'],
  ['1 2 3 4 5 6', 6],
])('what is wrong with the layers "%s" is found', (typed, wrong) => {
  expect(readLayers(typed)).toBeUndefined();
  expect(wrongLayers(typed)).toBe(wrong);
});
