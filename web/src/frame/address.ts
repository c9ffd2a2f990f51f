/** Where an exhibit's parameters are kept: the part of the address after `#`. */
export interface Address {
  read(): string;
  write(hash: string): void;
}

const PAUSE_MS = 150;

let pending: (() => void) | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Browsers allow only so many changes of the address a second, so a drag writes it a few times at most. */
export const browserAddress: Address = {
  read: () => location.hash,
  write: (hash) => {
    const path = location.pathname;
    pending = () => {
      if (location.pathname === path) history.replaceState(history.state, '', hash === '' ? path : `${path}#${hash}`);
    };
    clearTimeout(timer);
    timer = setTimeout(flushAddress, PAUSE_MS);
  },
};

/** Writes now what was to be written in a moment: before the address is copied or left. */
export function flushAddress(): void {
  clearTimeout(timer);
  pending?.();
  pending = undefined;
}
