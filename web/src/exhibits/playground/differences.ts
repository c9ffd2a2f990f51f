import { INPUT_NAMES } from './names';
import type { PlaygroundParams } from './params';
import type { Strings as Words } from './strings.en';

/** In what an experiment differs from another, in a few words. */
export function differences(one: PlaygroundParams, other: PlaygroundParams, words: Words): string {
  const changed = (key: keyof PlaygroundParams): boolean =>
    JSON.stringify(one[key]) !== JSON.stringify(other[key]);
  const tell = words.differences;
  const said = [
    changed('problem') && words.problems[one.problem],
    (changed('dataset') || changed('regDataset') || changed('own')) &&
      words.datasets[one.problem === 'regression' ? one.regDataset : one.dataset],
    changed('inputs') && tell.inputs(one.inputs.map((name) => INPUT_NAMES[name]).join(', ')),
    changed('networkShape') && tell.shape(one.networkShape.join('-') || '0'),
    (changed('activation') || changed('activations')) &&
      (one.activations.length > 0 ? one.activations : [one.activation])
        .map((name) => words.activations[name])
        .join(', '),
    changed('learningRate') && tell.rate(one.learningRate),
    (changed('optimizer') || changed('momentum')) && words.optimizers[one.optimizer],
    changed('batchSize') && tell.batch(one.batchSize),
    (changed('regularization') || changed('regularizationRate')) &&
      (one.regularization === 'none'
        ? tell.plain
        : `${words.regularizations[one.regularization]} ${one.regularizationRate}`),
    changed('noise') && tell.noise(one.noise),
    changed('percTrainData') && tell.ratio(one.percTrainData),
    changed('dropout') && tell.dropout(one.dropout),
    (changed('init') || changed('initZero')) && words.inits[one.initZero ? 'zeros' : one.init],
    (changed('seed') || changed('start')) && tell.seed,
  ].filter((part) => typeof part === 'string');
  return said.join(', ');
}
