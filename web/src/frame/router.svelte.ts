/** The address is `/<exhibit>#parameters`; the page never reloads between exhibits. */
class Router {
  #exhibit = $state(fromPath());
  /** Counts the changes of the address that did not come from the exhibit itself. */
  hashChanges = $state(0);

  constructor() {
    addEventListener('popstate', () => {
      this.#exhibit = fromPath();
      this.hashChanges += 1;
    });
    addEventListener('hashchange', () => (this.hashChanges += 1));
  }

  /** The id in the address; empty on the bare `/`. */
  get exhibit(): string {
    return this.#exhibit;
  }

  go(exhibit: string, hash = ''): void {
    const url = `/${exhibit}${hash === '' ? '' : `#${hash}`}`;
    if (exhibit === this.#exhibit && hash === '') return;
    history.pushState(null, '', url);
    this.#exhibit = exhibit;
    this.hashChanges += 1;
    scrollTo({ top: 0 });
  }

  /** The bare `/` becomes the first exhibit's address without a step in the history. */
  settle(exhibit: string): void {
    history.replaceState(null, '', `/${exhibit}${location.hash}`);
    this.#exhibit = exhibit;
  }
}

function fromPath(): string {
  return location.pathname.replace(/^\/+|\/+$/g, '');
}

export const router = new Router();
