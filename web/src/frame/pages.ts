/**
 * The lab's pages lie side by side, each named after its exhibit. A server answers to the bare names; a
 * static site has a file for each.
 */
import { onSite } from '../transport/site';

const FIRST = 'index';
const ENDING = onSite() ? '.html' : '';

/** The address of an exhibit's page, as seen from any other; the empty id is the first page. */
export function pageOf(exhibit: string, hash = ''): string {
  const name = exhibit === '' ? '' : exhibit + ENDING;
  return `./${name}${hash === '' ? '' : `#${hash}`}`;
}

/** The exhibit whose page has this path; empty for the first page. */
export function exhibitAt(path: string): string {
  const name = path.split('/').at(-1) ?? '';
  const exhibit = name.endsWith('.html') ? name.slice(0, -'.html'.length) : name;
  return exhibit === FIRST ? '' : exhibit;
}
