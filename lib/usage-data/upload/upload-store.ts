import { and, desc, eq, inArray, lt, ne, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { usageDataRuns, usageDataSettings, usageDataUploads } from "@/lib/db/schema";
import { OPEN_UPLOAD_STATES, statesBefore, type UploadState } from "./upload-states";

export interface UploadToSend {
  runId: string;
  level: number;
  body: Buffer;
  bodySha256: string;
  uploadUrl: string | null;
  /** Those in a row that brought nothing forward. */
  attempts: number;
}

type UploadColumns = Partial<Omit<typeof usageDataUploads.$inferInsert, "runId" | "state">>;

const isOpen = and(
  inArray(usageDataUploads.state, [...OPEN_UPLOAD_STATES]),
  eq(usageDataRuns.state, "complete"),
  ne(usageDataRuns.purpose, "preview"),
);

/** The newest batch that is not accepted yet, and when it may be tried; null when nothing is to be sent. */
export async function findOpenUpload(
  db: Database,
): Promise<{ runId: string; nextAttemptAt: Date | null } | null> {
  const [open] = await db
    .select({ runId: usageDataUploads.runId, nextAttemptAt: usageDataUploads.nextAttemptAt })
    .from(usageDataUploads)
    .innerJoin(usageDataRuns, eq(usageDataRuns.runId, usageDataUploads.runId))
    .where(isOpen)
    .orderBy(desc(usageDataRuns.finishedAt))
    .limit(1);
  return open ?? null;
}

/**
 * Takes an upload up, also one that a killed thread left behind. Older ones are discarded, and so is one of a higher
 * level than the hierarchy has now. Call it inside a transaction.
 * @returns null when it is not to be sent any more
 */
export async function beginUpload(tx: Database, runId: string, at: Date): Promise<UploadToSend | null> {
  // Held until the end: whoever lowers the level discards after this, and the upload notices.
  const [settings] = await tx.select({ level: usageDataSettings.level }).from(usageDataSettings).for("share");
  const [found] = await tx
    .select({
      level: usageDataRuns.level,
      body: usageDataRuns.body,
      bodySha256: usageDataRuns.bodySha256,
      finishedAt: usageDataRuns.finishedAt,
      uploadUrl: usageDataUploads.uploadUrl,
      attempts: usageDataUploads.attempts,
    })
    .from(usageDataUploads)
    .innerJoin(usageDataRuns, eq(usageDataRuns.runId, usageDataUploads.runId))
    .where(and(isOpen, eq(usageDataUploads.runId, runId)))
    .for("update", { of: usageDataUploads });
  if (!found?.body || !found.bodySha256 || !found.finishedAt) return null;
  await discardUploads(tx, at, { before: found.finishedAt });
  if (settings && found.level > settings.level) {
    await discardUploads(tx, at, { aboveLevel: settings.level });
    return null;
  }
  const { level, body, bodySha256, uploadUrl, attempts } = found;
  const startedAt = sql`coalesce(${usageDataUploads.startedAt}, ${at.toISOString()}::timestamptz)`;
  await tx
    .update(usageDataUploads)
    .set({ state: "uploading", carrier: "online", startedAt, nextAttemptAt: null })
    .where(eq(usageDataUploads.runId, runId));
  await publish(tx, { topic: "usage-data", key: runId });
  return { runId, level, body, bodySha256, uploadUrl, attempts };
}

/**
 * Gives up uploads that nobody wants any more. Call it inside a transaction.
 * @returns how many
 */
export async function discardUploads(
  tx: Database,
  at: Date,
  which: { before: Date } | { aboveLevel: number },
): Promise<number> {
  const concerned = tx
    .select({ runId: usageDataRuns.runId })
    .from(usageDataRuns)
    .where(
      "before" in which
        ? lt(usageDataRuns.finishedAt, which.before)
        : sql`${usageDataRuns.level} > ${which.aboveLevel}`,
    );
  const discarded = await tx
    .update(usageDataUploads)
    .set({ state: "discarded", bytesPerSecond: null, nextAttemptAt: null, finishedAt: at })
    .where(
      and(
        inArray(usageDataUploads.runId, concerned),
        inArray(usageDataUploads.state, [...OPEN_UPLOAD_STATES]),
      ),
    )
    .returning({ runId: usageDataUploads.runId });
  for (const { runId } of discarded) await publish(tx, { topic: "usage-data", key: runId });
  return discarded.length;
}

/**
 * Writes what is known of an upload that is under way.
 * @returns false when it is not any more: somebody discarded it
 */
export async function recordUpload(tx: Database, runId: string, columns: UploadColumns): Promise<boolean> {
  return moveUpload(tx, runId, "uploading", columns, ["uploading"]);
}

/** @returns false when the upload was in no state that leads to `to` */
export async function moveUpload(
  tx: Database,
  runId: string,
  to: UploadState,
  columns: UploadColumns,
  from: UploadState[] = statesBefore(to),
): Promise<boolean> {
  const moved = await tx
    .update(usageDataUploads)
    .set({ ...columns, state: to })
    .where(and(eq(usageDataUploads.runId, runId), inArray(usageDataUploads.state, from)))
    .returning({ runId: usageDataUploads.runId });
  if (moved.length === 0) return false;
  await publish(tx, { topic: "usage-data", key: runId });
  return true;
}

/** Lets an upload that waits for its next attempt be tried at once. */
export async function hurryUpload(tx: Database): Promise<void> {
  await tx.update(usageDataUploads).set({ nextAttemptAt: null }).where(eq(usageDataUploads.state, "waiting"));
  await publish(tx, { topic: "usage-data", key: "upload" });
}
