import type { Activation } from './settings';
import type { Words } from './en';
import type { NeuronView } from './lab.gen';
import { fixed } from '../../lib/format';

/** What comes after "The output is 0.55", by the activation and where the neuron stands on its curve. */
export function verdict(view: NeuronView, activation: Activation, { summary }: Words): string {
  const shown = fixed(view.output);
  switch (activation) {
    case 'sigmoid':
      return shown === '0.50' ? summary.even : view.output > 0.5 ? summary.yes : summary.no;
    case 'tanh':
      return shown === '0.00' ? summary.even : view.output > 0 ? summary.yes : summary.no;
    case 'step':
      return view.output > 0 ? summary.fires : summary.silent;
    case 'relu':
      return view.output > 0 ? summary.through : summary.silent;
    case 'leaky_relu':
    case 'gelu':
      return view.z < 0 ? summary.shrunk : summary.through;
    case 'linear':
      return summary.through;
  }
}

/** A remark on the slope where it tells something, or on how two weights compare. */
export function remark(view: NeuronView, activation: Activation, { summary }: Words): string {
  const [first, second] = view.settings.weights;
  if (first !== undefined && second !== undefined && second !== 0) {
    const times = Math.abs(first / second);
    if (times >= 2)
      return summary.ratio(
        Number.isInteger(Math.round(times * 100) / 100) ? times.toFixed(0) : times.toFixed(1),
      );
  }
  if (view.slope === null || (activation !== 'sigmoid' && activation !== 'tanh')) return '';
  const steepest = activation === 'sigmoid' ? 0.25 : 1;
  if (view.slope > 0.8 * steepest) return summary.steep;
  return view.slope < 0.2 * steepest ? summary.flat : '';
}
