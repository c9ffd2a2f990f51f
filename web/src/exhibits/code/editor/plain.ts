import type { EditorHooks, PythonEditor } from './editor';

/** What a visitor does first. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

const LOOK =
  'box-sizing: border-box; width: 100%; height: 100%; padding: 10px 12px 10px 46px; border: 0; resize: none; ' +
  'background: none; color: inherit; font: 0.9375rem/1.55 var(--mono); white-space: pre; tab-size: 4;';

/**
 * The editor is a third of a first page: a plain field stands in its place, in which one can write, until the
 * visitor does something; then the editor is fetched, and goes on where the field was.
 */
export class PlainField {
  readonly #field = document.createElement('textarea');
  readonly #root: ShadowRoot;
  readonly #load: () => Promise<void>;
  #state: 'waiting' | 'loading' | 'gone' = 'waiting';
  readonly #sign = (): void => this.want();

  constructor(host: HTMLElement, hooks: EditorHooks, load: () => Promise<void>) {
    this.#load = load;
    this.#root = host.attachShadow({ mode: 'open' });
    this.#field.style.cssText = LOOK;
    this.#field.spellcheck = false;
    this.#field.addEventListener('input', () => hooks.onchange(this.#field.value));
    this.#field.addEventListener('focus', this.#sign);
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      hooks.onrun();
    });
    this.#root.append(this.#field);
    for (const sign of SIGNS) addEventListener(sign, this.#sign, { passive: true });
  }

  show(text: string, name: string): void {
    if (this.#field.value !== text) this.#field.value = text;
    this.#field.setAttribute('aria-label', name);
  }

  /** Fetches the editor, if nobody has; a fetch that fails is tried again at the next sign. */
  want(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'loading';
    this.#load().catch(() => {
      if (this.#state === 'loading') this.#state = 'waiting';
    });
  }

  /** The editor is there: it takes over the cursor. */
  giveWay(editor: PythonEditor): void {
    const { selectionStart: from, selectionEnd: to } = this.#field;
    const isFocused = this.#root.activeElement === this.#field;
    this.close();
    if (isFocused) editor.select(from, to);
  }

  close(): void {
    this.#state = 'gone';
    for (const sign of SIGNS) removeEventListener(sign, this.#sign);
    this.#field.remove();
  }

  get isGone(): boolean {
    return this.#state === 'gone';
  }
}
