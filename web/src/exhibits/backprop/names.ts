import type { BackpropView, Place } from './lab.gen';

const SUPER = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUB = '₀₁₂₃₄₅₆₇₈₉';
const sub = (...numbers: readonly number[]): string => numbers.map((n) => SUB[n] ?? '').join('');

/** "w⁽¹⁾₁₂": from unit 1 to unit 2 of the first layer; "b⁽¹⁾₂". All count from 1. */
export const parameterName = ({ layer, row, unit }: Place): string =>
  `${row < 0 ? 'b' : 'w'}⁽${SUPER[layer] ?? ''}⁾${row < 0 ? sub(unit + 1) : sub(row + 1, unit + 1)}`;

export const parameterTex = ({ layer, row, unit }: Place): string =>
  `${row < 0 ? 'b' : 'w'}^{(${layer})}_{${row < 0 ? '' : row + 1}${unit + 1}}`;

/** A letter of a unit: "z⁽¹⁾₂". */
export const unitName = (letter: string, layer: number, unit: number): string =>
  layer === 0 ? `x${sub(unit + 1)}` : `${letter}⁽${SUPER[layer] ?? ''}⁾${sub(unit + 1)}`;

export const unitTex = (letter: string, layer: number, unit: number): string =>
  layer === 0 ? `x_{${unit + 1}}` : `${letter}^{(${layer})}_{${unit + 1}}`;

/** Where a parameter stands among all. */
export const indexOf = (view: BackpropView, place: Place): number =>
  view.places.findIndex(
    ({ layer, row, unit }) => layer === place.layer && row === place.row && unit === place.unit,
  );
