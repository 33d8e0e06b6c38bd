import { and, eq, isNotNull, isNull, or } from "drizzle-orm";
import { publish } from "@/lib/db/events";
import { updateFeatures, updatePackages } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { installIdOf } from "../servicing/end-servicing";
import { hasMixedVersions } from "../servicing/mixed-versions";
import { STEP_STATE } from "../servicing/model";
import { reportStep } from "../servicing/site-status";
import { UPDATE_STATE } from "../state-machine";
import { logGuid } from "../state-messages";
import { findFeature } from "./feature-catalogue";

/**
 * Turns on what was asked for. What was chosen with an update waits until all sites have it, and nothing is turned
 * on while sites run different versions (reference/updates.md §8, §15, §20).
 */
export async function turnOnFeatures(thread: ThreadContext): Promise<void> {
  const { clock, log, siteCode } = thread;
  const turnedOn = await asOwner(thread, async (tx) => {
    const due = await tx
      .select({
        featureGuid: updateFeatures.featureGuid,
        packageGuid: updateFeatures.waitsForPackageGuid,
      })
      .from(updateFeatures)
      .leftJoin(updatePackages, eq(updatePackages.packageGuid, updateFeatures.waitsForPackageGuid))
      .where(
        and(
          eq(updateFeatures.status, 0),
          isNotNull(updateFeatures.requestedAt),
          or(
            isNull(updateFeatures.waitsForPackageGuid),
            and(
              eq(updatePackages.state, UPDATE_STATE.INSTALL_SUCCESS),
              isNotNull(updatePackages.installedAt),
            ),
          ),
        ),
      )
      .for("update", { of: updateFeatures });
    if (due.length === 0 || (await hasMixedVersions(tx))) return [];
    const at = clock.now();
    for (const { featureGuid } of due) {
      await tx
        .update(updateFeatures)
        .set({ status: 1, enabledAt: at, requestedAt: null, waitsForPackageGuid: null })
        .where(eq(updateFeatures.featureGuid, featureGuid));
    }
    for (const packageGuid of new Set(due.flatMap((feature) => feature.packageGuid ?? []))) {
      const siteInstallId = await installIdOf(tx, packageGuid, siteCode);
      const about = { packageGuid, siteCode, siteInstallId, at };
      const { success } = STEP_STATE;
      await reportStep(tx, {
        ...about,
        phase: "post-installation",
        step: "turn-on-features",
        isComplete: success,
      });
    }
    await publish(tx, { topic: "features" });
    return due;
  });
  for (const { featureGuid, packageGuid } of turnedOn) {
    const name = findFeature(featureGuid)?.name ?? "unknown";
    log.info(
      `Turned on feature ${logGuid(featureGuid)} (${name})`,
      packageGuid === null ? {} : { packageGuid },
    );
  }
}
