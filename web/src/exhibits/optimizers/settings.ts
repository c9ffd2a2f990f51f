import { choicesField, defineSettings, flagField, type Codec, type Field } from '../../frame/codec';
import { constants, fields, type OptimizersSettings, type Preset } from './lab.gen';

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

/** What was changed on the way: after which step, of what, and what it had been until then. */
type Change = readonly [step: number, what: number, before: number];

const changesOf = (numbers: readonly number[]): Change[] =>
  Array.from({ length: numbers.length / 3 }, (_, i) => [
    numbers[3 * i] ?? 0,
    numbers[3 * i + 1] ?? 0,
    numbers[3 * i + 2] ?? 0,
  ]);

const { change_of_momentum: OF_MOMENTUM, change_of_schedule: OF_SCHEDULE } = constants;

/** Whether the lab would take it. */
function isChange([step, what, before]: Change): boolean {
  if (!Number.isInteger(step) || step < 1 || !Number.isInteger(what) || what > OF_SCHEDULE) return false;
  if (what === OF_SCHEDULE) return fields.schedule.options[before] !== undefined;
  const { range } = what === OF_MOMENTUM ? fields.momentum : fields.rates;
  return before >= range.min && before <= range.max;
}

const changesField: Field<readonly number[]> = {
  ...fields.changes,
  read: (text) => {
    const numbers = fields.changes.read(text);
    return numbers && numbers.length % 3 === 0 && changesOf(numbers).every(isChange) ? numbers : undefined;
  },
};

/** How often something was changed on the way. */
export const changeCount = ({ changes }: PageSettings): number => changes.length / 3;

export const codec: Codec<PageSettings> = defineSettings<PageSettings>({
  ...fields,
  changes: changesField,
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

/**
 * Other rates, another momentum or schedule from the step that is shown on; what was before it stays, what
 * was changed after it is changed there. At the start and at the end, and where too much was changed,
 * the whole race is another one.
 */
export function steered(
  settings: PageSettings,
  step: number,
  patch: Partial<Pick<PageSettings, 'rates' | 'momentum' | 'schedule'>>,
): Partial<PageSettings> {
  const { rates, momentum, schedule } = { ...settings, ...patch };
  if (step <= 0 || step >= settings.length) return { ...patch, changes: [], step };
  const all: Change[] = [
    ...changesOf(settings.changes).map(([at, what, before]): Change => [Math.min(at, step), what, before]),
    ...settings.rates.flatMap((before, racer): Change[] =>
      before === rates[racer] ? [] : [[step, racer, before]],
    ),
    ...(momentum === settings.momentum ? [] : [[step, OF_MOMENTUM, settings.momentum] as const]),
    ...(schedule === settings.schedule
      ? []
      : [[step, OF_SCHEDULE, fields.schedule.options.indexOf(settings.schedule)] as const]),
  ];
  // Of several changes of one thing at one step the first knows what was before.
  const kept = all.filter(([at, what], i) => all.findIndex((c) => c[0] === at && c[1] === what) === i);
  if (kept.length > constants.most_changes) return { ...patch, changes: [], step: 0 };
  return { ...patch, changes: kept.flat(), step };
}

/** What the questions show when they are answered. */
const rates = (rate: number): number[] => codec.defaults.rates.map((each, i) => (i < 2 ? rate : each));
export const DEMONSTRATIONS = {
  predict_rate: {
    problem: 'bowl',
    start: [-4, 3],
    rates: rates(2.1),
    racers: ['gd'],
    follow: 'gd',
    length: 100,
  },
  predict_batch: {
    problem: 'ravine',
    start: codec.defaults.start,
    rates: rates(0.5),
    racers: ['gd', 'sgd'],
    follow: 'sgd',
    batch: 64,
  },
} as const satisfies Readonly<Record<string, Partial<PageSettings>>>;

/** Another problem begins at its own start, with rates that suit it. */
export function problemPatch(name: Problem, presets: readonly Preset[]): Partial<PageSettings> {
  const preset = presets.find((each) => each.name === name);
  return {
    problem: name,
    step: 0,
    changes: [],
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
