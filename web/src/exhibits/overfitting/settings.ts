import { choiceField, defineSettings, type Codec } from '../../frame/codec';
import { compact } from '../../lib/format';
import { fields, type OverfittingSettings, type SetView, type Setup } from './lab.gen';

export const PANELS = ['game', 'digits', 'test', 'weights'] as const;
export type Panel = (typeof PANELS)[number];

export const MEASURES = ['accuracy', 'loss'] as const;
export type Measure = (typeof MEASURES)[number];

export interface PageSettings extends OverfittingSettings {
  readonly panel: Panel;
  readonly measure: Measure;
}

export const codec: Codec<PageSettings> = defineSettings<PageSettings>({
  ...fields,
  panel: choiceField(PANELS, 'game'),
  measure: choiceField(MEASURES, 'accuracy'),
});

/** The settings as the lab takes them. */
export function settingsOf({ panel: _, measure: _2, ...settings }: PageSettings): OverfittingSettings {
  return settings;
}

/** What the sliders snap to. */
export const STEPS = {
  images: [5, 10, 20, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10_000, 20_000, 30_000, 50_000],
  width: [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048],
  epochs: [1, 2, 5, 10, 20, 30, 50, 100, 200],
  penalty: [0, 0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1],
} as const;

/** What the slider of the images snaps to: the last two leave all images held back untouched, and none. */
export function imageSteps(set: SetView): readonly number[] {
  const most = mostLearned(set);
  const least = set.train < 1000 ? 0 : 100;
  return [...STEPS.images.filter((n) => n >= least && n < most), most, set.train];
}

/** So many images can be learned from without touching those held back. */
export const mostLearned = ({ train, most_held_back }: SetView): number => train - most_held_back;

/** How many images are held back. */
export const heldBack = ({ train, most_held_back }: SetView, learned: number): number =>
  Math.min(most_held_back, train - learned);

/** A rate of L1 or L2 as it is written. */
export const penalty = (value: number): string =>
  value === 0 || value >= 0.001 ? String(value) : compact(value);

export const PATIENCE = 3;

type Change = Partial<Setup>;

const CURE_FREE: Change = {
  l1: 0,
  l2: 0,
  dropout: 0,
  batch_norm: false,
  augmentation: false,
  early_stopping: 0,
};

/** All labels shuffled, and a network that is wide enough to learn them by heart. */
export const RANDOM_LABELS = {
  ...CURE_FREE,
  images: 1000,
  noise: 0,
  random_labels: true,
  width: 512,
  epochs: 50,
} satisfies Change;

/** As far as more data or a smaller network can go. */
export const moreData = ({ images }: Setup, set: SetView): Change => ({
  images: Math.min(10 * images, mostLearned(set)),
});
export const smallerNetwork = ({ width }: Setup): Change => ({
  width: Math.max(Math.round(width / 8), fields.width.range.min),
});

/** Colours of the kept runs, in turn. */
const COLOURS = ['accent', 'negative', 'positive', 'violet', 'green', 'wrong', 'ink', 'ink-faint'] as const;
export const colourOf = (i: number): string => `var(--${COLOURS[i % COLOURS.length] ?? 'ink'})`;
