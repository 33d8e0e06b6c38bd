import { isNull } from "drizzle-orm";
import { sites } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { errorText } from "@/lib/executive/error-text";
import { isTransient } from "@/lib/executive/is-transient";
import { CollectionError } from "./collection-failure";
import { beginRun, type Collection, type CollectionRun, completeRun, failRun } from "./collection-runs";
import { DOCUMENT_OF_LEVEL } from "./document-schema";
import { type GatheredItem, gatherItems } from "./gather-items";
import { loadHashKey } from "./hash-key";
import { USAGE_DOCUMENT_MAX_BYTES, type UsageDocument, usageDataLevel } from "./model";
import { keyedHash } from "./one-way-hash";
import { reportCompleted, reportFailed } from "./report-collection";
import { readUsageDataSettings, type UsageDataSettings } from "./settings";
import { type WrittenDocument, writeDocument } from "./write-document";

/**
 * Works one run from its beginning. A run that was killed is made anew as a whole: it takes seconds, and figures of
 * two moments would not fit together.
 * @throws when the database goes away or the thread must stop; the run stays as it is and is taken up again
 */
export async function collectUsageData(thread: ThreadContext, waiting: CollectionRun): Promise<void> {
  const run = await beginRun(thread, waiting);
  thread.log.info(`Collecting usage data, run ${run.runId}, ${run.purpose}, level ${run.level}.`);
  try {
    const collection = await collect(thread, run);
    const completed = await completeRun(thread, run, collection);
    await reportCompleted(thread, run, collection, completed);
  } catch (error) {
    if (thread.signal.aborted || isTransient(error)) throw error;
    const code = error instanceof CollectionError ? error.code : "collection-failed";
    await failRun(thread, run, code);
    await reportFailed(thread, run, code, errorText(error));
  }
}

async function collect(thread: ThreadContext, run: CollectionRun): Promise<Collection> {
  const { db, clock, signal } = thread;
  const [topLevelSite] = await db.select().from(sites).where(isNull(sites.parentSiteCode)).limit(1);
  if (!topLevelSite) throw new CollectionError("no-site", {});
  const settings = await readUsageDataSettings(db);
  const hash = await hashing(thread.installDir);
  const now = clock.now();
  const level = usageDataLevel.parse(run.level);
  const items = await gatherItems(db, { level, signal, now, hash, settings, topLevelSite });
  const document = await write(run, { items, now, hash, settings, productVersion: topLevelSite.fullVersion });
  return { document, items };
}

async function hashing(installDir: string): Promise<(identifier: string) => string> {
  const key = await loadHashKey(installDir).catch((cause: unknown) => {
    throw new CollectionError("hash-key-unreadable", {}, { cause });
  });
  return (identifier) => keyedHash(key, identifier);
}

async function write(
  run: CollectionRun,
  about: {
    items: GatheredItem[];
    now: Date;
    hash(identifier: string): string;
    settings: UsageDataSettings;
    productVersion: string;
  },
): Promise<WrittenDocument> {
  const level = usageDataLevel.parse(run.level);
  const content = {
    schemaVersion: 1,
    runId: run.runId,
    hierarchy: about.hash(about.settings.hierarchyId),
    level,
    productVersion: about.productVersion,
    collectedAt: about.now.toISOString(),
    items: about.items.map(({ item }) => item),
  } satisfies UsageDocument;
  // Whatever went wrong before: what is not described for this level does not leave.
  DOCUMENT_OF_LEVEL[level].parse(content);
  const document = await writeDocument(content);
  const { length } = document.text;
  if (length > USAGE_DOCUMENT_MAX_BYTES) throw new CollectionError("document-too-large", { bytes: length });
  return document;
}
