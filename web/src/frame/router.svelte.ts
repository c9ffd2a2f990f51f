import { flushAddress, rememberPlace } from './address';
import { exhibitAt, pageOf } from './pages';

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
      rememberPlace();
    });
    addEventListener('hashchange', () => {
      this.hashChanges += 1;
      rememberPlace();
    });
    rememberPlace();
  }

  /** The id in the address; empty on the bare base, which is the first page. */
  get exhibit(): string {
    return this.#exhibit;
  }

  /** How an exhibit was left, as it stood in the address; empty if it has not been open. */
  left(exhibit: string): string {
    return this.#left.get(exhibit) ?? '';
  }

  /** Goes to an exhibit, as it was left unless a hash says how it shall be; or to the first page. */
  go(exhibit: string, hash?: string): void {
    if (exhibit === this.#exhibit && hash === undefined) return;
    flushAddress();
    this.#left.set(this.#exhibit, location.hash.slice(1));
    const state = hash ?? this.left(exhibit);
    history.pushState(null, '', pageOf(exhibit, state));
    this.#exhibit = exhibit;
    this.hashChanges += 1;
    rememberPlace();
    scrollTo({ top: 0 });
  }
}

function fromPath(): string {
  return exhibitAt(location.pathname);
}

/** Whether a press on a link is for another tab or window: that is the browser's own matter. */
export const opensElsewhere = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;

export const router = new Router();
