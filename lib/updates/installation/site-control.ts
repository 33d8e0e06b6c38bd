import { readFile, rm } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import { writeFileAtomic } from "../publish/atomic-file";
import { siteControlSnapshot } from "./folders";
import { InstallationError } from "./installation-failure";

const snapshotSchema = z.object({
  siteCode: z.string(),
  version: z.string(),
  fullVersion: z.string(),
  databaseVersion: z.string().nullable(),
  configuration: z.record(z.string(), z.boolean()),
  roles: z.array(z.object({ fqdn: z.string(), role: z.string() })),
});
export type SiteControlSnapshot = z.output<typeof snapshotSchema>;

/**
 * Keeps the site's settings as they are before an update changes them. The first snapshot of an installation stays:
 * a second one could be of settings that the update has changed already.
 */
export async function saveSiteControl(
  db: Database,
  { installDir, packageGuid, siteCode }: { installDir: string; packageGuid: string; siteCode: string },
): Promise<void> {
  if (await readSiteControl(installDir, packageGuid)) return;
  const [site] = await db
    .select({
      siteCode: sites.siteCode,
      version: sites.version,
      fullVersion: sites.fullVersion,
      databaseVersion: sites.databaseVersion,
      configuration: sites.configuration,
    })
    .from(sites)
    .where(eq(sites.siteCode, siteCode));
  if (!site) throw new InstallationError("site-missing", { site: siteCode });
  const roles = await db
    .select({ fqdn: siteSystemServers.fqdn, role: siteSystemRoles.role })
    .from(siteSystemRoles)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
    .where(eq(siteSystemServers.siteCode, siteCode))
    .orderBy(siteSystemServers.fqdn, siteSystemRoles.role);
  const snapshot = { ...site, roles } satisfies SiteControlSnapshot;
  const file = siteControlSnapshot(installDir, packageGuid);
  await writeFileAtomic(file, Buffer.from(`${JSON.stringify(snapshot, null, 2)}\n`));
}

/** Merges what the update sets into the site's own settings; the others stay. */
export async function mergeSiteControl(
  tx: Database,
  siteCode: string,
  settings: Record<string, boolean>,
): Promise<void> {
  const [site] = await tx
    .select({ configuration: sites.configuration })
    .from(sites)
    .where(eq(sites.siteCode, siteCode))
    .for("update");
  if (!site) throw new InstallationError("site-missing", { site: siteCode });
  await tx
    .update(sites)
    .set({ configuration: { ...site.configuration, ...settings } })
    .where(eq(sites.siteCode, siteCode));
}

/** Puts the site's row back to the snapshot; without one nothing of it was changed yet but the messaging. */
export async function restoreSiteControl(
  tx: Database,
  siteCode: string,
  snapshot: SiteControlSnapshot | null,
): Promise<void> {
  const kept = snapshot
    ? {
        version: snapshot.version,
        fullVersion: snapshot.fullVersion,
        databaseVersion: snapshot.databaseVersion,
        configuration: snapshot.configuration,
      }
    : {};
  await tx
    .update(sites)
    .set({ ...kept, messagingEnabled: true })
    .where(eq(sites.siteCode, siteCode));
  await publish(tx, { topic: "sites", key: siteCode });
}

export async function readSiteControl(
  installDir: string,
  packageGuid: string,
): Promise<SiteControlSnapshot | null> {
  try {
    const text = await readFile(siteControlSnapshot(installDir, packageGuid), "utf8");
    return snapshotSchema.parse(JSON.parse(text));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export const removeSiteControl = (installDir: string, packageGuid: string): Promise<void> =>
  rm(siteControlSnapshot(installDir, packageGuid), { force: true });
