import { describe, expect, it, vi } from 'vitest';

import { PointEditor } from './pointEditor.svelte';
import { codec, type PlaygroundSettings } from './settings';
import { NAMELESS, type Named, type UserPoint } from './userPoints';
import type { ExhibitState } from '../../frame/state.svelte';

const FOUR: readonly UserPoint[] = [
  [1, 1, 0],
  [2, 2, 1],
  [3, 3, 0],
  [4, 4, 1],
];

const PETS: Named = {
  own_classes: ['cat', 'dog'],
  own_columns: ['ear (cm)', 'tail (cm)', 'pet'],
  own_scale: [20, 5, 3, 0.5],
};

function editor(own: readonly UserPoint[] = []) {
  const restart = vi.fn();
  const controls = {
    did: vi.fn(),
    settings: { ...codec.defaults, dataset: own.length > 0 ? 'own' : 'circle', own } as PlaygroundSettings,
    set(change: Partial<PlaygroundSettings>) {
      this.settings = { ...this.settings, ...change };
    },
  };
  const points = new PointEditor(controls as unknown as ExhibitState<PlaygroundSettings>, restart);
  return { points, restart, controls };
}

describe('own points', () => {
  it('restart the network when a table is pasted in place of others', () => {
    const { points, restart, controls } = editor(FOUR);
    points.replace(
      FOUR.map(([x, y, label]) => [-x, -y, label] as const),
      PETS,
    );
    expect(controls.settings.own[0]).toEqual([-1, -1, 0]);
    expect(restart).toHaveBeenCalledTimes(1);
  });

  it('restart it when they are set anew after all were cleared', () => {
    const { points, restart } = editor(FOUR);
    points.clear();
    expect(points.waiting).toBe(true);
    points.tool = 0;
    for (const [x, y] of FOUR) points.add(x, y);
    expect(points.waiting).toBe(false);
    expect(restart).toHaveBeenCalledTimes(1);
  });

  it('keep the names of their table with one more or one less, and lose them when all are cleared', () => {
    const { points, controls } = editor();
    points.replace(FOUR, PETS);
    points.erase(4, 4, 0.5);
    expect(points.named).toEqual(PETS); // of three points that wait for a fourth
    points.tool = 1;
    points.add(5, 5);
    expect(controls.settings).toMatchObject(PETS);
    points.clear();
    expect(points.named).toEqual(NAMELESS);
    for (const [x, y] of FOUR) points.add(x, y);
    expect(controls.settings).toMatchObject(NAMELESS);
  });

  it('leave the weights as they are when one more is set', () => {
    const { points, restart, controls } = editor(FOUR);
    points.tool = 1;
    points.add(5, 5);
    expect(controls.settings.own).toHaveLength(5);
    expect(restart).not.toHaveBeenCalled();
  });
});
