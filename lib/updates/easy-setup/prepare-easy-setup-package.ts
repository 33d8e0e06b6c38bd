import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  SERVICE_CONNECTION_POINT_ROLE,
  siteSystemRoles,
  siteSystemServers,
  updatePackageFiles,
  updatePackages,
} from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { recordEvent } from "../move-state";
import { UPDATE_STATE } from "../state-machine";
import { logGuid } from "../state-messages";
import { beginReplication } from "./begin-replication";
import { sourceHash } from "./source-hash";
import { createVersion, type EasySetupVersion, newestVersion } from "./versions";

/** `source-incomplete`: a listed file is not verified, or no server holds the role; nothing changed. */
export type PreparedPackage = "replicating" | "not-enabled" | "source-incomplete";

interface Preparation {
  outcome: PreparedPackage;
  /** Null unless it replicates. */
  version: EasySetupVersion | null;
  /** What became of the package: its source is as before, or it has a new version. */
  change: "unchanged" | "created" | "updated";
}

/**
 * Creates the hidden Easy Setup package or gives it a new version for an ENABLED update, and begins its
 * replication to all site servers but those of secondary sites (reference/updates.md §4.1 step 2 and 3, §4.4).
 * SMS_HIERARCHY_MANAGER of the top-level site calls it; doing it twice is harmless.
 */
export async function prepareEasySetupPackage(
  thread: ThreadContext,
  packageGuid: string,
): Promise<PreparedPackage> {
  const { log } = thread;
  const about = { packageGuid };
  const guid = logGuid(packageGuid);
  const source = await findSourceServer(thread.db);
  log.info(`Get update package ${guid}, \\\\${source?.fqdn ?? "?"}\\EasySetupPayLoad\\${guid}`, about);
  if (!source) {
    log.error("Failed to calculate hash", about);
    return "source-incomplete";
  }
  const prepared = await asOwner(thread, (tx) => prepare(tx, thread, packageGuid));
  if (prepared.outcome === "source-incomplete") log.error("Failed to calculate hash", about);
  if (prepared.version) logPrepared(thread, prepared.version, prepared.change);
  return prepared.outcome;
}

async function prepare(
  tx: Database,
  { siteCode, clock, component }: Pick<ThreadContext, "siteCode" | "clock" | "component">,
  packageGuid: string,
): Promise<Preparation> {
  const nothing = { version: null, change: "unchanged" } as const;
  const [pack] = await tx
    .select({ state: updatePackages.state, prereqFlag: updatePackages.prereqFlag })
    .from(updatePackages)
    .where(eq(updatePackages.packageGuid, packageGuid))
    .for("no key update");
  if (pack?.state !== UPDATE_STATE.ENABLED) return { outcome: "not-enabled", ...nothing };
  const files = await readSourceFiles(tx, packageGuid);
  if (!files) return { outcome: "source-incomplete", ...nothing };
  const at = clock.now();
  const known = await newestVersion(tx, packageGuid);
  const unchanged = known?.sourceHash === sourceHash(files);
  const version =
    known && unchanged ? known : await createVersion(tx, { packageGuid, topLevelSite: siteCode, files, at });
  await beginReplication(tx, { version, prereqFlag: pack.prereqFlag, at });
  await recordEvent(tx, { packageGuid, time: at, code: "content-prepared", actor: component });
  const change = unchanged ? "unchanged" : version.version === 1 ? "created" : "updated";
  return { outcome: "replicating", version, change };
}

/** @returns the files of a package; null while one of them is not verified, or there are none */
export async function readSourceFiles(tx: Database, packageGuid: string) {
  const files = await tx
    .select({
      path: updatePackageFiles.path,
      bytes: updatePackageFiles.bytes,
      sha256: updatePackageFiles.sha256,
      verifiedAt: updatePackageFiles.verifiedAt,
    })
    .from(updatePackageFiles)
    .where(eq(updatePackageFiles.packageGuid, packageGuid))
    .orderBy(updatePackageFiles.path);
  return files.length === 0 || files.some(({ verifiedAt }) => verifiedAt === null) ? null : files;
}

/** The server whose EasySetupPayload folder is the source of the package: the one that holds the role. */
export async function findSourceServer(db: Database): Promise<{ id: string; fqdn: string } | null> {
  const [server] = await db
    .select({ id: siteSystemServers.id, fqdn: siteSystemServers.fqdn })
    .from(siteSystemRoles)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, siteSystemRoles.serverId))
    .where(eq(siteSystemRoles.role, SERVICE_CONNECTION_POINT_ROLE));
  return server ?? null;
}

/** The lines of reference/updates.md §4.1 step 2 and §4.4. */
function logPrepared(
  { log }: ThreadContext,
  { packageId, version, sourceHash: hash, packageGuid }: EasySetupVersion,
  change: Preparation["change"],
): void {
  const about = { packageGuid };
  if (change === "unchanged") {
    log.info("Easy setup source folder hash is not changed. Skip updating.", about);
    return;
  }
  // The product's trigger on state 2 drops this file into hman.box\CFD.
  log.info("INFO: 2.ESC file was found. Easy setup package needs to be updated.", about);
  if (change === "created") log.info("Creating easy setup package…", about);
  else log.info(`INFO: Successfully requested package ${packageId} to be updated from its source.`, about);
  log.info(
    `Info: ${change === "created" ? "Created" : "Updated"} package ${packageId} and SMS_DISTRIBUTION_MANAGER will replicate the content to all the site servers except the secondary sites. The content will be stored in the content library on the site servers. Check distmgr.log for replication status.`,
    about,
  );
  log.info(`Info: package '${packageId}' is set to replicate to site servers only.`, about);
  log.info(
    `Updating easy setup settings with EXEC sp_UpdateEasySetupSettings N'${packageId}','${version}',N'${hash.toUpperCase()}'`,
    about,
  );
}
