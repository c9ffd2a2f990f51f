const PREFIX = 'neurarium.';

/** Reads what this browser remembers; a browser that forbids storage remembers nothing. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Calls `changed` with the key of what another tab of this browser remembers or forgets. */
export function onRemembered(changed: (key: string) => void): void {
  addEventListener('storage', ({ key }) => {
    if (key?.startsWith(PREFIX) === true) changed(key.slice(PREFIX.length));
  });
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // What could not be remembered need not be forgotten.
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // A full or forbidden storage costs the memory of a choice, not the choice.
  }
}
