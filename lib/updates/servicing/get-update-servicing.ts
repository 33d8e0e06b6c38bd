import { and, asc, desc, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  contentDistributions,
  easySetupVersions,
  siteSystemRoles,
  siteSystemServers,
  sites,
  updatePackagePrereqStatus,
  updatePackageRuns,
  updatePackageSiteStatus,
  updatePackageSteps,
  updatePackages,
} from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { packageInput } from "../package-input";
import { cureLink } from "../prerequisites/model";
import { findPrereqRule } from "../prerequisites/rules";
import { toErrorDetail } from "../update-rows";
import {
  type PrereqResult,
  type ServicingRun,
  type ServicingStep,
  type SiteReplication,
  type SiteServicing,
  STEP_STATE,
  type UpdateServicing,
} from "./model";
import { SECONDARY_SITE } from "./site-facts";
import { SERVICING_STEPS, type StepPlace } from "./steps";

type StepRow = typeof updatePackageSteps.$inferSelect;
type PrereqRow = typeof updatePackagePrereqStatus.$inferSelect;
type DistributionRow = typeof contentDistributions.$inferSelect;

/** Older runs of a package are in the history. */
const RUNS = 50;

/** All of *Updates and Servicing Status* for one package: a fixed number of questions, however many sites. */
export const getUpdateServicing = defineQuery({
  name: "get-update-servicing",
  action: "updates.view",
  input: packageInput,
  async run({ db }, { packageGuid }) {
    const [pack] = await db
      .select({
        name: updatePackages.name,
        state: updatePackages.state,
      })
      .from(updatePackages)
      .where(eq(updatePackages.packageGuid, packageGuid));
    if (!pack) return fail("update-not-found");
    const runs = (await readRuns(db, packageGuid)).map(toRun);
    return ok({
      packageGuid,
      name: pack.name,
      state: pack.state,
      run: runs.find(({ finishedAt }) => finishedAt === null) ?? null,
      runs,
      sites: await readSites(db, packageGuid),
    } satisfies UpdateServicing);
  },
});

const readRuns = (db: Database, packageGuid: string) =>
  db
    .select()
    .from(updatePackageRuns)
    .where(eq(updatePackageRuns.packageGuid, packageGuid))
    .orderBy(desc(updatePackageRuns.requestedAt))
    .limit(RUNS);

const toRun = ({ packageGuid: _package, ...run }: typeof updatePackageRuns.$inferSelect): ServicingRun => run;

/** The top-level site, its child primaries by site code, then the secondaries that are being upgraded. */
async function readSites(db: Database, packageGuid: string): Promise<SiteServicing[]> {
  const rows = await readSiteRows(db, packageGuid);
  const steps = groupBySite(await readCurrentSteps(db, packageGuid));
  const prereqs = groupBySite(await readCurrentPrereqs(db, packageGuid));
  const distributions = new Map((await readDistributions(db, packageGuid)).map((row) => [row.siteCode, row]));
  const isTopLevel = (row: { site: { parentSiteCode: string | null } }) => row.site.parentSiteCode === null;
  return rows
    .toSorted(
      (a, b) =>
        Number(isTopLevel(b)) - Number(isTopLevel(a)) ||
        Number(a.site.type === SECONDARY_SITE) - Number(b.site.type === SECONDARY_SITE) ||
        a.site.siteCode.localeCompare(b.site.siteCode),
    )
    .map(({ site, status, server }) => {
      const { siteCode } = site;
      const distribution = distributions.get(siteCode);
      return {
        siteCode,
        siteName: site.name,
        siteType: site.type as SiteServicing["siteType"],
        siteVersion: site.fullVersion,
        siteServer: server,
        state: status.state,
        prereqFlag: status.prereqFlag,
        siteInstallId: status.siteInstallId,
        lastUpdateTime: status.lastUpdateTime,
        startedAt: status.startedAt,
        finishedAt: status.finishedAt,
        error: toErrorDetail(status.errorCode, status.errorParams),
        replication: distribution ? toReplication(distribution) : null,
        prereqs: (prereqs.get(siteCode) ?? []).map(toPrereqResult),
        steps: stepsOf(site, steps.get(siteCode) ?? []),
      };
    });
}

async function readSiteRows(db: Database, packageGuid: string) {
  const servers = db
    .selectDistinctOn([siteSystemServers.siteCode], {
      siteCode: siteSystemServers.siteCode,
      fqdn: siteSystemServers.fqdn,
    })
    .from(siteSystemServers)
    .innerJoin(
      siteSystemRoles,
      and(eq(siteSystemRoles.serverId, siteSystemServers.id), eq(siteSystemRoles.role, SITE_SERVER_ROLE)),
    )
    .orderBy(siteSystemServers.siteCode, siteSystemServers.fqdn)
    .as("site_servers");
  return db
    .select({ site: sites, status: updatePackageSiteStatus, server: servers.fqdn })
    .from(updatePackageSiteStatus)
    .innerJoin(sites, eq(sites.siteCode, updatePackageSiteStatus.siteCode))
    .leftJoin(servers, eq(servers.siteCode, sites.siteCode))
    .where(eq(updatePackageSiteStatus.packageGuid, packageGuid));
}

/** Of the present attempt of each site; earlier attempts keep theirs. */
async function readCurrentSteps(db: Database, packageGuid: string): Promise<StepRow[]> {
  const rows = await db
    .select({ step: updatePackageSteps })
    .from(updatePackageSteps)
    .innerJoin(
      updatePackageSiteStatus,
      and(
        eq(updatePackageSiteStatus.packageGuid, updatePackageSteps.packageGuid),
        eq(updatePackageSiteStatus.siteCode, updatePackageSteps.siteCode),
        eq(updatePackageSiteStatus.siteInstallId, updatePackageSteps.siteInstallId),
      ),
    )
    .where(eq(updatePackageSteps.packageGuid, packageGuid));
  return rows.map(({ step }) => step);
}

async function readCurrentPrereqs(db: Database, packageGuid: string): Promise<PrereqRow[]> {
  const rows = await db
    .select({ prereq: updatePackagePrereqStatus })
    .from(updatePackagePrereqStatus)
    .innerJoin(
      updatePackageSiteStatus,
      and(
        eq(updatePackageSiteStatus.packageGuid, updatePackagePrereqStatus.packageGuid),
        eq(updatePackageSiteStatus.siteCode, updatePackagePrereqStatus.siteCode),
        eq(updatePackageSiteStatus.siteInstallId, updatePackagePrereqStatus.siteInstallId),
      ),
    )
    .where(eq(updatePackagePrereqStatus.packageGuid, packageGuid))
    .orderBy(asc(updatePackagePrereqStatus.rule));
  return rows.map(({ prereq }) => prereq);
}

/** Of the newest version of the content that each site was given. */
async function readDistributions(db: Database, packageGuid: string): Promise<DistributionRow[]> {
  const rows = await db
    .select({ distribution: contentDistributions })
    .from(contentDistributions)
    .innerJoin(
      easySetupVersions,
      and(
        eq(easySetupVersions.packageId, contentDistributions.packageId),
        eq(easySetupVersions.version, contentDistributions.version),
      ),
    )
    .where(eq(easySetupVersions.packageGuid, packageGuid))
    .orderBy(asc(contentDistributions.version));
  return rows.map(({ distribution }) => distribution);
}

function groupBySite<T extends { siteCode: string }>(rows: readonly T[]): Map<string, T[]> {
  return Map.groupBy(rows, ({ siteCode }) => siteCode);
}

const toReplication = (row: DistributionRow): SiteReplication => ({
  state: row.state,
  bytesTotal: row.bytesTotal,
  bytesDone: row.bytesDone,
  bytesPerSecond: row.bytesPerSecond,
  attempts: row.attempts,
  nextAttemptAt: row.nextAttemptAt,
  error: toErrorDetail(row.errorCode, row.errorParams),
  createdAt: row.createdAt,
  startedAt: row.startedAt,
  storedAt: row.storedAt,
  validatedAt: row.validatedAt,
  nextValidationAt: row.nextValidationAt,
  damagedPieces: row.damagedPieces,
});

function toPrereqResult(row: PrereqRow): PrereqResult {
  const { rule, result, params, checkedAt } = row;
  const known = findPrereqRule(rule);
  return {
    rule,
    category: known?.category ?? "",
    // A rule of an earlier version is judged by what it found.
    severity: known?.severity ?? (result === "error" ? "error" : "warning"),
    result,
    params,
    link: known ? cureLink(known, row) : null,
    checkedAt,
  };
}

const PLACES: Record<StepPlace, (site: { type: number; parentSiteCode: string | null }) => boolean> = {
  "every-site": () => true,
  "top-level-site": ({ parentSiteCode }) => parentSiteCode === null,
  "child-sites": ({ parentSiteCode }) => parentSiteCode !== null,
  "primary-sites": ({ type }) => type === 2,
};

/** Every step the site has, in the product's order, with how far it is. */
function stepsOf(
  site: { type: number; parentSiteCode: string | null },
  rows: readonly StepRow[],
): ServicingStep[] {
  const reported = new Map(rows.map((row) => [`${row.phase}/${row.step}`, row]));
  return SERVICING_STEPS.flatMap(({ place, ...definition }) => {
    const row = reported.get(`${definition.phase}/${definition.step}`);
    if (!row && !PLACES[place](site)) return [];
    return [
      {
        ...definition,
        isComplete: (row?.isComplete ?? STEP_STATE.notStarted) as ServicingStep["isComplete"],
        progress: row?.progress ?? 0,
        detail: toErrorDetail(row?.detailCode ?? null, row?.detailParams ?? null),
        startedAt: row?.startedAt ?? null,
        finishedAt: row?.finishedAt ?? null,
      },
    ];
  });
}
