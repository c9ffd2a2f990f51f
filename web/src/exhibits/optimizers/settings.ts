import { choicesField, defineSettings, flagField, type Codec } from '../../frame/codec';
import { fields, type OptimizersSettings, type Preset } from './lab.gen';

export type Racer = OptimizersSettings['follow'];
export type Schedule = OptimizersSettings['schedule'];
export type Problem = OptimizersSettings['problem'];

export const RACERS = fields.follow.options;
export const PROBLEMS = fields.problem.options;

/** What is drawn of an optimizer's memory, and of the gradient. */
export const ARROWS = ['gradient', 'velocity', 'size'] as const;
export type Arrow = (typeof ARROWS)[number];

export interface PageSettings extends OptimizersSettings {
  readonly arrows: readonly Arrow[];
  /** Arrows of all racers, and not only of the one that is followed. */
  readonly everyone: boolean;
}

export const codec: Codec<PageSettings> = defineSettings<PageSettings>({
  ...fields,
  arrows: choicesField(ARROWS, ARROWS, [0, ARROWS.length]),
  everyone: flagField(false),
});

/** The settings as the lab takes them. */
export function settingsOf({
  arrows: _,
  everyone: _everyone,
  ...settings
}: PageSettings): OptimizersSettings {
  return settings;
}

/** All but the step that is shown. */
export const withoutStep = ({ step: _, ...rest }: OptimizersSettings): Omit<OptimizersSettings, 'step'> =>
  rest;

/** What makes another race of it, from its start. */
export const raceOf = ({ problem, start, seed, batch, length }: OptimizersSettings): readonly unknown[] => [
  problem,
  start,
  seed,
  batch,
  length,
];

/** The colour of each racer: a token. */
export const COLOURS: Readonly<Record<Racer, string>> = {
  gd: '--ink',
  sgd: '--ink-faint',
  momentum: '--positive',
  nesterov: '--violet',
  rmsprop: '--green',
  adam: '--negative',
  adamw: '--wrong',
};
export const colourOf = (racer: Racer): string => `var(${COLOURS[racer]})`;
/** The number that a racer wears. */
export const numberOf = (racer: Racer): number => RACERS.indexOf(racer) + 1;

/** The stops of the sliders: 1, 2 and 5 of each power of ten. */
export const RATES = [-5, -4, -3, -2, -1, 0].flatMap((power) =>
  [1, 2, 5].map((n) => Number(`${n}e${power}`)),
);
export const MOMENTA = [0, 0.5, 0.8, 0.9, 0.95, 0.99];
export const BATCHES = [1, 2, 4, 8, 16, 32, 64];
export const LENGTHS = [50, 100, 200, 500, 1000];

/** Another problem begins at its own start, with rates that suit it. */
export function problemPatch(name: Problem, presets: readonly Preset[]): Partial<PageSettings> {
  const preset = presets.find((each) => each.name === name);
  return {
    problem: name,
    step: 0,
    parameter: 0,
    ...(preset ? { start: preset.start, rates: preset.rates } : {}),
  };
}

/** Lets a racer in, or out; one stays. */
export function toggled(racers: readonly Racer[], name: Racer): readonly Racer[] {
  const rest = RACERS.filter((each) => (each === name ? !racers.includes(name) : racers.includes(each)));
  return rest.length > 0 ? rest : racers;
}

/** One racer's learning rate changed. */
export const rated = (rates: readonly number[], racer: Racer, rate: number): readonly number[] =>
  rates.map((each, i) => (i === RACERS.indexOf(racer) ? rate : each));
