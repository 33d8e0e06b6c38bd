import { eq, isNull } from "drizzle-orm";
import { actorName, type Ctx } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { hierarchySettings, sites, type updatePackages } from "@/lib/db/schema";
import { readServiceWindows, serviceWindowAt } from "@/lib/hierarchy/service-windows";
import { type Failure, fail, ok, type Result } from "@/lib/result";
import { askForFeatures, type FeatureRefusal } from "../features/ask-for-features";
import { IMPACT, manifestEntrySchema } from "../manifest";
import { moveState, recordEvent } from "../move-state";
import type { UpdateStateName } from "../state-machine";
import { PREREQ_FLAG } from "./model";
import { type BusyCode, openRun, type RunChoices, whyBusy } from "./run";
import { type LockedPackage, lockPackage } from "./site-facts";
import { forgetFeatureRequests } from "./withdraw-content";

export type StartRefusal =
  | "update-not-found"
  | "update-not-ready"
  | "update-withdrawn-not-installable"
  | BusyCode
  | "outside-service-window"
  | "service-window-never-opens"
  | "license-not-accepted"
  | "client-option-missing"
  | "client-option-superfluous"
  | "piloting-not-configured"
  | FeatureRefusal;

export interface ServicedPackage {
  packageGuid: string;
  name: string;
}

type PackageRow = typeof updatePackages.$inferSelect;

/** A downloaded package whose content nobody works on: never started, or stopped before anything was installed. */
const STARTABLE: ReadonlySet<UpdateStateName> = new Set([
  "DOWNLOAD_SUCCESS",
  "PREREQ_SUCCESS",
  "PREREQ_WARNING",
  "PREREQ_ERROR",
]);

/**
 * Why a package cannot be started now, whatever is chosen; null when it can. Only an installation has to keep to the
 * service window of the top-level site (reference/updates.md §12): a check changes nothing there.
 */
export async function whyNotNow(
  db: Database,
  pack: { packageGuid: string; state: UpdateStateName; row: PackageRow },
  { prereqFlag, at }: { prereqFlag: number; at: Date },
): Promise<Failure<StartRefusal> | null> {
  const busy = await whyBusy(db, pack.packageGuid);
  if (busy) return busy;
  if (!STARTABLE.has(pack.state)) return fail("update-not-ready", { params: { state: pack.state } });
  if (pack.row.withdrawnAt !== null) return fail("update-withdrawn-not-installable");
  return isPrereqOnly(prereqFlag) ? null : whyOutsideServiceWindow(db, at);
}

export const isPrereqOnly = (prereqFlag: number): boolean => (prereqFlag & PREREQ_FLAG.prereqOnly) !== 0;

/** The central administration site, or the stand-alone primary; null while no site is known. */
export async function findTopLevelSite(db: Database) {
  const [site] = await db
    .select({ siteCode: sites.siteCode, version: sites.version })
    .from(sites)
    .where(isNull(sites.parentSiteCode))
    .limit(1);
  return site ?? null;
}

async function whyOutsideServiceWindow(db: Database, at: Date): Promise<Failure<StartRefusal> | null> {
  const site = await findTopLevelSite(db);
  if (!site) return null;
  const window = serviceWindowAt(await readServiceWindows(db, site.siteCode), at);
  if (window.open) return null;
  const params = { site: site.siteCode };
  return window.opensAt === null
    ? fail("service-window-never-opens", { params })
    : fail("outside-service-window", { params: { ...params, opensAt: window.opensAt.getTime() } });
}

/**
 * *Run prerequisite check* and *Install Update Pack*: writes down what was chosen and enables the package, which
 * SMS_HIERARCHY_MANAGER takes up (reference/updates.md §4.4: `UpdatePrereqAndStateFlags(flag, 2)`).
 */
export async function startServicing(
  ctx: Ctx,
  packageGuid: string,
  { licenseAccepted, ...choices }: RunChoices & { licenseAccepted: boolean },
): Promise<Result<ServicedPackage, StartRefusal>> {
  const at = ctx.clock.now();
  const pack = await lockPackage(ctx.db, packageGuid);
  if (!pack) return fail("update-not-found");
  const refusal =
    (await whyNotNow(ctx.db, pack, { prereqFlag: choices.prereqFlag, at })) ??
    (isPrereqOnly(choices.prereqFlag)
      ? null
      : await whyNotChosenSo(ctx.db, pack.row, choices, licenseAccepted));
  if (refusal) return refusal;
  // What an earlier run of the package asked for and did not reach is not what is asked for now.
  if (!isPrereqOnly(choices.prereqFlag)) await forgetFeatureRequests(ctx.db, packageGuid);
  const features = await askForFeatures(ctx, pack.row, choices.features);
  if (!features.ok) return features;
  const requestedBy = actorName(ctx.actor);
  const run = { ...choices, features: features.value, packageGuid, requestedBy, requestedAt: at };
  if (!(await openRun(ctx.db, run))) return (await whyBusy(ctx.db, packageGuid)) ?? fail("update-in-process");
  await enablePackage(ctx.db, pack, at);
  const code = isPrereqOnly(choices.prereqFlag) ? "prerequisite-check-requested" : "installation-requested";
  await recordEvent(ctx.db, { packageGuid, time: at, code, actor: requestedBy });
  return ok({ packageGuid, name: pack.name });
}

/** Sets the state that SMS_HIERARCHY_MANAGER looks for. The caller holds the package's lock. */
export async function enablePackage(
  tx: Database,
  { packageGuid, state }: Pick<LockedPackage, "packageGuid" | "state">,
  at: Date,
): Promise<void> {
  const enabled = await moveState(tx, { packageGuid, from: state, to: "ENABLED", at });
  if (!enabled) throw new Error(`${packageGuid} left ${state} while it was locked`);
}

/** What the pages of the wizard ask for (reference/updates.md §11). */
async function whyNotChosenSo(
  db: Database,
  pack: PackageRow,
  { clientOption }: RunChoices,
  licenseAccepted: boolean,
): Promise<Failure<StartRefusal> | null> {
  if (readEula(pack) !== null && !licenseAccepted) {
    return fail("license-not-accepted", { field: "licenseAccepted" });
  }
  const includesClient = (pack.impact & IMPACT.client) !== 0;
  if (includesClient && clientOption === null)
    return fail("client-option-missing", { field: "clientOption" });
  if (!includesClient && clientOption !== null) {
    return fail("client-option-superfluous", { field: "clientOption" });
  }
  if (clientOption !== "pre-production") return null;
  const [settings] = await db.select().from(hierarchySettings).where(eq(hierarchySettings.singleton, true));
  const configured = settings?.preProductionUpgrade === true && settings.preProductionCollection !== null;
  return configured ? null : fail("piloting-not-configured", { field: "clientOption" });
}

/** The licence terms as published with the package; null when it has none. */
export function readEula(pack: Pick<PackageRow, "manifestEntry">): { en: string; de?: string } | null {
  const entry = manifestEntrySchema.safeParse(pack.manifestEntry);
  return entry.success ? (entry.data.eula ?? null) : null;
}
