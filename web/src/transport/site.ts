const MARK = 'meta[name="neurarium-site"]';

const mark = (): HTMLMetaElement | null =>
  typeof document === 'undefined' ? null : document.querySelector<HTMLMetaElement>(MARK);

/** Whether this page belongs to a static site: then the lab runs in this browser, and there is no server. */
export const onSite = (): boolean => mark() !== null;

/** The exhibits that a static site has, in menu order, known before its lab has started; none on a server. */
export const siteExhibits = (): readonly string[] => mark()?.content.split(' ') ?? [];
