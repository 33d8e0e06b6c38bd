import { and, asc, eq, inArray, lt, ne } from "drizzle-orm";
import { Day, Hour } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { usageDataRuns, usageDataSettings } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { CollectionFailureCode } from "./collection-failure";
import type { GatheredItem } from "./gather-items";
import { queueUpload } from "./queue-upload";
import { readUsageDataSettings } from "./settings";
import type { WrittenDocument } from "./write-document";

export type CollectionRun = typeof usageDataRuns.$inferSelect;

/** A document as it is stored, and what became of each item. */
export interface Collection {
  document: WrittenDocument;
  items: GatheredItem[];
}

/** As long as the cloud keeps what it got (reference/usage-data.md §1). */
const KEPT_MS = 365 * Day.ms;
/** A weekly run that failed is tried again, before a week is lost. */
const RETRY_MS = Hour.ms;

type Thread = Pick<ThreadContext, "db" | "clock" | "component" | "ownsServer">;

/** What a killed thread left half done is done anew. Only the one thread that collects may call it, at its start. */
export async function takeUpLeftRuns(thread: Thread): Promise<void> {
  await asOwner(thread, (tx) =>
    tx.update(usageDataRuns).set({ state: "waiting" }).where(eq(usageDataRuns.state, "collecting")),
  );
}

/** Queues the run of the weekly time `scheduledFor`, unless it is there; once an hour again while it has failed. */
export async function queueScheduledRun(thread: Thread, scheduledFor: Date): Promise<void> {
  const now = thread.clock.now();
  await asOwner(thread, async (tx) => {
    const { level } = await readUsageDataSettings(tx);
    await tx
      .insert(usageDataRuns)
      .values({
        purpose: "scheduled",
        level,
        requestedBy: thread.component,
        requestedAt: now,
        scheduledFor,
      })
      .onConflictDoNothing();
    await tx
      .update(usageDataRuns)
      .set({ state: "waiting", errorCode: null })
      .where(
        and(
          eq(usageDataRuns.scheduledFor, scheduledFor),
          eq(usageDataRuns.state, "failed"),
          lt(usageDataRuns.finishedAt, new Date(now.getTime() - RETRY_MS)),
        ),
      );
  });
}

export async function findWaitingRun(db: Database): Promise<CollectionRun | null> {
  const [run] = await db
    .select()
    .from(usageDataRuns)
    .where(eq(usageDataRuns.state, "waiting"))
    .orderBy(asc(usageDataRuns.requestedAt))
    .limit(1);
  return run ?? null;
}

/**
 * What is to leave is collected at the level that holds when it begins, and answers all who wait for the same; a preview
 * keeps the level that was asked for.
 */
export async function beginRun(thread: Thread, { runId, ...asked }: CollectionRun): Promise<CollectionRun> {
  const { purpose } = asked;
  return asOwner(thread, async (tx) => {
    const level = purpose === "preview" ? asked.level : (await readUsageDataSettings(tx)).level;
    if (purpose !== "preview") await discardOthersWaiting(tx, runId, purpose);
    const [run] = await tx
      .update(usageDataRuns)
      .set({ state: "collecting", level, startedAt: thread.clock.now() })
      .where(eq(usageDataRuns.runId, runId))
      .returning();
    if (!run) throw new Error(`The run ${runId} is gone.`);
    await publish(tx, { topic: "usage-data", key: runId });
    return run;
  });
}

const discardOthersWaiting = (tx: Database, runId: string, purpose: CollectionRun["purpose"]) =>
  tx
    .update(usageDataRuns)
    .set({ state: "discarded" })
    .where(
      and(
        eq(usageDataRuns.purpose, purpose),
        eq(usageDataRuns.state, "waiting"),
        ne(usageDataRuns.runId, runId),
      ),
    );

/**
 * Stores the document with all that follows from it: it replaces what waits to be sent, or the previews before it.
 * @returns discarded when the level was lowered meanwhile: then nothing of it may leave
 */
export async function completeRun(
  thread: Thread,
  run: CollectionRun,
  { document, items }: Collection,
): Promise<"complete" | "discarded"> {
  const now = thread.clock.now();
  return asOwner(thread, async (tx) => {
    // Whoever changes the level waits for this, or this for him.
    const [settings] = await tx.select().from(usageDataSettings).for("update");
    const outcomes = items.map(({ outcome }) => outcome);
    await publish(tx, { topic: "usage-data", key: run.runId });
    if (run.purpose !== "preview" && run.level > (settings?.level ?? 1)) {
      await end(tx, run, { state: "discarded", finishedAt: now, items: outcomes });
      return "discarded";
    }
    await end(tx, run, {
      state: "complete",
      finishedAt: now,
      errorCode: null,
      items: outcomes,
      documentBytes: document.text.length,
      documentSha256: document.textSha256,
      body: document.body,
      bodySha256: document.bodySha256,
    });
    if (run.purpose === "preview") await removeOlderPreviews(tx, run);
    else await queueUpload(tx, run.runId, document.body.length, now);
    await removeAged(tx, now);
    return "complete";
  });
}

export async function failRun(
  thread: Thread,
  run: CollectionRun,
  errorCode: CollectionFailureCode,
): Promise<void> {
  await asOwner(thread, async (tx) => {
    await end(tx, run, { state: "failed", finishedAt: thread.clock.now(), errorCode });
    await publish(tx, { topic: "usage-data", key: run.runId });
  });
}

const end = (tx: Database, { runId }: CollectionRun, change: Partial<CollectionRun>) =>
  tx.update(usageDataRuns).set(change).where(eq(usageDataRuns.runId, runId));

const removeOlderPreviews = (tx: Database, { runId, level }: CollectionRun) =>
  tx
    .delete(usageDataRuns)
    .where(
      and(
        eq(usageDataRuns.purpose, "preview"),
        eq(usageDataRuns.level, level),
        ne(usageDataRuns.runId, runId),
        inArray(usageDataRuns.state, ["complete", "failed", "discarded"]),
      ),
    );

const removeAged = (tx: Database, now: Date) =>
  tx.delete(usageDataRuns).where(lt(usageDataRuns.finishedAt, new Date(now.getTime() - KEPT_MS)));
