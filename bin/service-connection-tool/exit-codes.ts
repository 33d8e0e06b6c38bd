/** As the help text says them. */
export const EXIT = { done: 0, refused: 1, usage: 2, unavailable: 3, partly: 4 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Failures that somebody or some time cures: the same command again. */
const LATER = /^(dns|connection|connect|response|network|proxy|server|tls|http|disk|transfer-unreadable)-?/;

/** How a failure ends the tool. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof ToolError) return error.exitCode;
  const { code = "" } = error as { code?: string };
  return LATER.test(code) || /^E[A-Z0-9]+$/.test(code) ? EXIT.unavailable : EXIT.refused;
}

/** Ends the tool with a sentence of the messages, `…failures.<code>`. */
export class ToolError extends Error {
  override name = "ToolError";
  constructor(
    readonly code: string,
    readonly params: Record<string, unknown> = {},
    readonly exitCode: ExitCode = EXIT.refused,
  ) {
    super(`${code} ${JSON.stringify(params)}`);
  }
}
