import type { Words } from './en';
import type { InputName } from './settings';
import { fields, type PlaygroundView } from './lab.gen';

export const INPUT_NAMES: Readonly<Record<InputName, string>> = {
  x: 'x',
  y: 'y',
  xSquared: 'x²',
  ySquared: 'y²',
  xTimesY: 'xy',
  sinX: 'sin x',
  sinY: 'sin y',
};

/** The same as TeX. */
export const INPUT_TEX: Readonly<Record<InputName, string>> = {
  x: 'x',
  y: 'y',
  xSquared: 'x^2',
  ySquared: 'y^2',
  xTimesY: 'x y',
  sinX: '\\sin x',
  sinY: '\\sin y',
};

/** The inputs that the network in view is fed with. */
export function inputsOf(view: PlaygroundView): readonly InputName[] {
  return fields.inputs.options.filter((name) => view.settings.inputs.includes(name));
}

/** What a unit is called; layer 0 are the chosen inputs, the last the outputs. */
export function unitName(view: PlaygroundView, layer: number, unit: number, words: Words): string {
  const input = layer === 0 ? inputsOf(view)[unit] : undefined;
  if (input !== undefined) return INPUT_NAMES[input];
  if (layer < view.setup.layers.length - 1) return words.unit(layer, unit + 1);
  return view.setup.classes.length > 2 ? words.outputFor(view.setup.classes[unit] ?? '') : words.output;
}

/** The letter of a unit's output in formulas. */
export function unitTex(view: PlaygroundView, layer: number, unit: number): string {
  const input = layer === 0 ? inputsOf(view)[unit] : undefined;
  return input !== undefined ? INPUT_TEX[input] : `a^{(${layer})}_{${unit + 1}}`;
}
