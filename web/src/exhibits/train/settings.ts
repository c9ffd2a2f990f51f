import { defineSettings } from '../../frame/codec';
import { parseNumber } from '../../lib/format';
import { fields, type TrainSettings } from './lab.gen';

export const codec = defineSettings<TrainSettings>(fields);

/** "128, 64" as sizes; undefined if that is no list of layers. */
export function readLayers(typed: string): number[] | undefined {
  const sizes = partsOf(typed).map((part) => String(parseNumber(part)));
  return fields.layers.read(sizes.join(','))?.slice();
}

/** What is wrong with a text that is no list of layers: the part that is no layer, or how many there are. */
export function wrongLayers(typed: string): string | number {
  const parts = partsOf(typed);
  return parts.find((part) => readLayers(part) === undefined) ?? parts.length;
}

const partsOf = (typed: string): string[] => typed.split(/[\s,，、-]+/u).filter((part) => part !== '');

/** The preset whose settings these are, if any. */
export function presetOf(
  settings: TrainSettings,
  presets: readonly { name: string; settings: TrainSettings }[],
): string | undefined {
  const now = codec.encode({ ...settings, dataset: '' });
  return presets.find((preset) => codec.encode(preset.settings) === now)?.name;
}
