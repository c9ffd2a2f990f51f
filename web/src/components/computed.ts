import type { Computed, DenseLines } from '../lab.gen';
import type { Explanation } from './explanation';

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

/** What an explanation says of how its number was computed; `layer` finds its layer in the programs. */
export function computedBy(
  computed: Computed | undefined,
  { places = {}, mark, layer }: { places?: Places; mark?: Mark; layer?: DenseLines | undefined } = {},
): Pick<Explanation, 'sources' | 'keras' | 'torch'> {
  const line = (language: 'keras' | 'torch'): string => {
    const found = Object.entries(layer ?? {}).map(([name, phrase]) => [name, phrase[language]]);
    return fill(computed?.[language] ?? '', { ...places, ...Object.fromEntries(found) });
  };
  return { sources: [sourceOf(computed, mark)], keras: line('keras'), torch: line('torch') };
}

/** The functions behind some kinds of numbers, each once. */
export function symbolsOf(
  computed: Readonly<Record<string, Computed>>,
  ...kinds: readonly string[]
): string[] {
  return [...new Set(kinds.flatMap((kind) => computed[kind]?.symbol ?? []))];
}
