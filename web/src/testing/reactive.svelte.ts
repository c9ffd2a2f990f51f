/** For tests: an object whose changes effects follow. */
export function reactive<T extends object>(value: T): T {
  const state = $state(value);
  return state;
}

/** For tests: runs what makes effects outside a component; returns what ends them. */
export const inRoot = (make: () => void): (() => void) => $effect.root(make);
