/**
 * Expected outcomes are values: a use case returns `ok(value)` or `fail(code, …)`; exceptions are for bugs.
 * A failure is a code plus the data its sentence needs, never a finished sentence, so that the portal can
 * say it in the reader's language (`messages.*.json`, namespace `failures`).
 */
export type Ok<T> = { ok: true; value: T };

export type FailureParams = Record<string, string | number | boolean | null>;

export type Failure<Code extends string = string> = {
  ok: false;
  code: Code;
  /** Dotted path of the input field to blame, if one is to blame. */
  field?: string;
  params?: FailureParams;
};

export type Result<T, Code extends string = string> = Ok<T> | Failure<Code>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

export const fail = <Code extends string>(
  code: Code,
  detail: { field?: string; params?: FailureParams } = {},
): Failure<Code> => ({ ok: false, code, ...detail });
