import { anything, choice, list, nullable, number, record, text, type Read, type ReadOf } from './validate';

/** The version of the protocol this front end speaks; the lab refuses another one at `hello`. */
export const PROTOCOL_VERSION = 2;

export type Params = Readonly<Record<string, unknown>>;

export interface Request {
  readonly id: number;
  readonly exhibit: string;
  readonly op: string;
  readonly params: Params;
}

/** What the lab (or the way to it) answers when it cannot do what was asked. */
export class LabError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string = '',
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'LabError';
  }

  /** The one failure that is nobody's fault: it is mended by connecting again. */
  get isConnectionLost(): boolean {
    return this.code === 'connection_lost';
  }
}

export function asLabError(error: unknown): LabError {
  if (error instanceof LabError) return error;
  return new LabError('front_end', error instanceof Error ? error.message : String(error));
}

export interface Reply {
  readonly id: number | null;
  readonly result: { readonly data: unknown } | { readonly error: LabError };
}

export const readReply: Read<Reply> = (value) => {
  const reply = record({ id: nullable(number), error: anything, data: anything })(value, 'reply');
  if (reply.error === undefined || reply.error === null)
    return { id: reply.id, result: { data: reply.data } };
  const { code, message, hint, data } = record({
    code: text,
    message: text,
    hint: nullable(text),
    data: anything,
  })(reply.error, 'error');
  const details = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  return { id: reply.id, result: { error: new LabError(code, message, hint ?? '', details) } };
};

export const readModelStatus = record({
  status: choice(['not_trained', 'training', 'trained']),
  name: nullable(text),
  /** On the test set, 0 to 1. */
  accuracy: nullable(number),
  /** Of the training, 0 to 1. */
  progress: nullable(number),
});
export type ModelStatus = ReadOf<typeof readModelStatus>;

export const readHello = record({
  protocol: number,
  version: text,
  exhibits: list(text),
  model: readModelStatus,
});
export type Hello = ReadOf<typeof readHello>;

/** The source of one engine object, as the lab read it from the installed package. */
export const readSource = record({ symbol: text, file: text, line: number, code: text });
export type Source = ReadOf<typeof readSource>;
export const readSources = list(readSource);
