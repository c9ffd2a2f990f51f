import { router } from './router.svelte';

/** Opens `compare` as it was left, with a saved network beside what is looked at there. */
export function besideOthers(network: string): void {
  router.go('compare', withNetwork(router.left('compare'), network));
}

/** The address of `compare` with one network more: as A if that is free, else as B. */
export function withNetwork(hash: string, network: string): string {
  const query = new URLSearchParams(hash);
  const chosen = [query.get('first_network'), query.get('second_network')];
  if (!chosen.includes(network)) {
    const isFree = !query.has('first') && !query.has('first_network');
    const place = isFree ? 'first' : 'second';
    query.delete(place);
    query.set(`${place}_network`, network);
  }
  return query.toString();
}
