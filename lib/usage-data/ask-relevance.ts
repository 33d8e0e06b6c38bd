import { and, desc, eq, ne } from "drizzle-orm";
import { type CloudClient, CloudRefusedError } from "@/lib/connectivity/cloud-client";
import type { Database } from "@/lib/db/connection";
import { usageDataRuns } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { describeError, toNamedError } from "@/lib/updates/named-error";
import type { Relevance } from "./ingestion-protocol";
import { readDocument } from "./read-document";
import { fetchRelevance } from "./upload/fetch-relevance";

/**
 * Asks the service anew which updates are relevant for this hierarchy. What cannot be had or believed is left: what it
 * said last stays in force, and the catalogue is worth having without it.
 * @returns null when nothing new is known
 * @throws CloudRefusedError, or the abort reason
 */
export async function askRelevance(
  { db, log }: Pick<ThreadContext, "db" | "log">,
  client: CloudClient,
  signal: AbortSignal,
): Promise<Relevance | null> {
  const { usageDataUrl } = client.environment;
  if (!usageDataUrl) return null;
  const hierarchy = await readHierarchyHash(db);
  if (hierarchy === null) return null;
  try {
    const relevance = await fetchRelevance(client, usageDataUrl, hierarchy, signal);
    if (!relevance) log.info("The cloud has accepted no usage data of this hierarchy yet");
    return relevance;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CloudRefusedError) throw error;
    const reason = describeError(toNamedError(error));
    log.warning(`WARNING: Failed to learn which updates are relevant, what was known stays: ${reason}`);
    return null;
  }
}

/** Only the top-level site server can make it, and each document it makes carries it. */
async function readHierarchyHash(db: Database): Promise<string | null> {
  const [newest] = await db
    .select({ body: usageDataRuns.body })
    .from(usageDataRuns)
    .where(and(eq(usageDataRuns.state, "complete"), ne(usageDataRuns.purpose, "preview")))
    .orderBy(desc(usageDataRuns.finishedAt))
    .limit(1);
  return newest?.body ? (await readDocument(newest.body)).hierarchy : null;
}
