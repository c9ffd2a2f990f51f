/**
 * What comes from the server is `unknown` until one of these readers has looked at it. A reader takes a
 * value and the path that led to it, and returns the value with its type or throws `Malformed`.
 */
export type Read<T> = (value: unknown, path?: string) => T;
export type ReadOf<R> = R extends Read<infer T> ? T : never;

export class Malformed extends Error {
  constructor(path: string, expected: string, got: unknown) {
    super(`${path || 'value'}: expected ${expected}, got ${describe(got)}`);
    this.name = 'Malformed';
  }
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return `a map with ${Object.keys(value).join(', ') || 'nothing'}`;
  return `${typeof value} ${String(value).slice(0, 40)}`;
}

export const number: Read<number> = (value, path = '') => {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw new Malformed(path, 'a number', value);
};

export const text: Read<string> = (value, path = '') => {
  if (typeof value === 'string') return value;
  throw new Malformed(path, 'a text', value);
};

export const flag: Read<boolean> = (value, path = '') => {
  if (typeof value === 'boolean') return value;
  throw new Malformed(path, 'true or false', value);
};

export const nothing: Read<null> = (value, path = '') => {
  if (value === null || value === undefined) return null;
  throw new Malformed(path, 'nothing', value);
};

export const anything: Read<unknown> = (value) => value;

export function choice<const T extends string>(options: readonly T[]): Read<T> {
  return (value, path = '') => {
    const found = options.find((option) => option === value);
    if (found === undefined) throw new Malformed(path, `one of ${options.join(', ')}`, value);
    return found;
  };
}

export function nullable<T>(read: Read<T>): Read<T | null> {
  return (value, path = '') => (value === null || value === undefined ? null : read(value, path));
}

export function list<T>(read: Read<T>): Read<readonly T[]> {
  return (value, path = '') => {
    if (!Array.isArray(value)) throw new Malformed(path, 'a list', value);
    return value.map((item, i) => read(item, `${path}[${i}]`));
  };
}

/** A list of so many items, each with a reader of its own. */
export function tuple<const R extends readonly Read<unknown>[]>(
  ...reads: R
): Read<{ readonly [K in keyof R]: ReadOf<R[K]> }> {
  return (value, path = '') => {
    if (!Array.isArray(value) || value.length !== reads.length)
      throw new Malformed(path, `a list of ${reads.length}`, value);
    return reads.map((read, i) => read(value[i], `${path}[${i}]`)) as {
      readonly [K in keyof R]: ReadOf<R[K]>;
    };
  };
}

/** A map whose keys are not known beforehand. */
export function mapOf<T>(read: Read<T>): Read<Record<string, T>> {
  return (value, path = '') => {
    const entries = Object.entries(plain(value, path));
    return Object.fromEntries(entries.map(([key, item]) => [key, read(item, `${path}.${key}`)]));
  };
}

/** A map with these keys; keys that are not named here are left out. */
export function record<F extends Record<string, Read<unknown>>>(
  fields: F,
): Read<{ [K in keyof F]: ReadOf<F[K]> }> {
  return (value, path = '') => {
    const source = plain(value, path);
    const out: Record<string, unknown> = {};
    for (const [key, read] of Object.entries(fields)) out[key] = read(source[key], `${path}.${key}`);
    return out as { [K in keyof F]: ReadOf<F[K]> };
  };
}

/** A map whose `kind` says which other keys it has. */
export function variant<F extends Record<string, Record<string, Read<unknown>>>>(
  kinds: F,
): Read<{ [K in keyof F]: { kind: K } & { [N in keyof F[K]]: ReadOf<F[K][N]> } }[keyof F]> {
  return (value, path = '') => {
    const { kind } = plain(value, path);
    const fields = typeof kind === 'string' ? kinds[kind] : undefined;
    if (fields === undefined)
      throw new Malformed(`${path}.kind`, `one of ${Object.keys(kinds).join(', ')}`, kind);
    return { kind, ...record(fields)(value, path) } as never;
  };
}

function plain(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new Malformed(path, 'a map', value);
}

export type Numbers =
  Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

/** A NumPy array: C order, so the last axis is contiguous. */
export interface NdArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: Numbers;
}

/** Lists of lists of numbers, which the lab takes for an array. */
export type Nested = number | readonly Nested[];

export function isNdArray(value: unknown): value is NdArray {
  return (
    typeof value === 'object' &&
    value !== null &&
    'dtype' in value &&
    'shape' in value &&
    'data' in value &&
    ArrayBuffer.isView(value.data)
  );
}

/** An array with so many axes, or one of several numbers of axes. */
export function array(...axes: readonly number[]): Read<NdArray> {
  return (value, path = '') => {
    if (!isNdArray(value)) throw new Malformed(path, 'an array', value);
    if (!axes.includes(value.shape.length)) {
      throw new Malformed(
        path,
        `an array with ${axes.join(' or ')} axes`,
        `shape [${value.shape.join(', ')}]`,
      );
    }
    return value;
  };
}

/** What stands behind one kind of number, and a line in two libraries: see `components/computed.ts`. */
export const readComputed = record({ symbol: text, formula: text, keras: text, torch: text });
export const readPhrase = record({ keras: text, torch: text });
