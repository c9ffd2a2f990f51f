const PREFIX = 'neurarium.';

/** Reads what this browser remembers; a browser that forbids storage remembers nothing. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // A full or forbidden storage costs the memory of a choice, not the choice.
  }
}
