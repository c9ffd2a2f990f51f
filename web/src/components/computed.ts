import type { Explanation } from './explanation';

/** What the lab says of one kind of number: the engine's function, its formula, the same line elsewhere. */
export interface Computed {
  readonly symbol: string;
  readonly formula: string;
  /** `{i}`, `{j}`, … are places for this number's own. */
  readonly keras: string;
  readonly torch: string;
}

/** The same in Keras and in PyTorch. */
export interface Phrase {
  readonly keras: string;
  readonly torch: string;
}

export type Places = Readonly<Record<string, string | number>>;
type Mark = string | readonly string[];

/** A text with its places filled in; other braces stay. */
export function fill(text: string, places: Places): string {
  return text.replace(/\{(\w+)\}/gu, (whole, name: string) => String(places[name] ?? whole));
}

/** One function of the engine; of its lines, those with the text `mark` stand out. */
export function sourceOf(computed: Computed | undefined, mark?: Mark): Explanation['sources'][number] {
  return { symbol: computed?.symbol ?? '', ...(mark === undefined ? {} : { mark }) };
}

/** What an explanation says of how its number was computed; `place` is what its layer is called. */
export function computedBy(
  computed: Computed | undefined,
  { places = {}, mark, place }: { places?: Places; mark?: Mark; place?: Phrase | undefined } = {},
): Pick<Explanation, 'sources' | 'keras' | 'torch'> {
  const line = (language: 'keras' | 'torch'): string =>
    (place ? `layer = ${place[language]}\n` : '') + fill(computed?.[language] ?? '', places);
  return { sources: [sourceOf(computed, mark)], keras: line('keras'), torch: line('torch') };
}

/** The functions behind some kinds of numbers, each once. */
export function symbolsOf(
  computed: Readonly<Record<string, Computed>>,
  ...kinds: readonly string[]
): string[] {
  return [...new Set(kinds.flatMap((kind) => computed[kind]?.symbol ?? []))];
}
