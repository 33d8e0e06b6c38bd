import { eq } from "drizzle-orm";
import { updateDownloads } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import { findSourceServer, readSourceFiles } from "../easy-setup/prepare-easy-setup-package";
import { moveState, recordEvent } from "../move-state";
import { UPDATE_STATE } from "../state-machine";
import { logGuid } from "../state-messages";
import { closeRun } from "./run";
import { lockPackage } from "./site-facts";
import { endAttempts, forgetFeatureRequests } from "./withdraw-content";

/**
 * Ends the run of an enabled package whose source cannot be replicated: waiting would keep every other package out.
 * With files missing it has to be downloaded again, which fetches what is missing only; without a service connection
 * point it is ready to install as soon as the role is back.
 */
export async function endIncomplete(thread: ThreadContext, packageGuid: string): Promise<void> {
  const { clock, component, log, siteCode } = thread;
  const at = clock.now();
  const reason = await asOwner(thread, async (tx) => {
    const pack = await lockPackage(tx, packageGuid);
    if (pack?.state !== "ENABLED") return null;
    const hasSource = (await findSourceServer(tx)) !== null;
    // Complete by now: the next look prepares it.
    if (hasSource && (await readSourceFiles(tx, packageGuid)) !== null) return null;
    const [why, to] = hasSource
      ? (["payload-incomplete", "DOWNLOAD_FAILED"] as const)
      : (["role-not-installed", "DOWNLOAD_SUCCESS"] as const);
    await moveState(tx, { packageGuid, from: "ENABLED", to, at });
    await endAttempts(tx, packageGuid, at);
    await forgetFeatureRequests(tx, packageGuid);
    await closeRun(tx, { packageGuid, finalState: UPDATE_STATE[to], at });
    if (hasSource) {
      await tx
        .update(updateDownloads)
        .set({ phase: "failed", errorCode: why, errorParams: {}, finishedAt: at, updatedAt: at })
        .where(eq(updateDownloads.packageGuid, packageGuid));
    }
    const { name } = pack;
    await recordEvent(tx, { packageGuid, time: at, code: "source-incomplete", actor: component });
    const params = { name, reason: why };
    const link = `/updates/${packageGuid}`;
    const code = "updates.source-incomplete";
    await raiseAlert(tx, clock, { code, objectId: packageGuid, severity: 1, params, link });
    const strings = [name, siteCode, why];
    const attributes = { 400: packageGuid };
    await reportStatus(
      thread,
      { messageId: STATUS_MESSAGE.servicingStopped, severity: "error", strings, attributes },
      tx,
    );
    return why;
  });
  if (reason) {
    const line = `ERROR: Update package ${logGuid(packageGuid)} is not replicated: ${reason}`;
    log.error(line, { packageGuid });
  }
}
