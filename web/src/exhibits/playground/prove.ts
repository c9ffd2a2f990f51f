import type { Proof } from '../../lab.gen';
import type { PlaygroundContext } from './context';
import type { ProveParams } from './lab.gen';

/** Asks for a proof; the training rests, so that all of it is about one network. */
export function prove(playground: PlaygroundContext, params: ProveParams): Promise<Proof> {
  playground.experiment.loop.pause();
  return playground.room.ask('prove', params);
}
