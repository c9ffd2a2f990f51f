import type { Chosen } from '../../draw/network';

/** A line of the pass: the product x W, the bias, the sigmoid. */
export type Part = 'product' | 'bias' | 'bend';

/** What can be pointed at in each of the three views: a unit, a weight, a layer or one line of it. */
export type Pointed = Chosen | { readonly kind: 'layer'; readonly layer: number; readonly part?: Part };
type Pointing = 'network' | 'matrices' | 'code';

/**
 * What the three views have in common: what is pointed at, what is chosen, which layer and which row they
 * show. Units count from the inputs, which are layer 0; a weight has the layer that it comes from.
 */
export class Linked {
  pointed = $state.raw<Pointed>();
  /** A unit that is chosen stays lit. */
  chosen = $state.raw<{ readonly layer: number; readonly index: number }>({ layer: 1, index: 0 });
  /** The layer whose matrices and lines are shown, from 1. */
  layer = $state(1);
  row = $state(0);

  point(pointed: Pointed | undefined, by: Pointing): void {
    this.pointed = pointed;
    // The matrices stay while the pointer is over them: they would jump away from under it.
    if (pointed !== undefined && by !== 'matrices') this.layer = layerOf(pointed) || this.layer;
  }

  choose(chosen: Chosen | undefined): void {
    if (chosen === undefined) return;
    const layer = layerOf(chosen);
    this.chosen = { layer, index: chosen.kind === 'edge' ? chosen.to : chosen.index };
    if (layer > 0) this.layer = layer;
  }

  /** The unit whose sum is shown: the one that is pointed at, or the chosen one; never an input. */
  unit(sizes: readonly number[]): { layer: number; index: number } {
    const { pointed } = this;
    if (pointed?.kind === 'edge') return { layer: pointed.layer + 1, index: pointed.to };
    if (pointed?.kind === 'unit' && pointed.layer > 0) return pointed;
    const layer = Math.min(Math.max(1, this.chosen.layer), sizes.length - 1);
    const index = this.chosen.layer === 0 ? 0 : this.chosen.index;
    return { layer, index: Math.min(index, (sizes[layer] ?? 1) - 1) };
  }
}

/** The layer whose sum something belongs to; 0 for an input. */
export function layerOf(pointed: Pointed): number {
  return pointed.kind === 'edge' ? pointed.layer + 1 : pointed.layer;
}

export const asChosen = (pointed: Pointed | undefined): Chosen | undefined =>
  pointed?.kind === 'layer' ? undefined : pointed;
