import { RangeSetBuilder, StateEffect, StateField, type EditorState } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

/** Lines that stand out, counted from 1, both ends among them. */
export interface MarkedLines {
  readonly first: number;
  readonly last: number;
}

/** What lines are marked for: a step of the walk through a program, or an error. */
export type MarkKind = 'step' | 'wrong';

const LINES = {
  step: Decoration.line({ class: 'cm-step' }),
  wrong: Decoration.line({ class: 'cm-wrong' }),
} as const;

export const setMark = StateEffect.define<{ kind: MarkKind; lines: MarkedLines | undefined }>();

function decorations(state: EditorState, kind: MarkKind, lines: MarkedLines | undefined): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (let n = Math.max(1, lines?.first ?? 1); n <= Math.min(lines?.last ?? 0, state.doc.lines); n++) {
    const { from } = state.doc.line(n);
    builder.add(from, from, LINES[kind]);
  }
  return builder.finish();
}

/** Marked lines move with the text; the mark of an error goes when its line is changed. */
function field(kind: MarkKind): StateField<DecorationSet> {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marked, { docChanged, changes, effects, state, startState }) {
      let next = marked;
      if (docChanged) {
        const touched = new Set<number>();
        changes.iterChangedRanges((from, to) => {
          const { doc } = startState;
          for (let n = doc.lineAt(from).number; n <= doc.lineAt(to).number; n++)
            touched.add(doc.line(n).from);
        });
        if (kind === 'wrong') next = next.update({ filter: (from) => !touched.has(from) });
        next = next.map(changes);
      }
      for (const effect of effects)
        if (effect.is(setMark) && effect.value.kind === kind)
          next = decorations(state, kind, effect.value.lines);
      return next;
    },
    provide: (of) => EditorView.decorations.from(of),
  });
}

export const marks = [field('step'), field('wrong')];
