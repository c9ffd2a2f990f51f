import { recall, remember } from '../lib/storage';
import { exhibitAt } from './pages';

/** Where an exhibit's settings are kept: the part of the address after `#`. */
export interface Address {
  read(): string;
  write(hash: string): void;
}

const PAUSE_MS = 150;

let pending: (() => void) | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let written = -Infinity;

/**
 * A single change is in the address at once. Browsers allow only so many a second, so a drag writes its first
 * value and then its last.
 */
export const browserAddress: Address = {
  read: () => location.hash,
  write: (hash) => {
    const path = location.pathname;
    pending = () => {
      if (location.pathname === path)
        history.replaceState(history.state, '', hash === '' ? path : `${path}#${hash}`);
    };
    clearTimeout(timer);
    if (performance.now() - written > PAUSE_MS) flushAddress();
    else timer = setTimeout(flushAddress, PAUSE_MS);
  },
};

/** Writes now what was to be written in a moment: before the address is copied or left. */
export function flushAddress(): void {
  clearTimeout(timer);
  if (pending === undefined) return;
  pending();
  pending = undefined;
  written = performance.now();
  rememberPlace();
}

/** Remembers which exhibit is on stage, and how it is set: to go on there another day. */
export function rememberPlace(): void {
  const exhibit = exhibitAt(location.pathname);
  if (exhibit !== '') remember('place', exhibit + location.hash);
}

/** The exhibit that was on stage last in this browser, and its settings as they stood in the address. */
export function lastPlace(): { readonly exhibit: string; readonly hash: string } | undefined {
  const place = recall('place');
  if (place === null) return undefined;
  const [exhibit = '', ...hash] = place.split('#');
  return { exhibit, hash: hash.join('#') };
}
