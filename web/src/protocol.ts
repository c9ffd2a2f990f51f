import type { Problem } from './lab.gen';
import { anything, nullable, number, record, text, type Read } from './validate';

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

/** Why a part of an answer is missing, as the error that it is. */
export const errorOf = ({ code, message, hint, data }: Problem): LabError =>
  new LabError(code, message, hint, data);

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
