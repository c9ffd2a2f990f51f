/**
 * A part of the page that is fetched when it is first needed, and then kept. A fetch that failed (the server
 * was just restarting) is not kept: the next one who needs it tries again.
 */
export function lazy<T>(fetch: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    kept ??= fetch().catch((cause: unknown) => {
      kept = undefined;
      throw cause;
    });
    return kept;
  };
}
