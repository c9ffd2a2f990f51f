import type { Words } from './en';
import { learnsOwn, type InputName } from './settings';
import { NAMELESS, type Named } from './userPoints';
import { fields, type Axis, type PlaygroundView } from './lab.gen';

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
  return view.setup.classes.length > 2 ? words.outputFor(classNames(view, words)[unit] ?? '') : words.output;
}

/** The letter of a unit's output in formulas. */
export function unitTex(view: PlaygroundView, layer: number, unit: number): string {
  const input = layer === 0 ? inputsOf(view)[unit] : undefined;
  return input !== undefined ? INPUT_TEX[input] : `a^{(${layer})}_{${unit + 1}}`;
}

/** The classes as they are called on the page; those of a learner's table as the table has them. */
export function classNames({ settings, setup }: PlaygroundView, words: Words): readonly string[] {
  return withOwn(setup.classes, learnsOwn(settings) ? settings : NAMELESS, words);
}

/** The classes of points that the lab does not know yet: `count` of them are in use. */
export function draftClasses(named: Named, count: number): readonly string[] {
  const classes = Math.max(2, count, named.own_classes.length);
  return classes === 2 ? ['-1', '+1'] : Array.from({ length: classes }, (_, k) => String(k));
}

export const withOwn = (classes: readonly string[], named: Named, words: Words): readonly string[] =>
  classes.map((name, k) => named.own_classes[k] ?? words.className(name));

/** The same; of two, also which of the two targets each is. */
export function targetNames(names: readonly string[], words: Words): readonly string[] {
  if (names.length !== 2) return names;
  return ['−1', '+1'].map((target, k) => {
    const name = names[k] ?? '';
    const itself = ['-1', '−1', '1', '+1'].includes(name);
    return itself ? name : words.sided(name, target);
  });
}

/** What a side of the square stands for, with its unit. */
export const axisName = ({ name, unit }: Axis, words: Words): string =>
  words.axisName(name) + (unit ? ` (${unit})` : '');

/** The same for points that the lab does not know yet. */
export function draftAxis({ own_columns, own_scale }: Named, side: number): Axis {
  const [centre = 0, spread = 1] = own_scale.slice(2 * side);
  return { name: own_columns[side] ?? (side === 0 ? 'x' : 'y'), centre, spread, unit: '' };
}
