import type { Read, ReadOf } from '../validate';

/** One operation: what it takes, and what it answers. */
export interface Op<P, R> {
  readonly params: P;
  readonly answer: ReadOf<R>;
}

/** The parameters of an operation that takes none. */
export type NoParams = Readonly<Record<never, never>>;

export type Operations = Readonly<Record<string, { readonly params: object; readonly answer: unknown }>>;

/** Every exhibit can be opened. */
export type ExhibitOperations = Operations & { readonly open: Op<object, Read<unknown>> };

/** What an exhibit's half in the lab can be asked; `lab.gen.ts` of each exhibit holds its own. */
export interface Contract<O extends Operations> {
  readonly exhibit: string;
  readonly readers: { readonly [K in keyof O]: Read<O[K]['answer']> };
  /** Never there: it carries the types of the parameters. */
  readonly operations?: O;
}

/** Parameters, which may be left out where each of them has a default. */
export type Given<P> = object extends P ? [params?: P] : [params: P];
