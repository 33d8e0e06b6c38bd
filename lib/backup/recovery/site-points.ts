import { and, eq, gt, gte, inArray, isNotNull, isNull, lt, or } from "drizzle-orm";
import {
  backups,
  contentDistributions,
  executives,
  sealingKeys,
  siteSystemServers,
  updateCheck,
  updatePackages,
} from "@/lib/db/schema";
import { isResponding } from "@/lib/executive/responding";
import { type PointReader, whileAny } from "./model";

/** Servers that had an executive before; one on a machine of its own joins again with a new token. */
export const servers: PointReader = async ({ db }) => {
  const silent = await db
    .select({ fqdn: siteSystemServers.fqdn, responding: isResponding() })
    .from(siteSystemServers)
    .innerJoin(sealingKeys, eq(sealingKeys.serverId, siteSystemServers.id))
    .leftJoin(executives, eq(executives.id, siteSystemServers.executiveId))
    .orderBy(siteSystemServers.fqdn);
  return whileAny(silent.filter(({ responding }) => !responding).map(({ fqdn }) => fqdn));
};

export const checkForUpdates: PointReader = async ({ db, recovery }) => {
  const [check] = await db
    .select({ at: updateCheck.succeededAt })
    .from(updateCheck)
    .where(gt(updateCheck.succeededAt, recovery.recoveredAt));
  return { state: check ? "done" : "open", params: {} };
};

/** The content library is in no backup: each stored content is looked at, and what is missing is fetched. */
export const content: PointReader = async ({ db, recovery }) => {
  const rows = await db
    .select({ site: contentDistributions.siteCode, packageId: contentDistributions.packageId })
    .from(contentDistributions)
    .where(
      and(
        inArray(contentDistributions.state, ["stored", "failed"]),
        or(
          isNull(contentDistributions.validatedAt),
          lt(contentDistributions.validatedAt, recovery.recoveredAt),
          gt(contentDistributions.damagedPieces, 0),
          eq(contentDistributions.state, "failed"),
        ),
      ),
    )
    .orderBy(contentDistributions.packageId, contentDistributions.siteCode);
  return whileAny(rows.map(({ packageId, site }) => `${packageId} (${site})`));
};

/** A hotfix that was imported has no source it could be fetched from again. */
export const hotfixes: PointReader = async ({ db, recovery }) => {
  const rows = await db
    .select({ name: updatePackages.name })
    .from(updatePackages)
    .where(
      and(
        eq(updatePackages.source, "out-of-band"),
        isNull(updatePackages.installedAt),
        isNotNull(updatePackages.withdrawnAt),
        gte(updatePackages.withdrawnAt, recovery.recoveredAt),
      ),
    )
    .orderBy(updatePackages.name);
  return rows.length === 0 ? { state: "not-needed", params: {} } : whileAny(rows.map(({ name }) => name));
};

export const newBackup: PointReader = async ({ db, recovery }) => {
  const [backup] = await db
    .select({ id: backups.id })
    .from(backups)
    .where(and(eq(backups.siteCode, recovery.siteCode), gt(backups.createdAt, recovery.recoveredAt)))
    .limit(1);
  return { state: backup ? "done" : "open", params: {} };
};
