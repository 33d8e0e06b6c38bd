import { and, notInArray, type SQL } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { azureOperations } from "@/lib/db/schema";
import { OVER_STATES } from "./model";

/** It is under way, or waits for somebody. */
export const isOpenOperation: SQL = notInArray(azureOperations.state, [...OVER_STATES]);

/** One that is not over; null when there is none. */
export async function findOpenOperation(
  db: Database,
  about: SQL | undefined,
): Promise<{ id: string } | null> {
  const [open] = await db
    .select({ id: azureOperations.id })
    .from(azureOperations)
    .where(and(about, isOpenOperation))
    .limit(1);
  return open ?? null;
}
