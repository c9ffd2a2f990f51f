import type { PlaygroundContext } from './context';
import type { EditParams } from './lab.gen';

/** Sets one weight or bias; undo gives it back the value it had. Many in one drag are one step for undo. */
export function setByHand(
  { controls, experiment }: Pick<PlaygroundContext, 'controls' | 'experiment'>,
  edit: EditParams,
  before: number,
): void {
  const { kind, layer, unit, row = 0 } = edit;
  controls.did(
    () => void experiment.move('edit', { ...edit, value: before }),
    `${kind} ${layer} ${row} ${unit}`,
  );
  void experiment.move('edit', { ...edit });
}
