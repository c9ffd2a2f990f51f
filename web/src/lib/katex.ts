import type { KatexOptions } from 'katex';

type Katex = typeof import('katex').default;

let loading: Promise<Katex> | undefined;
let loaded: Katex | undefined;

/** KaTeX and its style sheet are fetched after the first picture, once. */
export function loadKatex(): Promise<Katex> {
  loading ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(([module]) => {
    loaded = module.default;
    return loaded;
  });
  return loading;
}

const OPTIONS: KatexOptions = {
  throwOnError: false,
  strict: false,
  errorColor: 'currentColor',
  // \htmlClass and \htmlData mark the numbers that open; all TeX comes from our own files and the engine.
  trust: ({ command }) => command === '\\htmlClass' || command === '\\htmlData',
};

/** Renders into `element` through the DOM, never by parsing markup: KaTeX's styles pass a strict CSP that way. */
export function renderTex(element: HTMLElement, tex: string, options: KatexOptions = {}): void {
  const render = (katex: Katex): void => {
    katex.render(tex, element, { ...OPTIONS, ...options });
    if (options.displayMode) void document.fonts.ready.then(() => reachable(element));
  };
  if (loaded !== undefined) render(loaded);
  else void loadKatex().then(render);
}

/** A formula too wide for its place scrolls, and then the keyboard must be able to come there. */
function reachable(element: HTMLElement): void {
  if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
  else element.removeAttribute('tabindex');
}
