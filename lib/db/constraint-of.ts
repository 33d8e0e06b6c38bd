import { DrizzleQueryError } from "drizzle-orm";
import pg from "pg";

/**
 * The rule of the database that a write broke, e.g. `azure_services_name`; null when the error is something else. Two
 * who write at once are told apart by it: whoever looked first and found nothing may still come second.
 */
export function constraintOf(error: unknown): string | null {
  if (!(error instanceof DrizzleQueryError) || !(error.cause instanceof pg.DatabaseError)) return null;
  return error.cause.code?.startsWith("23") ? (error.cause.constraint ?? null) : null;
}
