import { choiceField, defineSettings, integerField } from '../../frame/codec';
import { fields } from './lab.gen';

export const PANELS = ['variables', 'attempts'] as const;
export type Panel = (typeof PANELS)[number];

/** What a link holds: the program, the step of the walk through it (0: the introduction), the part below. */
export const codec = defineSettings({
  ...fields,
  step: integerField(0, { min: 0, max: 99 }),
  panel: choiceField(PANELS, 'variables'),
});

/** The name of a learner's first program. */
export const OWN = 'own';
