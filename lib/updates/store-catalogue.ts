import { isDeepStrictEqual } from "node:util";
import { and, eq, inArray, isNotNull, isNull, notInArray, sql } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { updateDownloads, updatePackageFiles, updatePackages } from "@/lib/db/schema";
import type { CatalogueUpdate } from "./catalogue/read-catalogue";
import { cancelDownloadAlerts } from "./download-alerts";
import { moveState, recordEvent } from "./move-state";
import { canMove, updateStateName } from "./state-machine";

export interface CatalogueChanges {
  found: string[];
  /** The publisher changed their files: what was downloaded is no longer what is published. */
  revised: string[];
  /** The catalogue no longer lists them. */
  withdrawn: string[];
  /** The catalogue lists them again. */
  republished: string[];
}

/**
 * Brings the packages of the site database in line with the verified catalogue. New and changed ones wait for
 * SMS_HIERARCHY_MANAGER to judge them. Call it inside a transaction.
 */
export async function storeCatalogue(
  db: Database,
  clock: Clock,
  updates: readonly CatalogueUpdate[],
  actor: string,
): Promise<CatalogueChanges> {
  const changes: CatalogueChanges = {
    found: [],
    revised: [],
    withdrawn: await withdraw(db, clock, updates, actor),
    republished: await republish(db, clock.now(), updates, actor),
  };
  for (const update of updates) {
    const { packageGuid } = update.entry;
    const [known] = await db
      .select({ state: updatePackages.state, entry: updatePackages.manifestEntry })
      .from(updatePackages)
      .where(eq(updatePackages.packageGuid, packageGuid))
      .for("no key update");
    if (!known) {
      await addPackage(db, clock.now(), update);
      await recordEvent(db, { packageGuid, time: clock.now(), code: "found", actor });
      changes.found.push(packageGuid);
      continue;
    }
    const filesChanged = !isDeepStrictEqual(await listFiles(db, packageGuid), sorted(update.files));
    if (!filesChanged && isDeepStrictEqual(known.entry, plainJson(update.entry))) continue;
    const state = updateStateName(known.state) ?? "UNKNOWN";
    // Under installation a package stays what it was when the installation began.
    if (state !== "APPLICABILITY_CHECKING" && !canMove(state, "APPLICABILITY_CHECKING")) continue;
    await db
      .update(updatePackages)
      .set({ ...columnsOf(update), applicabilityCheckedAt: null })
      .where(eq(updatePackages.packageGuid, packageGuid));
    // Facts of the entry changed, not its content: what is downloaded stays.
    if (!filesChanged) continue;
    await replaceFiles(db, update);
    // A download under way notices that its row is gone, and ends.
    await db.delete(updateDownloads).where(eq(updateDownloads.packageGuid, packageGuid));
    if (state !== "APPLICABILITY_CHECKING") {
      await moveState(db, { packageGuid, from: state, to: "APPLICABILITY_CHECKING", at: clock.now() });
    }
    await recordEvent(db, { packageGuid, time: clock.now(), code: "revised", actor });
    changes.revised.push(packageGuid);
  }
  return changes;
}

/** A download under way is canceled: nobody vouches for its files any more. What is downloaded stays ready. */
async function withdraw(
  db: Database,
  clock: Clock,
  updates: readonly CatalogueUpdate[],
  actor: string,
): Promise<string[]> {
  const at = clock.now();
  const gone = await db
    .update(updatePackages)
    .set({ withdrawnAt: at, lastUpdateTime: at })
    .where(
      and(
        isNull(updatePackages.withdrawnAt),
        // No catalogue ever listed what an administrator imported.
        eq(updatePackages.source, "catalogue"),
        notInArray(updatePackages.packageGuid, updates.map(guidOf)),
      ),
    )
    .returning({ packageGuid: updatePackages.packageGuid });
  for (const { packageGuid } of gone) {
    await db
      .update(updateDownloads)
      .set({ desired: "cancel", updatedAt: at })
      .where(
        and(
          eq(updateDownloads.packageGuid, packageGuid),
          inArray(updateDownloads.phase, ["queued", "downloading", "verifying", "waiting", "paused"]),
        ),
      );
    await cancelDownloadAlerts(db, clock, packageGuid);
    await recordEvent(db, { packageGuid, time: at, code: "withdrawn", actor });
  }
  return gone.map(guidOf);
}

/** Comes back as if it were new: its canceled download is forgotten, so that it may start by itself again. */
async function republish(
  db: Database,
  at: Date,
  updates: readonly CatalogueUpdate[],
  actor: string,
): Promise<string[]> {
  const back = await db
    .update(updatePackages)
    .set({ withdrawnAt: null, lastUpdateTime: at })
    .where(
      and(isNotNull(updatePackages.withdrawnAt), inArray(updatePackages.packageGuid, updates.map(guidOf))),
    )
    .returning({ packageGuid: updatePackages.packageGuid });
  for (const { packageGuid } of back) {
    await db
      .delete(updateDownloads)
      .where(and(eq(updateDownloads.packageGuid, packageGuid), eq(updateDownloads.phase, "canceled")));
    await recordEvent(db, { packageGuid, time: at, code: "republished", actor });
  }
  return back.map(guidOf);
}

const guidOf = (update: CatalogueUpdate | { packageGuid: string }): string =>
  "entry" in update ? update.entry.packageGuid : update.packageGuid;

/**
 * Adds a package that waits for SMS_HIERARCHY_MANAGER to judge it. Call it inside a transaction.
 * @param verifiedAt when its files were verified here, if they came with it
 */
export async function addPackage(
  db: Database,
  now: Date,
  update: CatalogueUpdate,
  { source, verifiedAt }: { source: "catalogue" | "out-of-band"; verifiedAt?: Date } = {
    source: "catalogue",
  },
): Promise<void> {
  const { packageGuid } = update.entry;
  await db.insert(updatePackages).values({
    ...columnsOf(update),
    packageGuid,
    source,
    dateCreated: now,
    lastUpdateTime: now,
    state: 0,
  });
  await replaceFiles(db, update);
  await moveState(db, { packageGuid, from: "UNKNOWN", to: "APPLICABILITY_CHECKING", at: now });
  if (verifiedAt) await markVerified(db, packageGuid, verifiedAt);
}

/**
 * Brings an imported package back whose files were deleted or lost: they came again, verified at `now`, and it waits
 * to be judged. Call it inside a transaction.
 */
export async function restorePackage(db: Database, now: Date, update: CatalogueUpdate): Promise<void> {
  const { packageGuid } = update.entry;
  const [pack] = await db
    .update(updatePackages)
    .set({ ...columnsOf(update), withdrawnAt: null, applicabilityCheckedAt: null, lastUpdateTime: now })
    .where(eq(updatePackages.packageGuid, packageGuid))
    .returning({ state: updatePackages.state });
  await replaceFiles(db, update);
  await markVerified(db, packageGuid, now);
  // The wish to remove its files, or to download what has no source.
  await db.delete(updateDownloads).where(eq(updateDownloads.packageGuid, packageGuid));
  const from = updateStateName(pack?.state ?? 0) ?? "UNKNOWN";
  if (canMove(from, "APPLICABILITY_CHECKING"))
    await moveState(db, { packageGuid, from, to: "APPLICABILITY_CHECKING", at: now });
}

const markVerified = (db: Database, packageGuid: string, verifiedAt: Date) =>
  db
    .update(updatePackageFiles)
    .set({ verifiedAt, bytesDone: sql`${updatePackageFiles.bytes}` })
    .where(eq(updatePackageFiles.packageGuid, packageGuid));

function columnsOf({ entry, files }: CatalogueUpdate) {
  return {
    name: entry.name,
    description: entry.description,
    moreInfoLink: entry.moreInfoLink ?? null,
    fullVersion: entry.fullVersion,
    clientVersion: entry.clientVersion ?? null,
    minCmVersion: entry.minCmVersion,
    maxCmVersion: entry.maxCmVersion,
    dateReleased: new Date(entry.dateReleased),
    impact: entry.impact,
    updateType: entry.updateType,
    prereqPackageGuid: entry.prerequisitePackageGuid ?? null,
    supersedes: entry.supersedes,
    manifestEntry: entry,
    totalBytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}

async function replaceFiles(db: Database, { entry, files }: CatalogueUpdate): Promise<void> {
  await db.delete(updatePackageFiles).where(eq(updatePackageFiles.packageGuid, entry.packageGuid));
  await db
    .insert(updatePackageFiles)
    .values(files.map((file) => ({ ...file, packageGuid: entry.packageGuid })));
}

async function listFiles(db: Database, packageGuid: string): Promise<CatalogueUpdate["files"]> {
  return db
    .select({
      path: updatePackageFiles.path,
      kind: updatePackageFiles.kind,
      targetPath: updatePackageFiles.targetPath,
      bytes: updatePackageFiles.bytes,
      sha256: updatePackageFiles.sha256,
    })
    .from(updatePackageFiles)
    .where(eq(updatePackageFiles.packageGuid, packageGuid))
    .orderBy(sql`path collate "C"`);
}

const sorted = (files: CatalogueUpdate["files"]) =>
  files.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));

/** As the database gives it back: without the fields that are undefined. */
const plainJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
