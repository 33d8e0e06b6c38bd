import { z } from "zod";
import { actorName, type Ctx } from "@/lib/context";
import { fail, ok, type Result } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { recordEvent } from "../move-state";
import { packageInput } from "../package-input";
import { UPDATE_STATE, type UpdateStateName } from "../state-machine";
import { isInstallState, type SiteFacts } from "./decide";
import { PREREQ_FLAG } from "./model";
import { RETRYABLE_SITE_STATES, restartSite } from "./restart-site";
import { type BusyCode, closeRun, openRun, readLatestRun, readOpenRun, whyBusy } from "./run";
import { type LockedPackage, lockPackage, readSiteFacts } from "./site-facts";
import { enablePackage, isPrereqOnly, type ServicedPackage } from "./start-servicing";

type RetryRefusal = "update-not-found" | "nothing-to-retry" | "warnings-need-a-decision" | BusyCode;

/**
 * **Retry** of the hierarchy (reference/updates.md §14): checks anew what stopped, sends anew what did not arrive,
 * installs anew where the installation failed. The product ignores warnings silently then; here the administrator
 * must say whether to.
 */
export const retryServicing = defineCommand({
  name: "retry-servicing",
  action: "updates.retry",
  input: packageInput.extend({ ignoreWarnings: z.boolean().optional() }),
  run: retry,
  audit: ({ packageGuid, ignoreWarnings }, { name }) => ({
    messageId: 60014,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name, ignoreWarnings ? "retry-ignoring-warnings" : "retry", "hierarchy", ""],
  }),
});

async function retry(
  ctx: Ctx,
  { packageGuid, ignoreWarnings }: { packageGuid: string; ignoreWarnings?: boolean },
): Promise<Result<ServicedPackage, RetryRefusal>> {
  const at = ctx.clock.now();
  const pack = await lockPackage(ctx.db, packageGuid);
  if (!pack) return fail("update-not-found");
  const latest = await readLatestRun(ctx.db, packageGuid);
  const open = await readOpenRun(ctx.db);
  if (open && open.packageGuid !== packageGuid) {
    return fail("another-update-in-process", { params: { name: open.name } });
  }
  // A stop at warnings keeps its run open; everything else that can be retried has ended.
  if (open && pack.state !== "PREREQ_WARNING")
    return fail("update-in-process", { params: { name: pack.name } });
  const sites = await readSiteFacts(ctx.db, packageGuid);
  const stopped = sites.filter(({ state }) => state !== null && RETRYABLE_SITE_STATES.has(state));
  if (!latest || !RETRYABLE_SITE_STATES.has(pack.state) || stopped.length === 0) {
    return fail("nothing-to-retry", { params: { state: pack.state } });
  }
  const decides = pack.state === "PREREQ_WARNING" && !isPrereqOnly(latest.prereqFlag);
  if (decides && ignoreWarnings === undefined)
    return fail("warnings-need-a-decision", { field: "ignoreWarnings" });

  await closeRun(ctx.db, { packageGuid, finalState: UPDATE_STATE[pack.state], at });
  const prereqFlag = flagOf(latest.prereqFlag, ignoreWarnings);
  const requestedBy = actorName(ctx.actor);
  const { features, clientOption } = latest;
  const run = { packageGuid, prereqFlag, features, clientOption, requestedBy, requestedAt: at };
  if (!(await openRun(ctx.db, run))) return (await whyBusy(ctx.db, packageGuid)) ?? fail("update-in-process");
  await restart(ctx, { pack, sites, stopped, prereqFlag, at });
  await recordEvent(ctx.db, { packageGuid, time: at, code: "retry-requested", actor: requestedBy });
  return ok({ packageGuid, name: pack.name });
}

/** What was chosen holds unless it is chosen anew. */
function flagOf(previous: number, ignoreWarnings: boolean | undefined): number {
  if (isPrereqOnly(previous) || ignoreWarnings === undefined) return previous;
  return ignoreWarnings ? PREREQ_FLAG.continueOnWarning : PREREQ_FLAG.stopOnWarning;
}

interface Stopped {
  pack: LockedPackage;
  sites: readonly SiteFacts[];
  stopped: readonly SiteFacts[];
  prereqFlag: number;
  at: Date;
}

/**
 * Before anything was installed the whole begins anew, so that a changed source and added sites are seen. Later,
 * or when only the transfer failed, the sites that stand still begin anew and the others keep what they have.
 */
async function restart(ctx: Ctx, { pack, sites, stopped, prereqFlag, at }: Stopped): Promise<void> {
  const isAtCheck = pack.state === "PREREQ_WARNING" || pack.state === "PREREQ_ERROR";
  const begun = sites.some(({ state }) => state !== null && isInstallState(state));
  const onlyTransfers = stopped.every(({ state }) => state === "CONTENT_REPLICATION_FAILED");
  if (isAtCheck && !begun) {
    await enablePackage(ctx.db, pack, at);
    return;
  }
  const { packageGuid } = pack;
  for (const { siteCode, state } of stopped) {
    if (pack.state === "CONTENT_REPLICATION_FAILED" && !onlyTransfers && !needsRestart(state)) continue;
    await restartSite(ctx.db, { packageGuid, siteCode, from: state ?? "UNKNOWN", prereqFlag, at });
  }
}

/** A site that only warned beside a failed transfer keeps its result. */
const needsRestart = (state: UpdateStateName | null): boolean => state !== "PREREQ_WARNING";
