import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { and, eq, inArray, isNull, notExists } from "drizzle-orm";
import { easySetupVersions, updatePackages } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { packageFolder } from "./run-download";
import { removePayload } from "./servicing/withdraw-content";
import { UPDATE_STATE } from "./state-machine";
import { logGuid } from "./state-messages";

const GUID_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Removes downloads that nobody needs any more (reference/updates.md §3.2): of updates that are installed or that
 * another made superfluous, once no site keeps their content either. Until then they are what a damaged content
 * library is repaired from.
 */
export async function removeOutgrownContent(thread: ThreadContext): Promise<void> {
  const { db, clock, component, installDir, log } = thread;
  const names = await readdir(path.join(installDir, "EasySetupPayload")).catch(() => []);
  const here = names.filter((name) => GUID_NAME.test(name));
  if (here.length === 0) return;
  const kept = db
    .select({ version: easySetupVersions.version })
    .from(easySetupVersions)
    .where(
      and(eq(easySetupVersions.packageGuid, updatePackages.packageGuid), isNull(easySetupVersions.retiredAt)),
    );
  const outgrown = await db
    .select({
      packageGuid: updatePackages.packageGuid,
      state: updatePackages.state,
      source: updatePackages.source,
    })
    .from(updatePackages)
    .where(
      and(
        inArray(updatePackages.packageGuid, here),
        inArray(updatePackages.state, [UPDATE_STATE.INSTALL_SUCCESS, UPDATE_STATE.APPLICABILITY_HIDE]),
        notExists(kept),
      ),
    );
  for (const { packageGuid, state, source } of outgrown) {
    if (state === UPDATE_STATE.INSTALL_SUCCESS) {
      // It never goes back: what was downloaded of it stays in the records.
      await asOwner(thread, () =>
        rm(packageFolder(installDir, packageGuid), { recursive: true, force: true }),
      );
      log.info(`Download of installed package ${logGuid(packageGuid)} is not needed any more and deleted`, {
        packageGuid,
      });
    } else if (source === "catalogue") {
      // It may be wanted again one day, and is downloaded anew then. An imported hotfix could not be.
      const removal = { packageGuid, by: component, at: clock.now() };
      await asOwner(thread, (tx) => removePayload(tx, removal, "download-again"));
    }
  }
}
