import type { RecogniseView } from './lab.gen';

/** Why a model's answers are not to be trusted. */
export type Doubt = NonNullable<RecogniseView['models'][number]['doubt']>;

/** The name of the model to change to, if the one that reads is not to be trusted and another is. */
export function betterModel({ model, models, best }: RecogniseView): string | undefined {
  const other = models.find(({ name }) => name === best);
  return model?.doubt != null && other?.doubt === null ? other.name : undefined;
}
