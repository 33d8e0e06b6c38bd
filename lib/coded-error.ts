/**
 * A failure of the world outside that travels as an exception, with a stable code and the data its sentence
 * needs. Each domain derives one class with its own closed list of codes.
 */
export abstract class CodedError<Code extends string> extends Error {
  constructor(
    readonly code: Code,
    readonly params: Record<string, string | number>,
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(params)}`, options);
  }
}
