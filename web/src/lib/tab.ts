const KEY = 'neurarium.tab';

/** A name that no other tab has, and that this one keeps when its page is loaded anew. */
export function tabName(): string {
  try {
    return sessionStorage.getItem(KEY) ?? newTabName();
  } catch {
    return newTabName();
  }
}

/** Another one: a copy of a tab begins with the name of the tab that it was copied from. */
export function newTabName(): string {
  const name = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  try {
    sessionStorage.setItem(KEY, name);
  } catch {
    // A browser that forbids storage has another name after each load.
  }
  return name;
}
