import { grouped } from '../../lib/format';
import { constants } from './lab.gen';
import type { Arrow, Problem, Racer, Schedule } from './settings';

/** How many times the samples of a batch all samples are. */
export const cost = (batch: number): string => String(Number((constants.samples / batch).toFixed(1)));

export const en = {
  names: {
    gd: 'gradient descent',
    sgd: 'SGD',
    momentum: 'momentum',
    nesterov: 'Nesterov',
    rmsprop: 'RMSprop',
    adam: 'Adam',
    adamw: 'AdamW',
  } as Readonly<Record<Racer, string>>,
  racer: 'racer',
  problem: 'Descend',
  problems: {
    bowl: 'bowl',
    ravine: 'ravine',
    saddle: 'saddle',
    two_minima: 'two minima',
    rosenbrock: 'Rosenbrock',
    network: 'a real network',
  } as Readonly<Record<Problem, string>>,
  about: {
    bowl: 'Round: the slope points straight at the lowest point.',
    ravine: 'Twenty times as steep across as along: the slope points at the other wall, not at the exit.',
    saddle: 'In the middle it is flat, and yet no minimum: downhill is to the sides, at y = ±2.',
    two_minima: 'The start is above a shallow minimum; the deep one lies on the left, behind a pass.',
    rosenbrock: 'A curved valley: into it is easy, along it is slow. The lowest point is at (1, 1).',
    network:
      'The loss of a 2-6-1 network (25 weights and biases, float64) that learns a disc inside a ' +
      'ring from 64 points.',
  } as Readonly<Record<Problem, string>>,
  startAt: ['Start x', 'Start y'] as readonly [string, string],
  speeds: { slow: 'slow', usual: 'usual', fast: 'fast' },
  restart: 'Race again from the start',
  step: 'step',
  steps: (count: number) => `${grouped(count)} steps`,
  length: 'Length of the race',
  momentum: 'Momentum μ',
  batch: 'Samples a step',
  schedule: 'Schedule of all learning rates',
  schedules: {
    constant: 'constant',
    step: 'in steps',
    cosine: 'cosine',
    warm_up: 'warm-up',
    one_cycle: 'one cycle',
  } as Readonly<Record<Schedule, string>>,
  another: 'Other samples',
  rate: 'learning rate',
  rateOf: (name: string) => `Learning rate of ${name}`,
  follow: (name: string) => `Follow ${name}`,
  followShort: 'follow',
  mend: (rate: string) => `Start again with ${rate}`,
  mendOf: (name: string, rate: string) => `Start again with a smaller learning rate of ${name}: ${rate}`,
  steering:
    'Change a rate, the momentum or the schedule on the way: the race goes on from the step that is shown. ' +
    'At the start and at the end a change makes the whole race anew.',
  changed: (count: number) =>
    `On the way ${count === 1 ? 'one thing was' : `${count} things were`} changed: the address of the page ` +
    'keeps that, so a link shows the same race. After more than 30 changes the race starts anew. ' +
    '“Race again from the start” takes the values of now all the way.',
  letters: {
    eta: 'η: the learning rate (ηₜ: times the schedule, that of one step)',
    mu: (value: number) => `μ = ${value}: the momentum, how much of the velocity a step keeps`,
    rho: (value: number) => `ρ = ${value}: how much of the average of squares s a step keeps`,
    betas: (first: number, second: number) =>
      `β₁ = ${first} and β₂ = ${second}: how much of the averages m and v a step keeps`,
    hats: 'm̂ and v̂: the averages after t steps, corrected for their start at 0',
    lambda: (value: number) => `λ = ${value}: the weight decay`,
    epsilon: (value: string) => `ε = ${value}: keeps the divisor from being 0`,
  },
  loss: 'loss',
  diverged: (step: number) => `diverged at step ${grouped(step)}`,
  finished: (step: number) => `finish: step ${grouped(step)}`,
  axes: ['x', 'y'] as readonly [string, string],
  direction: (i: number, share: string) => `direction ${i} (${share} of the variance)`,
  board: (problem: string, step: number) =>
    `The race, ${problem}, after ${grouped(step)} steps: paths from above.`,
  heights: (dark: boolean): string =>
    `${dark ? 'Lighter' : 'Darker'} is higher. The bands are equal steps of ` +
    'ln(1 + height above the lowest point of the picture).',
  plane: (name: string, share: string) =>
    `A plane through 25 dimensions: the two main directions (PCA) of the path of ${name}, with ` +
    `${share} of its ` +
    'variance. The heights are the loss on this plane.',
  others: (list: string) =>
    `The other paths are only projected onto it, and do not lie on these heights; of their variance ` +
    `it holds: ${list}.`,
  within: (name: string, share: string) => `${name} ${share}`,
  outside: 'A hollow number at the edge: the racer is outside. × instead of the number: it has diverged.',
  arrows: 'Arrows of the last step',
  arrowNames: {
    gradient: 'gradient −g',
    velocity: 'velocity −v, −m',
    size: 'root mean square √s, √v',
  } as Readonly<Record<Arrow, string>>,
  everyone: 'Arrows of all racers',
  arrowRule:
    'Arrows begin where the last step began. Their directions are true, their lengths logarithmic: ' +
    'ten times as large is 14 pixels longer.',
  noSize: 'The root mean square belongs to single weights and has no direction in this plane.',
  lossChart: (step: number) => `The loss of each racer from the start to step ${grouped(step)}, logarithmic.`,
  lossRule: (finish: string, limit: string, network: boolean) =>
    `The loss of all 64 samples, logarithmic; below 1e−8 it is drawn at 1e−8. The finish is 1% of ` +
    `the loss at ` +
    `the start: ${finish}. A racer whose loss is above ${limit}` +
    `${network ? ' (ten times that at the start)' : ''}, or no number any more, has diverged and stops.`,
  sweep: {
    title: 'Is it fair? Everybody’s best learning rate',
    run: 'Sweep the learning rates',
    stop: 'Stop',
    race: 'Race at everybody’s best rate',
    chart: 'The loss at the end of the race for each racer and learning rate.',
    best: 'best rate',
    rule: (judged: number, batch: number) =>
      'Each racer runs the whole race with each of 19 rates from the same start: gradient descent on all ' +
      `64 samples at every step, the others on the same ${batch}. Judged by ` +
      `the mean loss of the last ${judged} steps: the lowest is best (a disc). What diverged is left out; ` +
      'below 1e−8 a loss is drawn at 1e−8. So the best is who ends lowest, not who is at the finish first: ' +
      'with another rate a racer may arrive sooner and end higher, because it still swings.',
  },
  mnist: {
    title: 'The same race on MNIST',
    race: 'Train five seeds of each',
    useBest: 'Take the best rates tried',
    chart: 'Errors by epochs, logarithmic: the mean of the seeds, and its 95% interval as a band.',
    x: 'epochs',
    errors: 'errors (%)',
    seedsOf: (count: number, all: number) => `${count} of ${all} seeds`,
    right: (share: string) => `read correctly ${share}`,
    diverged: (count: number) => `${count} diverged`,
    best: (rate: string, share: string) => `best rate tried: ${rate} (${share})`,
    rateOf: (name: string) => `Learning rate of ${name} on MNIST`,
    rule: (images: string, held: string) =>
      `A 784-32-10 network, float32, ${images} images, 3 epochs, batches of 32, momentum 0.9, asked ` +
      `${held} ` +
      'other images. A seed decides on the first weights and the order of the images, the same for ' +
      'all racers. ' +
      'Gradient descent takes all images at each step: three steps in all. Lines: mean of the ' +
      'seeds; bands: ' +
      'its 95% interval (Student’s t, three seeds or more). The axis of the errors is logarithmic. ' +
      'The trainings go on when the page is closed.',
  },
  samples: (batch: number, surface: boolean): string =>
    batch === 64
      ? 'Every step takes all 64 samples, so that gradient descent and SGD are the same.'
      : (surface
          ? 'The surface is the mean of 64 samples, each tilted a little its own way. '
          : 'The loss is the mean over 64 points. ') +
        `Gradient descent looks at all 64 in every step; the others look at the same ${batch}, ` +
        `drawn in turn. So a step of gradient descent costs ${cost(batch)} times the data.`,
  noStep: 'Take a step: then its numbers stand here.',
  parameter: 'Written out for',
  parameterOf: (name: string, layer: string) => `${name} of layer ${layer}`,
  number: {
    rate: 'learning rate of this step',
    factor: 'schedule',
    gradient: 'gradient g',
    slope: (name: string) => `slope of the surface along ${name}`,
    loss: (racer: string) => `loss of ${racer}`,
    tilt: (count: number) => `mean tilt of ${count} samples`,
    velocity: 'velocity v',
    average: 'average of gradients m',
    squares: 'average of squares',
    corrected: (name: string) => `${name}, corrected for its start at 0`,
    before: (step: number) => `after step ${grouped(step)}`,
    after: (step: number) => `after step ${grouped(step)}`,
    explained: 'variance that the plane explains',
  },
  see: {
    start: (count: number, loss: string) =>
      `${count === 1 ? 'One racer stands' : `${count} racers stand`} at the start, where the loss ` +
      `is ${loss}. Press Play.`,
    leads: (name: string, step: number, loss: string) =>
      `After step ${grouped(step)} the lowest loss is that of ${name}, ${loss}; nobody is at the finish yet.`,
    first: (names: string, step: number) => `First at the finish: ${names}, at step ${grouped(step)}.`,
    arrived: (count: number, all: number) => `${count} of ${all} have arrived.`,
    gone: (names: string) => `Diverged, because the learning rate is too large: ${names}.`,
  },
  comma: ', ',
  gap: ' ',
};
export type Words = typeof en;
