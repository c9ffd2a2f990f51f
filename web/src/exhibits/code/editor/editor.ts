import { completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';

import { completion, type Complete } from './completion';
import { marks, setMark, type MarkedLines, type MarkKind } from './marks';
import { look } from './theme';

/** What an editor hands over, and is asked for. */
export interface EditorHooks {
  readonly onchange: (text: string) => void;
  readonly onrun: () => void;
  readonly onrunpart: () => void;
  /** Escape was pressed: a keyboard's way out. */
  readonly onleave: () => void;
  readonly complete: Complete;
}

/** A narrow page breaks long lines: to the side there is nothing to drag. */
const NARROW = '(max-width: 559px)';

/** A browser that types over a selection keeps its look in an inline style, which our pages forbid. */
function overwritten(event: InputEvent, view: EditorView): boolean {
  const { inputType, data, isComposing } = event;
  if (inputType !== 'insertText' || data === null || isComposing || view.state.selection.main.empty)
    return false;
  view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
  return true;
}

/** An editor for Python in a shadow tree of `host`, where its style sheet is allowed to be. */
export class PythonEditor {
  readonly #view: EditorView;
  readonly #extensions: Extension;
  readonly #named = new Compartment();
  readonly #wrapping = new Compartment();
  readonly #narrow = matchMedia(NARROW);
  #name: string;
  #step: MarkedLines | undefined;
  readonly #fit = (): void =>
    this.#view.dispatch({
      effects: this.#wrapping.reconfigure(this.#narrow.matches ? EditorView.lineWrapping : []),
    });

  constructor(host: HTMLElement, text: string, name: string, hooks: EditorHooks) {
    this.#name = name;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const run = (work: () => void) => () => (work(), true);
    this.#extensions = [
      lineNumbers(),
      highlightActiveLineGutter(),
      history(),
      python(),
      indentUnit.of('    '),
      indentOnInput(),
      bracketMatching(),
      completion(hooks.complete),
      marks,
      look,
      Prec.highest(
        keymap.of([
          { key: 'Mod-Enter', run: run(hooks.onrun) },
          { key: 'Ctrl-Enter', run: run(hooks.onrun) }, // on a Mac too, as the page says
          { key: 'Shift-Enter', run: run(hooks.onrunpart) },
        ]),
      ),
      keymap.of([
        ...completionKeymap,
        ...historyKeymap,
        { key: 'Tab', run: indentMore, shift: indentLess },
        { key: 'Escape', run: run(hooks.onleave) },
        ...defaultKeymap,
      ]),
      EditorView.domEventHandlers({ beforeinput: overwritten }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) hooks.onchange(state.doc.toString());
      }),
    ];
    this.#view = new EditorView({ state: this.#state(text), root, parent: root });
    this.#narrow.addEventListener('change', this.#fit);
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** What is selected, or the line of the cursor, and its first line, from 1. */
  get part(): { readonly text: string; readonly line: number } {
    const { doc, selection } = this.#view.state;
    const { from, to, empty } = selection.main;
    const first = doc.lineAt(from);
    if (empty) return { text: first.text.trim(), line: first.number };
    return { text: doc.sliceString(from, to), line: first.number };
  }

  /** Another text: the past of the one before goes with it. */
  show(text: string): void {
    if (text === this.text) return;
    this.#view.setState(this.#state(text));
    this.mark('step', this.#step);
  }

  /** The accessible name. */
  rename(name: string): void {
    this.#name = name;
    this.#view.dispatch({ effects: this.#named.reconfigure(this.#attributes()) });
  }

  /** The text is put in place of what stands there, as if it were typed: undo brings that back. */
  replace(text: string): void {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  /** Marks lines; those of a step are brought into sight. */
  mark(kind: MarkKind, lines: MarkedLines | undefined): void {
    if (kind === 'step') this.#step = lines;
    this.#view.dispatch({ effects: setMark.of({ kind, lines }) });
    const { doc } = this.#view.state;
    if (lines === undefined || lines.first > doc.lines) return;
    const { from } = doc.line(Math.max(1, lines.first));
    this.#view.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'nearest', yMargin: 40 }) });
  }

  /** Puts the cursor at the start of a line, from 1. */
  goTo(line: number): void {
    const { doc } = this.#view.state;
    const { from } = doc.line(Math.min(Math.max(1, line), doc.lines));
    this.#view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    this.focus();
  }

  /** Puts the cursor where it was in a plain field. */
  select(from: number, to: number): void {
    const most = this.#view.state.doc.length;
    this.#view.dispatch({ selection: { anchor: Math.min(from, most), head: Math.min(to, most) } });
    this.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  close(): void {
    this.#narrow.removeEventListener('change', this.#fit);
    this.#view.destroy();
  }

  #attributes(): Extension {
    return EditorView.contentAttributes.of({
      'aria-label': this.#name,
      tabindex: '0',
      spellcheck: 'false',
      translate: 'no',
    });
  }

  #state(text: string): EditorState {
    const wrapping = this.#narrow.matches ? EditorView.lineWrapping : [];
    return EditorState.create({
      doc: text,
      extensions: [this.#named.of(this.#attributes()), this.#wrapping.of(wrapping), this.#extensions],
    });
  }
}
