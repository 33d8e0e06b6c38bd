import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName, type Ctx } from "@/lib/context";
import { updatePackages } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { cancelDownloadAlerts } from "../download-alerts";
import { retireContent } from "../easy-setup/retire-versions";
import { moveState, recordEvent } from "../move-state";
import { packageInput } from "../package-input";
import { UPDATE_STATE, type UpdateStateName } from "../state-machine";
import { BEFORE_INSTALLATION } from "./cancel-servicing";
import { isInstallState } from "./decide";
import { closeRun, readOpenRun } from "./run";
import { type LockedPackage, lockPackage, readSiteFacts } from "./site-facts";
import { enablePackage } from "./start-servicing";
import {
  cancelServicingAlerts,
  clearSiteStatus,
  endAttempts,
  forgetFeatureRequests,
  forgetFindings,
  removePayload,
} from "./withdraw-content";

/**
 * What the reset did (reference/updates.md §18).
 * `deleted`: its content goes, and the package is judged and downloaded anew.
 * `restarted`: the content stays; replication and check of the open run begin anew.
 * `reinitialized`: the content stays; the package is ready to install.
 */
export type ResetOutcome = "deleted" | "restarted" | "reinitialized";

type ResetRefusal = "update-not-found" | "update-installed" | "installation-begun" | "nothing-to-reset";

const DOWNLOADING: ReadonlySet<UpdateStateName> = new Set(["DOWNLOAD_IN_PROGRESS", "DOWNLOAD_FAILED"]);

/** The update reset tool (`CMUpdateReset.exe`): for a package that is stuck before its installation was triggered. */
export const resetUpdate = defineCommand({
  name: "reset-update",
  action: "updates.reset",
  input: packageInput.extend({
    /** `-FDELETE`: also deletes a package that was downloaded successfully. */
    forceDelete: z.boolean().default(false),
  }),
  run: reset,
  audit: ({ packageGuid, forceDelete }, { name, outcome }) => ({
    messageId: 60017,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name, outcome, forceDelete ? "FDELETE" : ""],
  }),
});

async function reset(
  ctx: Ctx,
  { packageGuid, forceDelete }: { packageGuid: string; forceDelete: boolean },
): Promise<Result<{ packageGuid: string; name: string; outcome: ResetOutcome }, ResetRefusal>> {
  const { db, clock } = ctx;
  const at = clock.now();
  const pack = await lockPackage(db, packageGuid);
  if (!pack) return fail("update-not-found");
  if (pack.state === "INSTALL_SUCCESS" || pack.row.installedAt !== null) return fail("update-installed");
  const sites = await readSiteFacts(db, packageGuid);
  if (isInstallState(pack.state) || sites.some(({ state }) => state !== null && isInstallState(state))) {
    return fail("installation-begun");
  }
  const isDownloading = DOWNLOADING.has(pack.state);
  if (!isDownloading && pack.state !== "DOWNLOAD_SUCCESS" && !BEFORE_INSTALLATION.has(pack.state)) {
    return fail("nothing-to-reset", { params: { state: pack.state } });
  }
  await retireContent(db, packageGuid, at);
  await cancelServicingAlerts(db, clock, packageGuid);
  const outcome =
    isDownloading || forceDelete
      ? await deleteContent(ctx, pack, "download-again")
      : await keepContent(ctx, pack);
  const code = outcome === "deleted" ? "reset-with-content" : "reset";
  await recordEvent(db, { packageGuid, time: at, code, actor: actorName(ctx.actor) });
  return ok({ packageGuid, name: pack.name, outcome });
}

/** Takes a package out of servicing and back to its judgement; its files go on every server. */
export async function deleteContent(
  { db, clock, actor }: Ctx,
  pack: LockedPackage,
  afterwards: "download-again" | "rest",
): Promise<"deleted"> {
  const { packageGuid } = pack;
  const at = clock.now();
  await clearSiteStatus(db, packageGuid);
  await closeRun(db, { packageGuid, finalState: UPDATE_STATE[pack.state], at });
  await forgetFeatureRequests(db, packageGuid);
  await cancelDownloadAlerts(db, clock, packageGuid);
  await removePayload(db, { packageGuid, by: actorName(actor), at }, afterwards);
  const from = await readyToInstall(db, pack, at);
  await moveState(db, { packageGuid, from, to: "APPLICABILITY_CHECKING", at });
  // An imported hotfix has no source to be downloaded from: it is out of the list until it is imported again.
  const withdrawnAt = pack.row.source === "out-of-band" ? at : pack.row.withdrawnAt;
  await db
    .update(updatePackages)
    .set({ applicabilityCheckedAt: null, withdrawnAt })
    .where(eq(updatePackages.packageGuid, packageGuid));
  return "deleted";
}

/** The new version of the Easy Setup package that follows makes every site begin with nothing. */
async function keepContent({ db, clock }: Ctx, pack: LockedPackage): Promise<ResetOutcome> {
  const { packageGuid } = pack;
  const at = clock.now();
  const state = await readyToInstall(db, pack, at);
  await endAttempts(db, packageGuid, at);
  await forgetFindings(db, packageGuid);
  const open = await readOpenRun(db);
  if (open?.packageGuid !== packageGuid) {
    await forgetFeatureRequests(db, packageGuid);
    return "reinitialized";
  }
  await enablePackage(db, { packageGuid, state }, at);
  return "restarted";
}

/** @returns the state the package is in then: while it was downloading it stays there */
async function readyToInstall(db: Ctx["db"], { packageGuid, state }: LockedPackage, at: Date) {
  if (!BEFORE_INSTALLATION.has(state)) return state;
  await moveState(db, { packageGuid, from: state, to: "DOWNLOAD_SUCCESS", at });
  return "DOWNLOAD_SUCCESS";
}
