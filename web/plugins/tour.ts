/** One station of an exhibit's guided tour: a part of the page, and what is said of it. */
export interface TourStation {
  /** The element with this `data-tour`. */
  readonly id: string;
  readonly html: string;
}

const STATION = /^- (?=[a-z0-9_]+: )/m;

/**
 * The guided tour of a lesson, its section `{#tour}`: a list of stations, each `- name: words`. None: the
 * lesson has no such section.
 */
export function takeTour(body: string, inline: (text: string) => string, file: string): TourStation[] {
  const [before = '', ...items] = body.trim().split(STATION);
  if (before.trim() !== '') throw new Error(`${file}: expected "- name: words" in the tour, got "${before}"`);
  return items.map((item) => {
    const colon = item.indexOf(': ');
    const words = item.slice(colon + 2).trim();
    return { id: item.slice(0, colon), html: inline(words.replace(/\n\s*/g, '\n')) };
  });
}
