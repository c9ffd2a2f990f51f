import type { Field } from '../../frame/codec';
import { EDGE } from '../../lab.gen';
import { constants, rules } from './lab.gen';

/** A point that the learner set: x and y from -6 to 6, and the number of its class. */
export type UserPoint = readonly [x: number, y: number, label: number];

export const LEAST_POINTS = constants.least_points;
export const MOST_POINTS = rules.own.item.longest;
export const MOST_CLASSES = constants.most_classes;

/** What the learner's table calls its classes and columns, and what its numbers are; empty without one. */
export type Named = Readonly<{
  own_classes: readonly string[];
  /** Of x, y and the class. */
  own_columns: readonly string[];
  /** Centre and spread of x, then of y: a number of the table is centre + spread * coordinate. */
  own_scale: readonly number[];
}>;
export const NAMELESS: Named = { own_classes: [], own_columns: [], own_scale: [] };

/** To so many digits as an address holds. */
export const rounded = (value: number): number => Math.round(value * 100) / 100 + 0;
/** Whether a coordinate is in the square. */
export const inside = (value: number): boolean => Math.abs(value) <= EDGE;

/** In the address: `x,y,class_x,y,class_…`. */
export const userPointsField: Field<readonly UserPoint[]> = {
  fallback: [],
  write: (points) => points.map((point) => point.map(rounded).join(',')).join('_'),
  read: (text) => {
    const points = text === '' ? [] : text.split('_').map((part) => part.split(',').map(Number));
    const good = points.every(
      ([x, y, label, ...more]) =>
        x !== undefined &&
        y !== undefined &&
        label !== undefined &&
        more.length === 0 &&
        inside(x) &&
        inside(y) &&
        Number.isInteger(label) &&
        label >= 0 &&
        label < MOST_CLASSES,
    );
    return good && points.length <= MOST_POINTS ? (points as unknown as UserPoint[]) : undefined;
  },
};

/** Why pasted text cannot be taken; `line` counts from 1. */
export type CsvProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'columns'; readonly line: number; readonly got: number }
  | { readonly kind: 'number'; readonly line: number; readonly got: string }
  | { readonly kind: 'few'; readonly got: number }
  | { readonly kind: 'many'; readonly got: number }
  | { readonly kind: 'classes'; readonly got: number };
