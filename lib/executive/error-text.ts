import { DrizzleQueryError } from "drizzle-orm";

/** The reason of an unexpected error for logs and alerts; of a failed statement what the database said, not its text. */
export function errorText(error: unknown): string {
  if (error instanceof DrizzleQueryError && error.cause) return errorText(error.cause);
  return error instanceof Error ? error.message : String(error);
}
