import { defineSettings, type Codec } from '../../frame/codec';
import { replaced } from '../../lib/replaced';
import { constants, fields, type ForwardSettings, type ForwardView } from './lab.gen';

/** Where a weight or a bias stands in the list of all; layers count from 1. */
export interface Place {
  readonly layer: number;
  readonly unit: number;
  /** The input that a weight comes from; left out: the bias. */
  readonly from?: number;
}

const sizesOf = (hidden: readonly number[]): number[] => [constants.inputs, ...hidden, 1];

export function countParameters(hidden: readonly number[]): number {
  const sizes = sizesOf(hidden);
  return sizes.slice(1).reduce((count, units, i) => count + ((sizes[i] ?? 0) + 1) * units, 0);
}

/** Each layer's W lies row after row, and its b behind that. */
export function placeOf(hidden: readonly number[], { layer, unit, from }: Place): number {
  const sizes = sizesOf(hidden);
  const before = sizes.slice(1, layer).reduce((count, units, i) => count + ((sizes[i] ?? 0) + 1) * units, 0);
  const units = sizes[layer] ?? 1;
  return before + (from ?? sizes[layer - 1] ?? 0) * units + unit;
}

/** The parameters with one changed; undefined while the view is of another network. */
export function withParameter(
  settings: ForwardSettings,
  view: ForwardView,
  place: Place,
  value: number,
): readonly number[] | undefined {
  const all = settings.parameters.length > 0 ? settings.parameters : view.parameters;
  if (all.length !== countParameters(settings.hidden)) return undefined;
  return replaced(all, placeOf(settings.hidden, place), value);
}

/** What x1 and x2 of a further row are: spread over -1 to 1, with two decimals. */
function furtherRow(row: number): number[] {
  return [0.37, 0.61].map((step) => Math.round((((row * step) % 1) * 2 - 1) * 100) / 100);
}

export function withRows(inputs: readonly number[], rows: number): number[] {
  const kept = inputs.slice(0, rows * constants.inputs);
  for (let row = kept.length / constants.inputs; row < rows; row += 1) kept.push(...furtherRow(row));
  return kept;
}

/** Another number of hidden layers; each new one has as many units as the last. */
export function withLayers(hidden: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, i) => hidden[i] ?? hidden.at(-1) ?? 2);
}

const plain = defineSettings<ForwardSettings>(fields);

export const codec: Codec<ForwardSettings> = {
  ...plain,
  /** A hand-written link may hold half a row, or weights of another network: these are left out. */
  decode: (hash) => {
    const settings = plain.decode(hash);
    const rows = Math.max(1, Math.floor(settings.inputs.length / constants.inputs));
    const fits = settings.parameters.length === countParameters(settings.hidden);
    return {
      ...settings,
      inputs: settings.inputs.slice(0, rows * constants.inputs),
      parameters: fits ? settings.parameters : [],
    };
  },
};
