import { and, desc, eq, ne, notInArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { actorName } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { sites, updatePackageSiteStatus, updatePackages } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { compareCmVersions } from "../cm-version";
import { recordEvent } from "../move-state";
import { UPDATE_STATE, updateStateName } from "../state-machine";
import { isInstallState } from "./decide";
import { PREREQ_FLAG } from "./model";
import { RETRYABLE_SITE_STATES, restartSite } from "./restart-site";
import { siteCodeInput } from "./retry-site";
import { SECONDARY_SITE } from "./site-facts";
import { endAttemptsOf } from "./withdraw-content";

const parents = alias(sites, "parents");

/**
 * **Upgrade** of a secondary site: never automatic, and possible when its parent primary has finished the update
 * and is newer (reference/updates.md §12). Its content comes from the parent.
 */
export const upgradeSecondarySite = defineCommand({
  name: "upgrade-secondary-site",
  action: "secondary-site.update",
  input: z.object({ siteCode: siteCodeInput }),
  async run(ctx, { siteCode }) {
    const { db } = ctx;
    const at = ctx.clock.now();
    const site = await lockSecondary(db, siteCode);
    if (!site) return fail("secondary-site-not-found", { field: "siteCode", params: { site: siteCode } });
    const about = { site: siteCode, parent: site.parent, version: site.version };
    if (compareCmVersions(site.parentVersion, site.version) <= 0) {
      return fail("secondary-site-up-to-date", { params: about });
    }
    const update = await installedAtParent(db, site.parent, site.parentVersion);
    if (!update) return fail("parent-not-updated", { params: about });

    const { packageGuid, name } = update;
    if (!(await endOvertaken(db, { siteCode, packageGuid, at })))
      return fail("secondary-upgrade-under-way", { params: about });
    const [status] = await db
      .select({ state: updatePackageSiteStatus.state })
      .from(updatePackageSiteStatus)
      .where(
        and(
          eq(updatePackageSiteStatus.packageGuid, packageGuid),
          eq(updatePackageSiteStatus.siteCode, siteCode),
        ),
      );
    const from = status ? (updateStateName(status.state) ?? "UNKNOWN") : null;
    const prereqFlag = PREREQ_FLAG.stopOnWarning;
    if (from === null) {
      await db.insert(updatePackageSiteStatus).values({
        packageGuid,
        siteCode,
        state: UPDATE_STATE.CONTENT_REPLICATING,
        prereqFlag,
        lastUpdateTime: at,
        startedAt: at,
      });
    } else if (RETRYABLE_SITE_STATES.has(from)) {
      await restartSite(db, { packageGuid, siteCode, from, prereqFlag, at });
    } else return fail("secondary-upgrade-under-way", { params: about });

    const params = { site: siteCode };
    const actor = actorName(ctx.actor);
    await recordEvent(db, { packageGuid, time: at, code: "secondary-upgrade-requested", actor, params });
    await publish(db, { topic: "sites", key: siteCode });
    return ok({ siteCode, packageGuid, name });
  },
  audit: ({ siteCode }, { packageGuid, name }) => ({
    messageId: 60048,
    objectType: "site",
    objectId: siteCode,
    strings: [siteCode, packageGuid, name],
  }),
});

/** The secondary site and its parent; two administrators who ask at once are heard one after the other. */
async function lockSecondary(db: Database, siteCode: string) {
  const [site] = await db
    .select({ version: sites.fullVersion, parent: parents.siteCode, parentVersion: parents.fullVersion })
    .from(sites)
    .innerJoin(parents, eq(parents.siteCode, sites.parentSiteCode))
    .where(and(eq(sites.siteCode, siteCode), eq(sites.type, SECONDARY_SITE)))
    .for("update", { of: sites });
  return site ?? null;
}

/** The update that made the parent what it is. */
async function installedAtParent(db: Database, parent: string, parentVersion: string) {
  const [update] = await db
    .select({ packageGuid: updatePackages.packageGuid, name: updatePackages.name })
    .from(updatePackageSiteStatus)
    .innerJoin(updatePackages, eq(updatePackages.packageGuid, updatePackageSiteStatus.packageGuid))
    .where(
      and(
        eq(updatePackageSiteStatus.siteCode, parent),
        eq(updatePackageSiteStatus.state, UPDATE_STATE.INSTALL_SUCCESS),
        eq(updatePackages.fullVersion, parentVersion),
      ),
    )
    .orderBy(desc(updatePackageSiteStatus.lastUpdateTime))
    .limit(1);
  return update ?? null;
}

/**
 * Ends what the site was at with an update that its parent has left behind meanwhile: it would never come to its end,
 * or after the newer one.
 * @returns false when that one is being installed; nothing changed then
 */
async function endOvertaken(
  tx: Database,
  { siteCode, packageGuid, at }: { siteCode: string; packageGuid: string; at: Date },
): Promise<boolean> {
  const ofOthers = and(
    eq(updatePackageSiteStatus.siteCode, siteCode),
    ne(updatePackageSiteStatus.packageGuid, packageGuid),
    notInArray(updatePackageSiteStatus.state, [UPDATE_STATE.INSTALL_SUCCESS, UPDATE_STATE.DOWNLOAD_SUCCESS]),
  );
  const others = await tx
    .select({ state: updatePackageSiteStatus.state })
    .from(updatePackageSiteStatus)
    .where(ofOthers)
    .for("update");
  const states = others.map(({ state }) => updateStateName(state) ?? "UNKNOWN");
  if (states.some((state) => isInstallState(state) && !RETRYABLE_SITE_STATES.has(state))) return false;
  if (others.length > 0) await endAttemptsOf(tx, ofOthers, at);
  return true;
}
