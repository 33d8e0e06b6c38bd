import { and, count, eq, isNull, sql } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { sites, updatePackageFiles, updatePackageRuns, updatePackages } from "@/lib/db/schema";
import { readRelevance } from "@/lib/usage-data/read-relevance";
import { type HierarchyFacts, type Judgement, judgeApplicability } from "./applicability";
import type { UpdateEventCode } from "./events";
import { manifestEntrySchema } from "./manifest";
import { moveState, recordEvent } from "./move-state";
import { canMove, type UpdateStateName, updateStateName } from "./state-machine";

/** What became of one package; `changed` when its state moved. */
export interface JudgedPackage {
  packageGuid: string;
  name: string;
  outcome: Judgement["outcome"] | "APPLICABILITY_FAILED";
  reasons: Judgement["reasons"];
  changed: boolean;
}

const EVENT_OF: Record<JudgedPackage["outcome"], UpdateEventCode> = {
  APPLICABILITY_SUCCESS: "applicable",
  APPLICABILITY_HIDE: "not-needed",
  APPLICABILITY_NA: "not-applicable",
  APPLICABILITY_FAILED: "applicability-failed",
};

/** Judges every package that is not being downloaded or installed, against the hierarchy as it is now. */
export async function judgePackages(db: Database, clock: Clock, actor: string): Promise<JudgedPackage[]> {
  const facts = await readHierarchyFacts(db);
  if (!facts) return [];
  const judged: JudgedPackage[] = [];
  // One time for all, so that others see which are judged already and which not yet.
  const at = clock.now();
  for (const { packageGuid, state } of facts.packages) {
    if (!isJudged(updateStateName(state))) continue;
    const one = await db.transaction((tx) =>
      judgePackage(tx as unknown as Database, packageGuid, facts, at, actor),
    );
    if (one) judged.push(one);
  }
  // Only now it is known which of them is the newest.
  if (judged.some(({ changed }) => changed)) await publish(db, { topic: "updates", key: "judged" });
  return judged;
}

/** Reads and settles under one lock: a check must not revise the package between its judgement and the note of it. */
async function judgePackage(
  tx: Database,
  packageGuid: string,
  facts: HierarchyFacts,
  at: Date,
  actor: string,
): Promise<JudgedPackage | null> {
  const [row] = await tx
    .select({ name: updatePackages.name, state: updatePackages.state, entry: updatePackages.manifestEntry })
    .from(updatePackages)
    .where(eq(updatePackages.packageGuid, packageGuid))
    .for("no key update");
  const from = row ? updateStateName(row.state) : null;
  if (!row || !isJudged(from) || (isChecked(from) && (await isBeingProcessed(tx, packageGuid)))) return null;
  const parsed = manifestEntrySchema.safeParse(row.entry);
  const { outcome, reasons } = parsed.success
    ? judgeApplicability(parsed.data, facts)
    : { outcome: "APPLICABILITY_FAILED" as const, reasons: [] };
  await tx
    .update(updatePackages)
    .set({ applicability: reasons, applicabilityCheckedAt: at })
    .where(eq(updatePackages.packageGuid, packageGuid));
  const changed = await moveTo(tx, { packageGuid, from, outcome, at });
  if (changed) {
    const why = reasons.find((reason) => !reason.passed);
    const params = why ? { rule: why.rule, ...why.params } : {};
    await recordEvent(tx, { packageGuid, time: at, code: EVENT_OF[outcome], actor, params });
  }
  if (changed && outcome === "APPLICABILITY_SUCCESS") await takeImportedFiles(tx, packageGuid, at, actor);
  return { packageGuid, name: row.name, outcome, reasons, changed };
}

/**
 * What was imported, in a hotfix archive or a transfer package, has its files here already: nothing is left to
 * download. Call it inside a transaction, for a package that applies.
 */
export async function takeImportedFiles(
  tx: Database,
  packageGuid: string,
  at: Date,
  actor: string,
): Promise<void> {
  const [files] = await tx
    .select({ all: count(), verified: count(updatePackageFiles.verifiedAt) })
    .from(updatePackageFiles)
    .where(eq(updatePackageFiles.packageGuid, packageGuid));
  if (!files || files.all === 0 || files.verified < files.all) return;
  if (await moveState(tx, { packageGuid, from: "APPLICABILITY_SUCCESS", to: "DOWNLOAD_SUCCESS", at }))
    await recordEvent(tx, { packageGuid, time: at, code: "ready-to-install", actor });
}

/** Whether anything waits for its first or a renewed judgement. */
export async function hasUnjudgedPackages(db: Database): Promise<boolean> {
  const unjudged = await db
    .select({ state: updatePackages.state })
    .from(updatePackages)
    .where(isNull(updatePackages.applicabilityCheckedAt));
  return unjudged.some(({ state }) => isJudged(updateStateName(state)));
}

/** The state of the hierarchy that applicability depends on; null while there is no site. */
export async function readHierarchyFacts(db: Database): Promise<HierarchyFacts | null> {
  const [topLevelSite] = await db
    .select({
      siteCode: sites.siteCode,
      fullVersion: sites.fullVersion,
      configuration: sites.configuration,
    })
    .from(sites)
    .where(isNull(sites.parentSiteCode))
    .orderBy(sites.siteCode)
    .limit(1);
  if (!topLevelSite) return null;
  // Asked every minute: one row per version, not one per site.
  const versions = await db
    .select({
      siteCode: sql<string>`min(${sites.siteCode})`,
      fullVersion: sites.fullVersion,
      count: sql<number>`count(*)::int`,
    })
    .from(sites)
    .groupBy(sites.fullVersion)
    .orderBy(sites.fullVersion);
  const packages = await db
    .select({
      packageGuid: updatePackages.packageGuid,
      name: updatePackages.name,
      state: updatePackages.state,
      supersedes: updatePackages.supersedes,
      withdrawnAt: updatePackages.withdrawnAt,
      source: updatePackages.source,
    })
    .from(updatePackages)
    .orderBy(updatePackages.packageGuid);
  const relevance = await readRelevance(db);
  return { topLevelSite, sites: versions, packages, relevance };
}

/** A package at rest before its installation; the others finish first what they are at. */
const isJudged = (state: UpdateStateName | null): state is UpdateStateName =>
  state !== null &&
  (state.startsWith("APPLICABILITY") ||
    state === "DOWNLOAD_SUCCESS" ||
    state === "DOWNLOAD_FAILED" ||
    isChecked(state));

/** Checked before, and not installed. */
const isChecked = (state: UpdateStateName): boolean =>
  state === "PREREQ_SUCCESS" || state === "PREREQ_WARNING" || state === "PREREQ_ERROR";

/** While a package is processed, its own installation makes it look as if nobody needed it any more. */
const isBeingProcessed = async (tx: Database, packageGuid: string): Promise<boolean> =>
  (await tx.$count(
    updatePackageRuns,
    and(eq(updatePackageRuns.packageGuid, packageGuid), isNull(updatePackageRuns.finishedAt)),
  )) > 0;

async function moveTo(
  tx: Database,
  {
    packageGuid,
    from,
    outcome,
    at,
  }: { packageGuid: string; from: UpdateStateName; outcome: JudgedPackage["outcome"]; at: Date },
): Promise<boolean> {
  if (from === outcome) return false;
  if (from === "DOWNLOAD_SUCCESS" || from === "DOWNLOAD_FAILED" || isChecked(from)) {
    // What is downloaded leaves the list only when nobody needs it any more.
    return canMove(from, outcome) && moveState(tx, { packageGuid, from, to: outcome, at });
  }
  // From an earlier judgement back through checking, as the product does.
  const checking =
    from === "APPLICABILITY_CHECKING" ||
    (await moveState(tx, { packageGuid, from, to: "APPLICABILITY_CHECKING", at }));
  return checking && moveState(tx, { packageGuid, from: "APPLICABILITY_CHECKING", to: outcome, at });
}
