import { choiceField, defineSettings, inOrder, type Codec } from '../../frame/codec';
import { fields, type DataSettings } from './lab.gen';

/** What is looked at below the grid. */
export const PANELS = ['numbers', 'together', 'vary', 'eyes', 'labels', 'made', 'own'] as const;
export type Panel = (typeof PANELS)[number];

/** The panels for which a model looks at all images. */
export const LOOKING: readonly Panel[] = ['eyes', 'labels'];

/** How images become points. */
export const MAPS = ['pca', 'tsne'] as const;

/** What they are compared by. */
export const COMPARED = ['pixels', 'layer'] as const;

/** Sides of a cell of the grid, in CSS pixels. */
export const SIZES = [14, 28, 42] as const;

export interface PageSettings extends DataSettings {
  readonly panel: Panel;
  readonly size: (typeof SIZES)[number];
  readonly map: (typeof MAPS)[number];
  readonly compared: (typeof COMPARED)[number];
}

export const codec: Codec<PageSettings> = defineSettings<PageSettings>({
  ...fields,
  off: inOrder(fields.off),
  panel: choiceField(PANELS, 'numbers'),
  size: choiceField(SIZES, 28),
  map: choiceField(MAPS, 'pca'),
  compared: choiceField(COMPARED, 'pixels'),
});

/** The settings as the lab takes them. */
export function settingsOf({
  panel: _,
  size: __,
  map: ___,
  compared: ____,
  ...settings
}: PageSettings): DataSettings {
  return settings;
}

export type SetSettings = (change: Partial<PageSettings>, drag?: string) => void;
