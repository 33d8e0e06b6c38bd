import { eq } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { sites } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ErrorDetail } from "../model";
import type { UpdateStateName } from "../state-machine";
import { logGuid } from "../state-messages";
import { changeSiteRow, isSiteRowFree } from "./change-site-row";
import { requireContent } from "./file-switch";
import { cdLatest } from "./folders";
import { advanceTo, cdLatestFiles, filesOf, type Installation, moveOwn } from "./installation";
import { readWindowNow } from "./service-window";
import { mergeSiteControl, saveSiteControl } from "./site-control";
import { startServices, stopServices } from "./site-services";
import type { FileCategory } from "./update-map";
import type { Wait } from "./wait";

/** How often a blocked upgrade of the database is tried again (reference/updates.md §5). */
const DATABASE_RECHECK_MS = 5 * Minute.ms;

export type StepOutcome =
  | { kind: "done" }
  /** Nothing to do at this site, and why. */
  | { kind: "not-needed"; detail: ErrorDetail }
  /** Goes on by itself later; the step stays in progress and says what it waits for. */
  | { kind: "waiting"; detail: ErrorDetail; wait: Wait };

export interface InstallStep {
  /** The state that the site is moved along to before the step. */
  enters?: UpdateStateName;
  /** Its effect does not outlive a restart of the executive: done again on resumption until services start. */
  holdsUntilStart?: true;
  /** Doing it again after a kill brings the same. */
  run(job: Installation): Promise<StepOutcome>;
}

const DONE: StepOutcome = { kind: "done" };
const notNeeded = (code: string, params: ErrorDetail["params"] = {}): StepOutcome => ({
  kind: "not-needed",
  detail: { code, params },
});

/** What the product does to a part of Windows or SQL Server that this platform does not have. */
const noCounterpart: InstallStep = { run: async () => notNeeded("not-on-this-platform") };

const switchCategory = (category: FileCategory): InstallStep["run"] => {
  return async (job) => {
    const files = filesOf(job, category);
    if (files.length === 0) return notNeeded("not-in-package", { category });
    const { log, signal } = job.thread;
    const about = { packageGuid: job.work.packageGuid };
    await job.files.switchOver(category, files, signal, ({ target, sha256 }) =>
      log.info(`INFO: Installed ${target}, SHA-256 ${sha256}`, about),
    );
    return DONE;
  };
};

/** What each step of an installation does, by the names and in the order of lib/updates/servicing/steps.ts. */
export const INSTALL_STEPS = {
  "extract-update-package": { run: async () => DONE },
  "verify-redistributables": { enters: "INSTALL_CMU_VALIDATING", run: verifyRedistributables },
  "update-cmupdate": { run: updateCmUpdate },
  "check-service-window": { run: checkServiceWindow },
  "turn-off-service-broker": { enters: "INSTALL_UPGRADEDATABASE", run: (job) => setMessaging(job, false) },
  "stop-services": { holdsUntilStart: true, run: stopSiteServices },
  "unload-wmi-provider": noCounterpart,
  "delete-smsdbmon-triggers": noCounterpart,
  "save-site-control-settings": { run: saveSettings },
  "upgrade-database": { run: raiseDatabase },
  "update-sql-registry": noCounterpart,
  "update-rcm-registry": noCounterpart,
  "install-files": { enters: "INSTALL_INSTALLFILES", run: switchCategory("file") },
  "install-language-packs": { run: switchCategory("language-pack") },
  "install-components": { run: switchCategory("component") },
  "install-controls": { run: switchCategory("control") },
  "upgrade-site-control-settings": { enters: "INSTALL_UPGRADESITECTRLIMAGE", run: mergeSettings },
  "configure-service-broker": { ...noCounterpart, enters: "INSTALL_CONFIGURESERVICEBROKER" },
  "update-osd-packages": { enters: "INSTALL_INSTALLSYSTEM", run: switchCategory("osd") },
  "install-site-component-manager": { run: switchCategory("site-component-manager") },
  "start-services": { enters: "INSTALL_INSTALLBASESERVICES", run: startSiteServices },
  "update-site-table": { enters: "INSTALL_UPDATE_SITES", run: raiseSite },
  "update-admin-console": { enters: "INSTALL_CONSOLE", run: switchCategory("console") },
  "turn-on-service-broker": { enters: "INSTALL_SSB_ACTIVATION_ON", run: (job) => setMessaging(job, true) },
  "refresh-cd-latest": { run: refreshCdLatest },
} as const satisfies Record<string, InstallStep>;

async function verifyRedistributables(job: Installation): Promise<StepOutcome> {
  const { log, signal } = job.thread;
  const about = { packageGuid: job.work.packageGuid };
  const files = filesOf(job, "redist");
  for (const file of files) {
    log.info(`INFO: Verifying hash for file ${file.source}`, about);
    await requireContent(`${job.staged.folder}/${file.source}`, file, signal);
  }
  return files.length > 0 ? DONE : notNeeded("not-in-package", { category: "redist" });
}

/**
 * Readiness and the service's own files. Everything the update brings is laid beside and verified here, so that a
 * full disk or a damaged file is found before any service stops.
 */
async function updateCmUpdate(job: Installation): Promise<StepOutcome> {
  const { log, signal } = job.thread;
  const about = { packageGuid: job.work.packageGuid };
  const files = job.staged.maps.update.files.filter(({ category }) => category !== "redist");
  await job.files.prepare(job.staged.folder, [...files, ...cdLatestFiles(job)], signal);
  log.info("Successfully checking Site server readiness for update.", about);
  const own = filesOf(job, "self");
  if (own.length > 0) {
    log.info(
      "Detected change in update.map for component CONFIGURATION_MANAGER_UPDATE. It will be updated first.",
      about,
    );
    await advanceTo(job, "INSTALL_CMU_INSTALLFILES");
    await switchCategory("self")(job);
    log.info("INFO: Starting service CONFIGURATION_MANAGER_UPDATE", about);
  }
  await advanceTo(job, "INSTALL_WAITING_CMU");
  log.info(
    `INFO: Waiting for CONFIGURATION_MANAGER_SERVICE to be ready to apply update: ${logGuid(job.work.packageGuid)}`,
    about,
  );
  return DONE;
}

async function checkServiceWindow(job: Installation): Promise<StepOutcome> {
  const { thread, work } = job;
  const about = { packageGuid: work.packageGuid };
  const window = await readWindowNow(thread, work);
  if (window.kind === "none") {
    thread.log.info(
      "There is no service window defined for the site server to apply the CM server updates.",
      about,
    );
  }
  if (window.kind !== "closed") return DONE;
  const { opensAt, waitMs } = window;
  if (job.state !== "INSTALL_WAITING_SERVICE_WINDOW") {
    thread.log.info(
      `The service window is closed. The update waits${opensAt ? ` until ${opensAt.toISOString()}` : ""}.`,
      about,
    );
    await asOwner(thread, (tx) => moveOwn(tx, job, job.state, "INSTALL_WAITING_SERVICE_WINDOW"));
    job.state = "INSTALL_WAITING_SERVICE_WINDOW";
  }
  const detail: ErrorDetail = opensAt
    ? { code: "service-window-closed", params: { opensAt: opensAt.getTime() } }
    : { code: "service-window-never-opens", params: {} };
  return { kind: "waiting", detail, wait: { ms: waitMs } };
}

function setMessaging(job: Installation, enabled: boolean): Promise<StepOutcome> {
  const { siteCode } = job.work;
  return changeSite(job, (tx) =>
    tx.update(sites).set({ messagingEnabled: enabled }).where(eq(sites.siteCode, siteCode)),
  );
}

/** Every step that changes the site's row may find that another program holds it, and waits for that. */
async function changeSite(
  { thread, work }: Installation,
  change: (tx: Database) => Promise<unknown>,
): Promise<StepOutcome> {
  const blocker = await changeSiteRow(thread, work.siteCode, change);
  if (!blocker) return DONE;
  const { program, session } = blocker;
  thread.log.warning(
    `WARNING: The upgrade of the site database is blocked by program ${program || "(unnamed)"}, SQL session ${session}. It is checked again in 5 minutes.`,
    { packageGuid: work.packageGuid },
  );
  return {
    kind: "waiting",
    detail: { code: "database-blocked", params: { program, session } },
    wait: { ms: DATABASE_RECHECK_MS, unless: () => isSiteRowFree(thread, work.siteCode) },
  };
}

async function stopSiteServices({ thread, work }: Installation): Promise<StepOutcome> {
  const stopped = await stopServices(thread, work.packageGuid);
  return stopped > 0 ? DONE : notNeeded("no-service-running");
}

async function startSiteServices({ thread, work }: Installation): Promise<StepOutcome> {
  const started = await startServices(thread, work.packageGuid);
  return started > 0 ? DONE : notNeeded("no-service-running");
}

async function saveSettings({ thread, work }: Installation): Promise<StepOutcome> {
  await saveSiteControl(thread.db, { ...work, installDir: thread.installDir });
  return DONE;
}

function raiseDatabase(job: Installation): Promise<StepOutcome> {
  const { siteCode, fullVersion } = job.work;
  return changeSite(job, (tx) =>
    tx.update(sites).set({ databaseVersion: fullVersion }).where(eq(sites.siteCode, siteCode)),
  );
}

async function mergeSettings(job: Installation): Promise<StepOutcome> {
  const { settings } = job.staged.maps.install.siteControl;
  if (Object.keys(settings).length === 0) return notNeeded("no-settings-in-package");
  return changeSite(job, (tx) => mergeSiteControl(tx, job.work.siteCode, settings));
}

async function raiseSite(job: Installation): Promise<StepOutcome> {
  const { siteCode, version, fullVersion, packageGuid } = job.work;
  const outcome = await changeSite(job, (tx) =>
    tx.update(sites).set({ version, fullVersion }).where(eq(sites.siteCode, siteCode)),
  );
  if (outcome.kind === "done")
    job.thread.log.info(`INFO: Site ${siteCode} has version ${fullVersion} now`, { packageGuid });
  return outcome;
}

/** The installation source follows the site: whatever differs from the package is replaced. */
async function refreshCdLatest(job: Installation): Promise<StepOutcome> {
  const { installDir, log, signal } = job.thread;
  const about = { packageGuid: job.work.packageGuid };
  log.info(`Copying contents of update package from ${job.staged.folder} to ${cdLatest(installDir)}`, about);
  await job.files.switchOver("cd-latest", cdLatestFiles(job), signal, ({ source, target }) =>
    log.info(`File ${job.staged.folder}/${source} is newer than (${installDir}/${target}). Copied.`, about),
  );
  return DONE;
}
