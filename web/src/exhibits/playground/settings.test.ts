import { describe, expect, it } from 'vitest';

import { buildingOf, codec, type PlaygroundSettings } from './settings';

const FOREIGN =
  '#activation=relu&regularization=L2&batchSize=13&dataset=spiral&regDataset=reg-plane&learningRate=0.03' +
  '&regularizationRate=0.003&noise=15&networkShape=5,3&seed=0.53215&showTestData=false&discretize=true' +
  '&percTrainData=60&x=true&y=true&xTimesY=false&xSquared=true&ySquared=false' +
  '&cosX=false&sinX=true&cosY=false' +
  '&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false';

describe('a hash of the other playground', () => {
  it('gives the same set-up', () => {
    expect(codec.decode(FOREIGN)).toEqual({
      ...codec.defaults,
      activation: 'relu',
      regularization: 'l2',
      batch_size: 13,
      dataset: 'spiral',
      learning_rate: 0.03,
      regularization_rate: 0.003,
      noise: 15,
      network_shape: [5, 3],
      seed: 53215,
      discretize: true,
      train_percent: 60,
      inputs: ['x', 'y', 'xSquared', 'sinX'],
    } satisfies PlaygroundSettings);
  });

  it('means the same when it is short: what it leaves out is as that playground starts', () => {
    const short = codec.decode('#dataset=xor');
    expect(short).toEqual({ ...codec.defaults, dataset: 'xor', learning_rate: 0.03, network_shape: [4, 2] });
    // src/state.ts of that playground: what its State has before a link is read.
    const STARTS_WITH =
      '#activation=tanh&regularization=none&batchSize=10&dataset=xor&regDataset=reg-plane&learningRate=0.03' +
      '&regularizationRate=0&noise=0&networkShape=4,2&showTestData=false&discretize=false&percTrainData=50' +
      '&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false' +
      '&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false';
    expect(codec.decode(STARTS_WITH)).toEqual(short);
  });

  it('is taken over without a word where all of it can be', () => {
    expect(codec.ignored(FOREIGN)).toEqual([]);
    expect(codec.ignored('#networkShape=&seed=&xTimesY=yes&noise_hide=false&dataset=XOR')).toEqual([]);
    expect(codec.decode('#xTimesY=yes').inputs).toEqual(['x', 'y', 'xTimesY']);
  });

  it.each([
    'dataset=moons',
    'regDataset=reg-maximum',
    'noise=80',
    'networkShape=9,2',
    'networkShape=1,1,1,1,1,1,1',
    'seed=abc',
    'tutorial=intro',
    'xSquared_hide=true',
  ])('says what cannot be had here: %s', (part) =>
    expect(codec.ignored(`#activation=relu&${part}&y=true`)).toEqual([part]),
  );

  it('has no hidden layer where none is named', () => {
    expect(codec.decode('#networkShape=&x=false&y=true').network_shape).toEqual([]);
    expect(codec.decode('#networkShape=&x=false&y=true').inputs).toEqual(['y']);
  });

  it('hides what a teacher hides', () => {
    const { hidden } = codec.decode(
      '#learningRate_hide=true&problem_hide=true&noise_hide=false&nonsense_hide=true',
    );
    expect(hidden).toEqual(['problem', 'learningRate']);
  });

  it.each([
    ['0.53215', 53215],
    ['0.00001', 1],
    ['.5', 50000],
    ['17', 17],
    ['-1', 0],
    ['x', 0],
    ['', 0],
    ['99999999999', 0],
  ])('has the seed %s as %i', (text, seed) => expect(codec.decode(`#seed=${text}`).seed).toBe(seed));
});

describe('the address', () => {
  it('is empty for what the exhibit starts with', () => expect(codec.encode(codec.defaults)).toBe(''));

  it('says what a link without it would leave to the other playground', () => {
    expect(codec.encode({ ...codec.defaults, hidden: ['noise'] })).toBe(
      'learningRate=0.1&networkShape=4,4&noise_hide=true',
    );
    const theirs = { ...codec.defaults, learning_rate: 0.03, network_shape: [4, 2] };
    expect(codec.decode(`#${codec.encode(theirs)}`)).toEqual(theirs);
  });

  it('survives the way to text and back', () => {
    const settings: PlaygroundSettings = {
      ...codec.decode(FOREIGN),
      own: [
        [1.25, -3, 0],
        [0, 0, 1],
        [6, -6, 4],
        [-0.5, 2, 2],
      ],
      own_classes: ['猫, dog', 'a\\b', '', '%2C&='],
      own_columns: ['length (cm)', '', 'kind'],
      own_scale: [175, 5, -0.002, 1e-9],
      dataset: 'own',
      activations: ['relu', 'leaky_relu'],
      optimizer: 'adamw',
      iris: [0, 3],
      hidden: ['noise', 'more'],
      logLoss: true,
      start: 7,
    };
    expect(codec.decode(`#${codec.encode(settings)}`)).toEqual(settings);
  });

  it.each([
    '#noise=90',
    '#dataset=moon',
    '#own=1,2',
    '#dataset=own&own=0,0,0_1,1,1',
    '#iris=2,2',
    '#own_classes=a,a',
    '#own_columns=a,b',
    '#own_scale=1,2,3,0',
    '#own_scale=1,2',
    `#own_classes=${'a'.repeat(41)}`,
    '#own_classes=a%0Ab',
    '#networkShape=a',
    '#activations=relu',
    '#x=false&y=false',
    '#%%%',
  ])('takes the default for what cannot be read: %s', (hash) =>
    expect(buildingOf(codec.decode(hash))).toEqual(buildingOf(codec.decode('#dataset=circle'))),
  );

  it('keeps to the limits of layers and neurons', () => {
    expect(codec.decode('#networkShape=9,0,1,1,1,1,1,1').network_shape).toEqual([8, 1, 1, 1, 1, 1]);
  });
});
