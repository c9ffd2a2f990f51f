import { autocompletion, type Completion, type CompletionContext } from '@codemirror/autocomplete';
import { globalCompletion, localCompletionSource } from '@codemirror/lang-python';
import type { Extension } from '@codemirror/state';

/** How the name before a cursor may go on, as one knows it who has run the program. */
export interface Ways {
  /** The part of the text that each takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly matches: readonly Completion[];
}

/** undefined: nobody knows; the editor then looks into the text by itself. */
export type Complete = (text: string, cursor: number) => Promise<Ways | undefined>;

/** The names of the running program come first; without it, those of the text and of Python. */
export function completion(complete: Complete): Extension {
  return autocompletion({
    icons: false,
    override: [
      async (context: CompletionContext) => {
        const typed = context.matchBefore(/[\w.]+/u);
        if (typed === null && !context.explicit) return null;
        const ways = await complete(context.state.doc.toString(), context.pos).catch(() => undefined);
        if (ways && ways.matches.length > 0)
          return { from: ways.from, to: ways.to, options: [...ways.matches], validFor: /^\w*$/u };
        return (await localCompletionSource(context)) ?? globalCompletion(context);
      },
    ],
  });
}
