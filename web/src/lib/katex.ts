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

/** The last formula asked for in each element: an older one that had to wait for KaTeX is not drawn over it. */
const wanted = new WeakMap<HTMLElement, string>();

/** Renders into `element` through the DOM, never by parsing markup: KaTeX's styles pass a strict CSP that way. */
export function renderTex(element: HTMLElement, tex: string, options: KatexOptions = {}): void {
  wanted.set(element, tex);
  if (katex !== undefined) draw(katex, element, tex, options);
  else void drawLater(element, tex, options);
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
  loaded.render(tex, element, { ...OPTIONS, ...options });
  if (options.displayMode) void document.fonts.ready.then(() => reachable(element));
}

/** A formula too wide for its place scrolls, and then the keyboard must be able to come there. */
function reachable(element: HTMLElement): void {
  if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
  else element.removeAttribute('tabindex');
}
