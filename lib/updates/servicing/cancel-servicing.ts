import { actorName } from "@/lib/context";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { cancelReplication } from "../easy-setup/retire-versions";
import { moveState, recordEvent } from "../move-state";
import { packageInput } from "../package-input";
import { UPDATE_STATE, type UpdateStateName } from "../state-machine";
import { isInstallState } from "./decide";
import { closeRun } from "./run";
import { lockPackage, readSiteFacts } from "./site-facts";
import { cancelServicingAlerts, endAttempts, forgetFeatureRequests } from "./withdraw-content";

/** From the request to the end of the check; nothing has been installed anywhere. */
export const BEFORE_INSTALLATION: ReadonlySet<UpdateStateName> = new Set([
  "ENABLED",
  "CONTENT_REPLICATING",
  "CONTENT_REPLICATION_SUCCESS",
  "CONTENT_REPLICATION_FAILED",
  "PREREQ_IN_PROGRESS",
  "PREREQ_SUCCESS",
  "PREREQ_WARNING",
  "PREREQ_ERROR",
]);

/** Takes a package back to *ready to install*, as long as no site has begun to install it. */
export const cancelServicing = defineCommand({
  name: "cancel-servicing",
  action: "updates.install",
  input: packageInput,
  async run(ctx, { packageGuid }) {
    const { db, clock } = ctx;
    const at = clock.now();
    const pack = await lockPackage(db, packageGuid);
    if (!pack) return fail("update-not-found");
    const sites = await readSiteFacts(db, packageGuid);
    if (isInstallState(pack.state) || sites.some(({ state }) => state !== null && isInstallState(state))) {
      return fail("installation-begun");
    }
    if (!BEFORE_INSTALLATION.has(pack.state))
      return fail("nothing-to-cancel", { params: { state: pack.state } });

    await moveState(db, { packageGuid, from: pack.state, to: "DOWNLOAD_SUCCESS", at });
    await endAttempts(db, packageGuid, at);
    await cancelReplication(db, packageGuid, at);
    await forgetFeatureRequests(db, packageGuid);
    await cancelServicingAlerts(db, clock, packageGuid);
    await closeRun(db, { packageGuid, finalState: UPDATE_STATE.DOWNLOAD_SUCCESS, at });
    await recordEvent(db, { packageGuid, time: at, code: "servicing-canceled", actor: actorName(ctx.actor) });
    return ok({ packageGuid, name: pack.name });
  },
  audit: ({ packageGuid }, { name }) => ({
    messageId: 60054,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name],
  }),
});
