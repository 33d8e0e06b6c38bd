import { and, desc, eq, inArray } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { alerts, updatePackageEvents } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { ALERT_STATE } from "@/lib/status/model";
import { prepareEasySetupPackage } from "../easy-setup/prepare-easy-setup-package";
import type { UpdateEventCode } from "../events";
import { turnOnFeatures } from "../features/turn-on-features";
import { recordEvent } from "../move-state";
import { logGuid } from "../state-messages";
import { adoptRestartedPackage } from "./adopt-restarted-package";
import { type Decision, decide, type SiteFacts } from "./decide";
import { endIncomplete } from "./end-incomplete";
import { endCheck, endFailed, endInstalled } from "./end-servicing";
import { PREREQ_FLAG } from "./model";
import { includeSite } from "./restart-site";
import { type RunRow, readOpenRun } from "./run";
import { lockPackage, readSiteFacts } from "./site-facts";
import { moveSiteState } from "./site-status";
import { isPrereqOnly } from "./start-servicing";

type Line = (log: ThreadContext["log"]) => void;

/**
 * What SMS_HIERARCHY_MANAGER does about the package that is being processed (reference/updates.md §4.3, §4.4). The
 * rows say where it stands, so every look begins from nothing and a kill loses nothing.
 */
export async function driveServicing(thread: ThreadContext): Promise<void> {
  await adoptRestartedPackage(thread);
  const run = await readOpenRun(thread.db);
  if (run) {
    // Enabled: the work item of `SELECT TOP 1 … WHERE State=2`. Elsewhere this does nothing.
    await prepareEnabled(thread, run.packageGuid);
    await decideOnRun(thread, run);
  }
  await turnOnFeatures(thread);
}

async function prepareEnabled(thread: ThreadContext, packageGuid: string): Promise<void> {
  const isEnabled = await asOwner(
    thread,
    async (tx) => (await lockPackage(tx, packageGuid))?.state === "ENABLED",
  );
  if (!isEnabled) return;
  const prepared = await prepareEasySetupPackage(thread, packageGuid);
  if (prepared === "source-incomplete") await endIncomplete(thread, packageGuid);
}

/** Decides and does it in one transaction; the lines of the log follow when it is done. */
async function decideOnRun(thread: ThreadContext, run: RunRow & { name: string }): Promise<void> {
  const { packageGuid } = run;
  const lines = await asOwner(thread, async (tx) => {
    const pack = await lockPackage(tx, packageGuid);
    // Read again under the lock: an administrator may have canceled it or ignored its warnings meanwhile.
    const current = await readOpenRun(tx);
    if (!pack || pack.state === "ENABLED" || current?.id !== run.id) return [];
    const sites = await readSiteFacts(tx, packageGuid);
    const decision = decide({ prereqOnly: isPrereqOnly(current.prereqFlag), sites });
    await settleAlerts(tx, thread, { packageGuid, name: pack.name }, decision, sites);
    switch (decision.kind) {
      case "wait":
        return [];
      case "include-sites":
        for (const siteCode of decision.sites) {
          await includeSite(tx, {
            packageGuid,
            siteCode,
            prereqFlag: current.prereqFlag,
            at: thread.clock.now(),
          });
        }
        return [];
      case "install":
        return install(tx, thread, packageGuid, decision, sites);
      case "stopped-by-warnings":
        return stopAtWarnings(tx, thread, pack, decision.sites);
      case "checked":
        return endCheck(tx, thread, pack, sites);
      case "failed":
        return endFailed(tx, thread, pack, decision.sites);
      case "installed":
        return endInstalled(tx, thread, pack, current, sites);
    }
  });
  for (const line of lines) line(thread.log);
}

/** Conditions that are gone, and restarts that are pending. */
async function settleAlerts(
  tx: Database,
  { clock }: ThreadContext,
  { packageGuid, name }: { packageGuid: string; name: string },
  decision: Decision,
  sites: readonly SiteFacts[],
): Promise<void> {
  if (decision.kind !== "stopped-by-warnings") {
    await cancelAlert(tx, clock, "updates.prereq-warning", packageGuid);
  }
  if (decision.kind !== "failed") {
    await cancelAlert(tx, clock, "updates.prereq-failed", packageGuid);
    await cancelAlert(tx, clock, "updates.servicing-failed", packageGuid);
  }
  const waiting = sites.filter(({ state }) => state === "INSTALL_PENDING_REBOOT");
  if (waiting.length === 0) return cancelAlert(tx, clock, "updates.restart-pending", packageGuid);
  const isActive = and(
    eq(alerts.code, "updates.restart-pending"),
    eq(alerts.objectId, packageGuid),
    eq(alerts.state, ALERT_STATE.active),
  );
  // One pending restart is one occurrence, however often it is looked at.
  if ((await tx.$count(alerts, isActive)) > 0) return;
  await raiseAlert(tx, clock, {
    code: "updates.restart-pending",
    objectId: packageGuid,
    severity: 2,
    params: { name, sites: waiting.map(({ siteCode }) => siteCode).join(", ") },
    link: `/updates/${packageGuid}`,
  });
}

async function install(
  tx: Database,
  { clock, component }: ThreadContext,
  packageGuid: string,
  { moves }: Extract<Decision, { kind: "install" }>,
  sites: readonly SiteFacts[],
): Promise<Line[]> {
  const at = clock.now();
  for (const { siteCode, from, to } of moves)
    await moveSiteState(tx, { packageGuid, siteCode, from, to, at });
  const params = { sites: moves.map(({ siteCode }) => siteCode).join(", ") };
  await recordEvent(tx, { packageGuid, time: at, code: "installation-started", actor: component, params });
  const about = { packageGuid };
  const ignored = sites.some(
    ({ state, prereqFlag }) =>
      state === "PREREQ_WARNING" && (prereqFlag & PREREQ_FLAG.continueOnWarning) !== 0,
  );
  const topLevel = moves.some(({ to }) => to === "INSTALL_IN_PROGRESS");
  return [
    (log) => {
      if (ignored) {
        log.info(
          "Continue configuration manager update as it is configured to ignore prereq warnings.",
          about,
        );
      }
      log.info(
        `Created notification file (${logGuid(packageGuid)}.CMI) for CONFIGURATION_MANAGER_UPDATE`,
        about,
      );
      log.info(`INFO: setup type: 8, top level: ${topLevel ? 1 : 0}.`, about);
    },
  ];
}

/** What a stop can follow: the newest of them tells whether this one was already said. */
const AROUND_A_STOP: readonly UpdateEventCode[] = [
  "installation-requested",
  "retry-requested",
  "site-retry-requested",
  "warnings-ignored",
  "stopped-by-warnings",
];

/** Says it once, by the order of the timeline and not by the clocks of the sites. */
async function stopAtWarnings(
  tx: Database,
  { clock, component }: ThreadContext,
  { packageGuid, name }: { packageGuid: string; name: string },
  stopped: readonly string[],
): Promise<Line[]> {
  const [newest] = await tx
    .select({ code: updatePackageEvents.code })
    .from(updatePackageEvents)
    .where(
      and(
        eq(updatePackageEvents.packageGuid, packageGuid),
        inArray(updatePackageEvents.code, [...AROUND_A_STOP]),
      ),
    )
    .orderBy(desc(updatePackageEvents.id))
    .limit(1);
  if (newest?.code === "stopped-by-warnings") return [];
  const sites = stopped.join(", ");
  const time = clock.now();
  await recordEvent(tx, {
    packageGuid,
    time,
    code: "stopped-by-warnings",
    actor: component,
    params: { sites },
  });
  await raiseAlert(tx, clock, {
    code: "updates.prereq-warning",
    objectId: packageGuid,
    severity: 2,
    params: { name, sites },
    link: `/updates/${packageGuid}`,
  });
  return [
    (log) =>
      log.warning("There are site server reporting WARNING in prereq check. Setup will not continue", {
        packageGuid,
      }),
  ];
}
