/** Whether the reader asked for less motion: then things are where they belong at once. */
export function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Resolves while the page is in sight: at once, or when the reader comes back to it. */
export function inSight(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
  });
}

/** The next moment at which drawing makes sense: a hidden page rests until it is in sight again. */
export async function nextFrame(): Promise<void> {
  await inSight();
  await new Promise((resolve) => requestAnimationFrame(resolve));
}

const IDLE_TIMEOUT_MS = 100;

/** Calls `work` when the browser has nothing else to do, soon in any case; returns what calls it off. */
export function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const id = requestIdleCallback(() => work(), { timeout: IDLE_TIMEOUT_MS });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(work, IDLE_TIMEOUT_MS / 2); // Safari has no idle callbacks
  return () => clearTimeout(id);
}

/**
 * Calls `draw` with a share from 0 to 1 over `duration` milliseconds;
 * returns what stops it (at the end state).
 */
export function animate(duration: number, draw: (share: number) => void, done?: () => void): () => void {
  let stopped = false;
  const finish = (): void => {
    if (stopped) return;
    stopped = true;
    draw(1);
    done?.();
  };
  if (reducedMotion() || duration <= 0) {
    finish();
    return finish;
  }
  const start = performance.now();
  const step = (now: number): void => {
    if (stopped) return;
    const share = (now - start) / duration;
    if (share >= 1) finish();
    else {
      draw(Math.max(0, share));
      requestAnimationFrame(step);
    }
  };
  requestAnimationFrame(step);
  return finish;
}
