/** What a change of the network is as a change of the settings. */
import { clamp } from '../../lib/format';
import { fields } from './lab.gen';
import {
  type Activation,
  type InputName,
  MOST_LAYERS,
  MOST_UNITS,
  type PlaygroundSettings,
} from './settings';

const NEW_LAYER = 2;

type Change = Partial<PlaygroundSettings>;

export function addLayer(settings: PlaygroundSettings): Change {
  if (settings.network_shape.length >= MOST_LAYERS) return {};
  const activations = settings.activations.length > 0 ? [...settings.activations, settings.activation] : [];
  return { network_shape: [...settings.network_shape, NEW_LAYER], activations };
}

export function removeLayer(settings: PlaygroundSettings): Change {
  return {
    network_shape: settings.network_shape.slice(0, -1),
    activations: settings.activations.slice(0, -1),
  };
}

/** A neuron more or less in a hidden layer, 0 being the first. */
export function resizeLayer(settings: PlaygroundSettings, layer: number, by: number): Change {
  const network_shape = settings.network_shape.map((size, i) =>
    i === layer ? clamp(size + by, 1, MOST_UNITS) : size,
  );
  return { network_shape };
}

/** Another activation for one hidden layer. */
export function setActivation(settings: PlaygroundSettings, layer: number, activation: Activation): Change {
  const all = settings.network_shape.map((_, i) =>
    i === layer ? activation : (settings.activations[i] ?? settings.activation),
  );
  const [first] = all;
  const same = first !== undefined && all.every((name) => name === first);
  return same ? { activation: first, activations: [] } : { activations: all };
}

/** An input switched on or off; the last one stays on. */
export function toggleInput(settings: PlaygroundSettings, name: InputName): Change {
  const inputs = fields.inputs.options.filter(
    (other) => settings.inputs.includes(other) !== (other === name),
  );
  return inputs.length > 0 ? { inputs } : {};
}
