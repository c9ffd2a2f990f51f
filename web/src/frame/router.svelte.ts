import { flushAddress } from './address';

/**
 * The address is `<base>/<exhibit>#settings`; the page never reloads between exhibits. Every page lies
 * directly below the base, whichever that is: so relative addresses lead from one to the other.
 */
class Router {
  #exhibit = $state(fromPath());
  /** Counts the changes of the address that did not come from the exhibit itself. */
  hashChanges = $state(0);

  /** How each exhibit was when it was left, as it stood in the address. */
  readonly #left = new Map<string, string>();

  constructor() {
    addEventListener('popstate', () => {
      this.#exhibit = fromPath();
      this.hashChanges += 1;
    });
    addEventListener('hashchange', () => (this.hashChanges += 1));
  }

  /** The id in the address; empty on the bare base. */
  get exhibit(): string {
    return this.#exhibit;
  }

  /** Goes to an exhibit, as it was left unless a hash says how it shall be. */
  go(exhibit: string, hash?: string): void {
    if (exhibit === this.#exhibit && hash === undefined) return;
    flushAddress();
    this.#left.set(this.#exhibit, location.hash.slice(1));
    const state = hash ?? this.#left.get(exhibit) ?? '';
    history.pushState(null, '', `./${exhibit}${state === '' ? '' : `#${state}`}`);
    this.#exhibit = exhibit;
    this.hashChanges += 1;
    scrollTo({ top: 0 });
  }

  /** The bare base becomes the first exhibit's address without a step in the history. */
  settle(exhibit: string): void {
    history.replaceState(null, '', `./${exhibit}${location.hash}`);
    this.#exhibit = exhibit;
  }
}

function fromPath(): string {
  return location.pathname.split('/').at(-1) ?? '';
}

export const router = new Router();
