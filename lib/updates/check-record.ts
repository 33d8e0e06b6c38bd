import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { updateCheck } from "@/lib/db/schema";
import { enqueueJob } from "@/lib/jobs/queue";

type CheckColumns = Partial<typeof updateCheck.$inferInsert>;

/** Writes into the one row of the catalogue check, which the first writer makes. */
export async function recordCheck(db: Database, columns: CheckColumns): Promise<void> {
  await db
    .insert(updateCheck)
    .values({ ...columns, singleton: true })
    .onConflictDoUpdate({ target: updateCheck.singleton, set: columns });
  await publish(db, { topic: "updates", key: "check" });
}

export async function readCheck(db: Database): Promise<typeof updateCheck.$inferSelect | null> {
  const [row] = await db.select().from(updateCheck);
  return row ?? null;
}

/** Begun and not ended; a check that a kill ended runs again when its thread starts. */
export const isCheckRunning = (check: typeof updateCheck.$inferSelect | null): boolean =>
  check?.startedAt != null && (check.finishedAt === null || check.startedAt > check.finishedAt);

/** Asks for a check; asking while one waits changes nothing. */
export async function requestCheck(db: Database, at: Date, by: string): Promise<void> {
  await recordCheck(db, { requestedAt: at, requestedBy: by });
  await enqueueJob(db, "updates.check", {}, { singletonKey: "catalogue" });
}
