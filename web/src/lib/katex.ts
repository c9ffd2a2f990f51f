import type { KatexOptions } from 'katex';

import { lazy } from './lazy';

type Katex = typeof import('katex').default;

const RETRY_MS = 2_000;

let katex: Katex | undefined;

/** KaTeX and its style sheet are fetched after the first picture, once. */
export const loadKatex = lazy(async () => {
  const [module] = await Promise.all([import('katex'), import('katex/dist/katex.min.css')]);
  katex = module.default;
  return katex;
});

const OPTIONS: KatexOptions = {
  throwOnError: false,
  strict: false,
  errorColor: 'currentColor',
  // \htmlClass and \htmlData mark the numbers that open; all TeX comes from our own files and the engine.
  trust: ({ command }) => command === '\\htmlClass' || command === '\\htmlData',
};

/**
 * The last formula asked for in each element: an older one that had to wait for KaTeX is not drawn over it.
 */
const wanted = new WeakMap<HTMLElement, string>();

/**
 * Renders into `element` through the DOM, never by parsing markup: KaTeX's styles pass a strict CSP that way.
 */
export function renderTex(element: HTMLElement, tex: string, options: KatexOptions = {}): void {
  wanted.set(element, tex);
  element.translate = false; // a browser's translation would take the letters for words
  if (katex !== undefined) {
    draw(katex, element, tex, options);
    return;
  }
  element.ariaBusy = 'true';
  void drawLater(element, tex, options);
}

async function drawLater(element: HTMLElement, tex: string, options: KatexOptions): Promise<void> {
  try {
    const loaded = await loadKatex();
    if (wanted.get(element) === tex) draw(loaded, element, tex, options);
  } catch {
    setTimeout(() => {
      if (element.isConnected && wanted.get(element) === tex) void drawLater(element, tex, options);
    }, RETRY_MS);
  }
}

function draw(loaded: Katex, element: HTMLElement, tex: string, options: KatexOptions): void {
  for (const part of partsOf(element)) sizes.unobserve(part);
  element.ariaBusy = null;
  loaded.render(tex, element, { ...OPTIONS, ...options });
  if (!options.displayMode) return;
  for (const part of [element, ...partsOf(element)]) {
    places.set(part, element);
    sizes.observe(part);
  }
}

const partsOf = (element: HTMLElement): Iterable<Element> => element.querySelectorAll('.base');

/** The element of a formula that each observed part of it is in. */
const places = new WeakMap<Element, HTMLElement>();

/**
 * A formula too wide for its place scrolls, and then the keyboard must be able to come there. The browser
 * tells when the place, or a part of the formula as its fonts arrive, has a size: to ask for it after each
 * drawing would make the browser lay out the page at once, in the middle of other work.
 */
const sizes = new ResizeObserver((entries) => {
  for (const element of new Set(entries.map(({ target }) => places.get(target)))) {
    if (element === undefined) continue;
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  }
});
