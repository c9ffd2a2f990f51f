import type { Activation } from './settings';
import type { strings } from './strings';
import type { NeuronView } from './view';
import { fixed } from '../../lib/format';

type Words = (typeof strings)['en'];

/** What comes after "The output is 0.55", by the activation and where the neuron stands on its curve. */
export function verdict(view: NeuronView, activation: Activation, { see }: Words): string {
  const shown = fixed(view.output);
  switch (activation) {
    case 'sigmoid':
      return shown === '0.50' ? see.even : view.output > 0.5 ? see.yes : see.no;
    case 'tanh':
      return shown === '0.00' ? see.even : view.output > 0 ? see.yes : see.no;
    case 'step':
      return view.output > 0 ? see.fires : see.silent;
    case 'relu':
      return view.output > 0 ? see.through : see.silent;
    case 'leaky_relu':
      return view.z < 0 ? see.shrunk : see.through;
    case 'linear':
      return see.through;
  }
}

/** A remark on the slope where it tells something, or on how two weights compare. */
export function remark(view: NeuronView, activation: Activation, { see }: Words): string {
  const [first, second] = view.settings.weights;
  if (first !== undefined && second !== undefined && second !== 0) {
    const times = Math.abs(first / second);
    if (times >= 2)
      return see.ratio(Number.isInteger(Math.round(times * 100) / 100) ? times.toFixed(0) : times.toFixed(1));
  }
  if (view.slope === null || (activation !== 'sigmoid' && activation !== 'tanh')) return '';
  const steepest = activation === 'sigmoid' ? 0.25 : 1;
  if (view.slope > 0.8 * steepest) return see.steep;
  return view.slope < 0.2 * steepest ? see.flat : '';
}
