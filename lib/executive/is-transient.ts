import { DrizzleQueryError } from "drizzle-orm";
import pg from "pg";
import { FencedError } from "./as-owner";

const CONNECTION_ENDED = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/;

/**
 * Whether a failure says nothing about the work at hand: the database restarts, or the server is another executive's by
 * now. The thread ends with it, and whoever comes next goes on. Rows that refuse what the work would write say something
 * about it: asking again does not help.
 */
export function isTransient(error: unknown): boolean {
  if (isConstraint(error)) return false;
  if (error instanceof FencedError || error instanceof DrizzleQueryError) return true;
  if (error instanceof pg.DatabaseError) return true;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (typeof code === "string" && CONNECTION_ENDED.test(code)) return true;
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
  );
}

/** SQLSTATE class 23: integrity constraint violation. */
function isConstraint(error: unknown): boolean {
  const refusal = error instanceof DrizzleQueryError ? error.cause : error;
  return refusal instanceof pg.DatabaseError && refusal.code?.startsWith("23") === true;
}
