import { eq, isNotNull } from "drizzle-orm";
import { BACKUP_TASK } from "@/lib/backup/backup-task";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import {
  hierarchySettings,
  maintenanceTasks,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { fenceOff } from "@/lib/executive/server-lease";
import { SITE_SERVER_ROLES, SITE_TYPE } from "../model";
import { RoleChangeFailure } from "./model";

interface NewSite {
  primarySiteCode: string;
  siteCode: string;
  siteName: string;
  /** A server of the primary site, which becomes that of the new one. */
  serverId: string;
  at: Date;
}

/**
 * Puts a central administration site above a stand-alone primary, of its version and with its settings. The executive of
 * its server takes the server up anew, as that of another site.
 * @throws RoleChangeFailure when the primary is not what it was
 */
export async function addCentralAdministrationSite(
  tx: Database,
  { primarySiteCode, siteCode, siteName, serverId, at }: NewSite,
): Promise<{ consentWithdrawn: boolean }> {
  const [primary] = await tx.select().from(sites).where(eq(sites.siteCode, primarySiteCode)).for("update");
  if (!primary || primary.parentSiteCode !== null || primary.type !== SITE_TYPE.primary)
    throw new RoleChangeFailure("expansion-refused", { checks: "stand-alone-primary" });
  const { version, fullVersion, databaseVersion, timeZone } = primary;
  await tx.insert(sites).values({
    siteCode,
    name: siteName,
    type: SITE_TYPE.centralAdministration,
    version,
    fullVersion,
    databaseVersion,
    timeZone,
    installedAt: at,
  });
  await tx
    .insert(siteSystemRoles)
    .values(SITE_SERVER_ROLES.map((role) => ({ serverId, role, installedAt: at })))
    .onConflictDoNothing();
  await tx.insert(maintenanceTasks).values({ siteCode, task: BACKUP_TASK }).onConflictDoNothing();
  await moveServer(tx, serverId, siteCode);
  // Last: whoever is not at the top any more may not write what came before.
  await tx.update(sites).set({ parentSiteCode: siteCode }).where(eq(sites.siteCode, primarySiteCode));
  for (const topic of ["sites", "role", "components"] as const) await publish(tx, { topic });
  return { consentWithdrawn: await withdrawConsent(tx) };
}

/** Its executive knows it as a server of the primary: with the lease ended it takes it up with what is true now. */
async function moveServer(tx: Database, serverId: string, siteCode: string): Promise<void> {
  await tx.update(siteSystemServers).set({ siteCode }).where(eq(siteSystemServers.id, serverId));
  await fenceOff(tx, serverId);
}

/** Consent to pre-release features is given again at the new top-level site (reference/role.md §8.3). */
async function withdrawConsent(tx: Database): Promise<boolean> {
  const given = await tx
    .update(hierarchySettings)
    .set({ preReleaseConsentAt: null, preReleaseConsentBy: null })
    .where(isNotNull(hierarchySettings.preReleaseConsentAt))
    .returning({ by: hierarchySettings.preReleaseConsentAt });
  return given.length > 0;
}
