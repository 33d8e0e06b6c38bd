import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { hierarchySettings, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import type { UpdateEventCode } from "../events";
import { recordEvent } from "../move-state";
import { UPDATE_STATE, type UpdateStateName } from "../state-machine";
import { logGuid } from "../state-messages";
import type { SiteFacts } from "./decide";
import { STEP_STATE } from "./model";
import { packageState } from "./package-state";
import { closeRun, type RunRow } from "./run";
import type { LockedPackage } from "./site-facts";
import { reportStep } from "./site-status";
import { cancelServicingAlerts } from "./withdraw-content";

type Line = (log: ThreadContext["log"]) => void;

/** The end of a check without an installation: what it found is the end state of the run. */
export async function endCheck(
  tx: Database,
  { clock, component }: ThreadContext,
  { packageGuid }: LockedPackage,
  sites: readonly SiteFacts[],
): Promise<Line[]> {
  const at = clock.now();
  const state = packageState(sites.flatMap((site) => site.state ?? [])) ?? "UNKNOWN";
  await closeRun(tx, { packageGuid, finalState: UPDATE_STATE[state], at });
  await recordEvent(tx, { packageGuid, time: at, code: "prerequisite-check-completed", actor: component });
  const about = { packageGuid };
  return [
    (log) => {
      log.info("Update package will not install as it is marked for prereq check only.", about);
      if (state === "PREREQ_SUCCESS") {
        log.info("Prereq check passed. Setup will not continue since it is prereq only.", about);
      }
    },
  ];
}

const FAILURE_EVENT: Partial<Record<UpdateStateName, UpdateEventCode>> = {
  PREREQ_ERROR: "stopped-by-errors",
  CONTENT_REPLICATION_FAILED: "replication-failed",
};

/** Nothing goes on any more: the run ends, so that another package can be processed. */
export async function endFailed(
  tx: Database,
  thread: ThreadContext,
  { packageGuid, name, state }: LockedPackage,
  failedSites: readonly string[],
): Promise<Line[]> {
  const { clock, component } = thread;
  const at = clock.now();
  const sites = failedSites.join(", ");
  await closeRun(tx, { packageGuid, finalState: UPDATE_STATE[state], at });
  const code = FAILURE_EVENT[state] ?? "installation-failed";
  await recordEvent(tx, { packageGuid, time: at, code, actor: component, params: { sites } });
  await raiseAlert(tx, clock, {
    code: state === "PREREQ_ERROR" ? "updates.prereq-failed" : "updates.servicing-failed",
    objectId: packageGuid,
    severity: 1,
    params: { name, sites },
    link: `/updates/${packageGuid}`,
  });
  const strings = [name, sites, state];
  const attributes = { 400: packageGuid };
  await reportStatus(
    thread,
    { messageId: STATUS_MESSAGE.servicingStopped, severity: "error", strings, attributes },
    tx,
  );
  const line = `ERROR: Update package ${logGuid(packageGuid)} stopped with state ${UPDATE_STATE[state]} at ${sites}`;
  return [(log) => log.error(line, { packageGuid })];
}

/**
 * All sites are updated: the client and the features follow now, because they may not run ahead of a site
 * (reference/updates.md §8, post-installation).
 */
export async function endInstalled(
  tx: Database,
  thread: ThreadContext,
  pack: LockedPackage,
  run: RunRow,
  sites: readonly SiteFacts[],
): Promise<Line[]> {
  const { clock, component } = thread;
  const { packageGuid, name } = pack;
  const at = clock.now();
  const client = pack.row.clientVersion;
  if (client !== null && run.clientOption !== null) await provideClient(tx, client, run.clientOption, at);
  await reportClientSteps(tx, packageGuid, client === null ? null : run.clientOption, at);
  await reportFeatureStep(tx, packageGuid, run.features.length > 0, sites, at);
  await tx.update(updatePackages).set({ installedAt: at }).where(eq(updatePackages.packageGuid, packageGuid));
  await closeRun(tx, { packageGuid, finalState: UPDATE_STATE.INSTALL_SUCCESS, at });
  await cancelServicingAlerts(tx, clock, packageGuid);
  await recordEvent(tx, { packageGuid, time: at, code: "installed", actor: component });
  await publish(tx, { topic: "features", key: packageGuid });
  const attributes = { 400: packageGuid };
  await reportStatus(
    thread,
    { messageId: STATUS_MESSAGE.updateInstalled, severity: "informational", strings: [name], attributes },
    tx,
  );
  return [
    (log) =>
      log.info(`INFO: Update package ${logGuid(packageGuid)} is installed at all sites.`, { packageGuid }),
  ];
}

/** The client that sites hand out from now on: to all, or to the pre-production collection until it is promoted. */
async function provideClient(
  tx: Database,
  version: string,
  option: "upgrade" | "pre-production",
  at: Date,
): Promise<void> {
  const columns =
    option === "upgrade"
      ? { productionClientVersion: version, preProductionClientVersion: null, preProductionClientAt: null }
      : { preProductionClientVersion: version, preProductionClientAt: at };
  await tx
    .insert(hierarchySettings)
    .values(columns)
    .onConflictDoUpdate({ target: hierarchySettings.singleton, set: columns });
  await publish(tx, { topic: "sites" });
}

/** The client packages at every site; the ones of the way that was not chosen are not needed. The client folder is each
 * site's own to bring up to date and to report. */
async function reportClientSteps(
  tx: Database,
  packageGuid: string,
  option: RunRow["clientOption"],
  at: Date,
): Promise<void> {
  const { success, notNeeded } = STEP_STATE;
  const production = option === "upgrade" ? success : notNeeded;
  const steps = {
    "update-preproduction-client-package": option === "pre-production" ? success : notNeeded,
    "update-client-package": production,
  };
  const attempts = await tx
    .select({
      siteCode: updatePackageSiteStatus.siteCode,
      siteInstallId: updatePackageSiteStatus.siteInstallId,
    })
    .from(updatePackageSiteStatus)
    .where(eq(updatePackageSiteStatus.packageGuid, packageGuid));
  for (const attempt of attempts) {
    for (const [step, isComplete] of Object.entries(steps)) {
      await reportStep(tx, { packageGuid, ...attempt, phase: "post-installation", step, isComplete, at });
    }
  }
}

/** The feature step is the top-level site's alone; `turnOnFeatures` completes it. */
async function reportFeatureStep(
  tx: Database,
  packageGuid: string,
  isAsked: boolean,
  sites: readonly SiteFacts[],
  at: Date,
): Promise<void> {
  const topLevel = sites.find(({ parentSiteCode }) => parentSiteCode === null);
  if (!topLevel) return;
  const siteInstallId = await installIdOf(tx, packageGuid, topLevel.siteCode);
  const isComplete = isAsked ? STEP_STATE.inProgress : STEP_STATE.notNeeded;
  const about = { packageGuid, siteCode: topLevel.siteCode, siteInstallId, at };
  await reportStep(tx, { ...about, phase: "post-installation", step: "turn-on-features", isComplete });
}

/** The number of the site's present attempt. */
export async function installIdOf(tx: Database, packageGuid: string, siteCode: string): Promise<number> {
  const rows = await tx
    .select({
      siteCode: updatePackageSiteStatus.siteCode,
      siteInstallId: updatePackageSiteStatus.siteInstallId,
    })
    .from(updatePackageSiteStatus)
    .where(eq(updatePackageSiteStatus.packageGuid, packageGuid));
  return rows.find((row) => row.siteCode === siteCode)?.siteInstallId ?? 1;
}
