import { INPUT_NAMES } from './names';
import type { PlaygroundSettings } from './settings';
import type { Words } from './en';

/** In what an experiment differs from another, in a few words. */
export function differences(one: PlaygroundSettings, other: PlaygroundSettings, words: Words): string {
  const changed = (key: keyof PlaygroundSettings): boolean =>
    JSON.stringify(one[key]) !== JSON.stringify(other[key]);
  const tell = words.differences;
  const said = [
    changed('problem') && words.problems[one.problem],
    (changed('dataset') || changed('reg_dataset') || changed('own')) &&
      words.datasets[one.problem === 'regression' ? one.reg_dataset : one.dataset],
    changed('inputs') && tell.inputs(one.inputs.map((name) => INPUT_NAMES[name]).join(tell.and)),
    changed('network_shape') && tell.shape(one.network_shape.join('-') || '0'),
    (changed('activation') || changed('activations')) &&
      (one.activations.length > 0 ? one.activations : [one.activation])
        .map((name) => words.activations[name])
        .join(tell.and),
    changed('learning_rate') && tell.rate(one.learning_rate),
    (changed('optimizer') || changed('momentum')) && words.optimizers[one.optimizer],
    changed('batch_size') && tell.batch(one.batch_size),
    (changed('regularization') || changed('regularization_rate')) &&
      (one.regularization === 'none'
        ? tell.plain
        : `${words.regularizations[one.regularization]} ${one.regularization_rate}`),
    changed('noise') && tell.noise(one.noise),
    changed('train_percent') && tell.ratio(one.train_percent),
    changed('dropout') && tell.dropout(one.dropout),
    (changed('init') || changed('init_zero')) && words.inits[one.init_zero ? 'zeros' : one.init],
    (changed('seed') || changed('start')) && tell.seed,
  ].filter((part) => typeof part === 'string');
  return said.join(tell.comma);
}
