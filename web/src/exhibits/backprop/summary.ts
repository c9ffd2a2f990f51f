import { significant } from '../../lib/format';
import { signBefore, type Numbers } from '../../components/explanation';
import type { BackpropView } from './lab.gen';
import { parameterName, unitName } from './names';
import { stopAt } from './settings';
import type { Words } from './en';

/** What happens at a stop of the pass, in one sentence with its numbers. */
export function sentence(
  view: BackpropView,
  step: number,
  numbers: Numbers,
  words: Words,
  /** Whether a parameter's change is still to be predicted. */
  covers: (index: number) => boolean = () => false,
): string {
  const stop = stopAt(view, step);
  const of = (id: string): string => numbers[id]?.value ?? '';
  /** Behind its letter. */
  const stands = (id: string): string => `${signBefore(numbers[id])} ${of(id)}`;
  switch (stop.phase) {
    case 'forward': {
      const { layer } = stop;
      const pass = view.layers[layer - 1];
      const strongest = strongestOf(pass?.a.data ?? []);
      const last = layer === view.layers.length;
      return words.says.forward(
        layer,
        unitName('z', layer, strongest),
        stands(`z${layer}_${strongest}`),
        unitName('a', layer, strongest),
        stands(`a${layer}_${strongest}`),
        last,
      );
    }
    case 'loss': {
      const outs = view.y.shape[1] ?? 1;
      const list = (values: ArrayLike<number>): string =>
        Array.from(values, (value) => significant(value, 3)).join(', ');
      return words.says.loss(
        list(view.layers.at(-1)?.a.data ?? []),
        list(view.y.data.slice(view.shown * outs, (view.shown + 1) * outs)),
        of('loss'),
      );
    }
    case 'backward': {
      const { layer } = stop;
      const unit = strongestOf(view.layers[layer - 1]?.delta.data ?? []);
      const delta = view.layers[layer - 1]?.delta.data[unit] ?? 0;
      const said = stands(`delta${layer}_${unit}`);
      if (delta === 0) return words.says.noBlame(layer);
      return layer === view.layers.length
        ? words.says.outputBlame(
            unitName('δ', layer, unit),
            said,
            delta > 0,
            view.settings.loss === 'cross_entropy',
          )
        : words.says.hiddenBlame(layer, unitName('δ', layer, unit), said, of(`slope${layer}_${unit}`));
    }
    case 'update': {
      const index = strongestOf(view.step.change.data);
      const place = view.places[index] ?? { layer: 1, row: -1, unit: 0 };
      return words.says.update(
        covers(index) ? '' : parameterName(place),
        significant(view.step.change.data[index] ?? 0, 3),
        significant(view.step.loss, 3),
        significant(view.step.loss_after, 3),
        view.settings.batch,
        Math.sign(view.step.loss_after - view.step.loss),
        view.settings.wrong_sign,
      );
    }
  }
}

function strongestOf(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1)
    if (Math.abs(values[i] ?? 0) > Math.abs(values[best] ?? 0)) best = i;
  return best;
}

/** What the hidden layers and the output go through, in words. */
export function bendsOf(
  { activations, settings }: BackpropView,
  { activations: names, bends }: Words,
): string {
  const named = (name = ''): string => (names as Readonly<Record<string, string>>)[name] ?? name;
  return bends(named(activations[0]), named(activations.at(-1)), settings.loss === 'cross_entropy');
}
