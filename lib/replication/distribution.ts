import { and, eq, inArray, type SQL } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import {
  contentDistributions,
  easySetupVersions,
  hierarchySettings,
  siteSystemRoles,
  siteSystemServers,
  updatePackageSiteStatus,
  updatePackages,
} from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";

export type DistributionState = (typeof contentDistributions.$inferSelect)["state"];

/** One version of the Easy Setup package at one site. */
export interface DistributionKey {
  packageId: string;
  version: number;
  siteCode: string;
}

export type Distribution = typeof contentDistributions.$inferSelect & {
  packageGuid: string;
  name: string;
  manifestSha256: string | null;
};

/** Distributions with the package they carry, oldest version first. */
export async function readDistributions(db: Database, where: SQL | undefined): Promise<Distribution[]> {
  const rows = await db
    .select({
      row: contentDistributions,
      packageGuid: easySetupVersions.packageGuid,
      manifestSha256: easySetupVersions.manifestSha256,
      name: updatePackages.name,
    })
    .from(contentDistributions)
    .innerJoin(
      easySetupVersions,
      and(
        eq(easySetupVersions.packageId, contentDistributions.packageId),
        eq(easySetupVersions.version, contentDistributions.version),
      ),
    )
    .leftJoin(updatePackages, eq(updatePackages.packageGuid, easySetupVersions.packageGuid))
    .where(where)
    .orderBy(contentDistributions.version, contentDistributions.siteCode);
  // The content of a deleted package is removed from the sites after the package itself.
  return rows.map(({ row, name, ...rest }) => ({ ...row, ...rest, name: name ?? rest.packageGuid }));
}

/**
 * Changes a distribution that is in one of the states `from`: the database decides the race.
 * @returns false when it was elsewhere; nothing changed then
 */
export async function changeDistribution(
  tx: Database,
  key: DistributionKey,
  from: readonly DistributionState[],
  columns: Partial<typeof contentDistributions.$inferInsert> & { updatedAt: Date },
): Promise<boolean> {
  const changed = await tx
    .update(contentDistributions)
    .set(columns)
    .where(and(isDistribution(key), inArray(contentDistributions.state, [...from])))
    .returning({ siteCode: contentDistributions.siteCode });
  return changed.length > 0;
}

export const isDistribution = ({ packageId, version, siteCode }: DistributionKey) =>
  and(
    eq(contentDistributions.packageId, packageId),
    eq(contentDistributions.version, version),
    eq(contentDistributions.siteCode, siteCode),
  );

/** Wakes the threads and refreshes the pages that follow a package's replication. */
export const publishReplication = (tx: Database, packageGuid: string): Promise<void> =>
  publish(tx, { topic: "replication", key: packageGuid });

/** Number of the current attempt at a site; 1 before there is one. */
export async function siteInstallIdOf(db: Database, packageGuid: string, siteCode: string): Promise<number> {
  const [row] = await db
    .select({ siteInstallId: updatePackageSiteStatus.siteInstallId })
    .from(updatePackageSiteStatus)
    .where(
      and(
        eq(updatePackageSiteStatus.packageGuid, packageGuid),
        eq(updatePackageSiteStatus.siteCode, siteCode),
      ),
    );
  return row?.siteInstallId ?? 1;
}

/** The server of a site that holds its content library. */
export async function siteServerOf(db: Database, siteCode: string): Promise<string | null> {
  const [server] = await db
    .select({ id: siteSystemServers.id })
    .from(siteSystemServers)
    .innerJoin(siteSystemRoles, eq(siteSystemRoles.serverId, siteSystemServers.id))
    .where(and(eq(siteSystemServers.siteCode, siteCode), eq(siteSystemRoles.role, SITE_SERVER_ROLE)));
  return server?.id ?? null;
}

/** How often stored content is looked at again, in hours. */
export async function contentValidationHours(db: Database): Promise<number> {
  const [settings] = await db
    .select({ hours: hierarchySettings.contentValidationHours })
    .from(hierarchySettings);
  return settings?.hours ?? 168;
}

/** Where the sender takes a package from, as the logs of several components name it. */
export const transferRoot = (packageId: string, version: number): string =>
  `c:\\SMSPKG\\${packageId}.PCK.${version}`;
