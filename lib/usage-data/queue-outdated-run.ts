import { isDeepStrictEqual } from "node:util";
import { desc, eq, isNull, ne } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { sites, usageDataRuns } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { readDocument } from "./read-document";
import { type RelevanceInputs, relevanceInputsOf, splitConfiguration } from "./relevance-inputs";
import { readUsageDataSettings } from "./settings";

/**
 * Queues a collection when what updates are judged relevant by has changed since the newest one: a hierarchy that was
 * upgraded, or joined an early update ring, would be judged by what it was for up to a week. What came to nothing is
 * not asked for again; the weekly time is.
 * @returns the look, to be taken whenever something may have changed
 */
export function outdatedRunQueue(thread: ThreadContext): () => Promise<void> {
  const { db, clock, component, log } = thread;
  let read: { runId: string; inputs: RelevanceInputs | null } | undefined;
  return async () => {
    const newest = await findNewestRun(db);
    if (newest?.state !== "complete") return;
    if (read?.runId !== newest.runId) read = await readInputs(db, newest.runId);
    const now = await currentInputs(db);
    if (!read?.inputs || !now || isDeepStrictEqual(read.inputs, now)) return;
    await asOwner(thread, async (tx) => {
      const { level } = await readUsageDataSettings(tx);
      await tx
        .insert(usageDataRuns)
        .values({ purpose: "requested", level, requestedBy: component, requestedAt: clock.now() })
        .onConflictDoNothing();
    });
    log.info("Versions or configuration of the sites have changed; usage data is collected anew.");
  };
}

async function findNewestRun(db: Database) {
  const [newest] = await db
    .select({ runId: usageDataRuns.runId, state: usageDataRuns.state })
    .from(usageDataRuns)
    .where(ne(usageDataRuns.purpose, "preview"))
    .orderBy(desc(usageDataRuns.requestedAt))
    .limit(1);
  return newest;
}

async function readInputs(db: Database, runId: string) {
  const [run] = await db
    .select({ body: usageDataRuns.body })
    .from(usageDataRuns)
    .where(eq(usageDataRuns.runId, runId));
  return { runId, inputs: run?.body ? relevanceInputsOf(await readDocument(run.body)) : null };
}

/** What a collection would find now; null while there is no site. */
async function currentInputs(db: Database): Promise<RelevanceInputs | null> {
  const versions = await db
    .selectDistinct({ fullVersion: sites.fullVersion })
    .from(sites)
    .orderBy(sites.fullVersion);
  const [topLevelSite] = await db
    .select({ configuration: sites.configuration })
    .from(sites)
    .where(isNull(sites.parentSiteCode))
    .limit(1);
  if (!topLevelSite) return null;
  return {
    siteVersions: versions.map(({ fullVersion }) => fullVersion).sort(),
    ...splitConfiguration(topLevelSite.configuration),
  };
}
