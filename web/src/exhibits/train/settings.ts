import { defineSettings } from '../../frame/codec';
import { fields, type TrainSettings } from './lab.gen';

export const codec = defineSettings<TrainSettings>(fields);

/** "128, 64" as sizes; undefined if that is no list of layers. */
export function readLayers(typed: string): number[] | undefined {
  const parts = typed.split(/[\s,，、-]+/u).filter((part) => part !== '');
  const sizes = parts.map(Number);
  return fields.layers.read(sizes.join(','))?.slice();
}

/** The preset whose settings these are, if any. */
export function presetOf(
  settings: TrainSettings,
  presets: readonly { name: string; settings: TrainSettings }[],
): string | undefined {
  const now = codec.encode(settings);
  return presets.find((preset) => codec.encode(preset.settings) === now)?.name;
}
