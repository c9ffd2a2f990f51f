import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { isNdArray, type NdArray, type Numbers } from '../validate';

/**
 * For tests: what the Python tests recorded of the lab's answers, with arrays made whole again. A snapshot
 * keeps an array's dtype, shape and first numbers; the rest is filled with zeros.
 */
export interface Exchange {
  readonly op: string;
  readonly params: Record<string, unknown>;
  readonly data?: unknown;
  readonly error?: unknown;
}

export function exchangesOf(exhibit: string): Record<string, Exchange> {
  const file = resolve(import.meta.dirname, `../../../tests/snapshots/${exhibit}.json`);
  const snapshot = JSON.parse(readFileSync(file, 'utf8'), revive) as { exchanges: Record<string, Exchange> };
  return snapshot.exchanges;
}

/** For tests: the recorded views of an exhibit, by name; `read` is the reader in its `lab.gen.ts`. */
export const viewsOf = <View>(
  exhibit: string,
  read: (data: unknown, name: string) => View,
): [name: string, view: View][] =>
  Object.entries(exchangesOf(exhibit))
    .filter(([, { op, data }]) => op === 'open' && data !== undefined)
    .map(([name, { data }]) => [name, read(data, name)]);

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$array' in value)) return value;
  const { dtype, shape, head } = value.$array as { dtype: string; shape: number[]; head: number[] };
  const data = storage(
    dtype,
    shape.reduce((product, n) => product * n, 1),
  );
  data.set(head);
  const array: NdArray = { dtype, shape, data };
  if (!isNdArray(array)) throw new Error('not an array');
  return array;
}

function storage(dtype: string, size: number): Numbers {
  switch (dtype) {
    case '<f4':
      return new Float32Array(size);
    case '|u1':
    case '|b1':
      return new Uint8Array(size);
    case '<i4':
      return new Int32Array(size);
    default:
      return new Float64Array(size);
  }
}
