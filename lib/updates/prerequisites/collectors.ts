import { eq, sql } from "drizzle-orm";
import { readBackupTask } from "@/lib/backup/backup-task";
import type { Database } from "@/lib/db/connection";
import { hierarchySettings, siteSystemRoles, updatePackageFiles } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { readServiceWindows, serviceWindowAt } from "@/lib/hierarchy/service-windows";
import { readDatabase } from "./collect-database-facts";
import {
  countBacklog,
  findRestartMarkers,
  findUnwritable,
  readFreeBytes,
  verifyStaged,
} from "./collect-disk-facts";
import {
  readCatalogue,
  readComponents,
  readContent,
  readInactiveSites,
  readPackage,
  readParent,
  readPiloting,
  readSite,
  readUnsupportedRoles,
  readVersions,
} from "./collect-site-facts";
import type { Facts } from "./facts";

const GIB = 1024 ** 3;
/** As the column's default: the row is made by the first change. */
const REQUIRED_FREE_BYTES = 15 * GIB;
const PROVIDER_ROLE = "SMS Provider";

export interface CollectorInput {
  thread: Pick<ThreadContext, "db" | "clock" | "installDir" | "serverId" | "connectionString" | "signal">;
  packageGuid: string;
  siteCode: string;
}

/** How each fact is found out. A collector that throws leaves its rules unchecked, with its reason. */
export const COLLECTORS: { [Name in keyof Facts]: (input: CollectorInput) => Promise<Facts[Name]> } = {
  now: async ({ thread }) => thread.clock.now(),
  package: ({ thread, packageGuid }) => readPackage(thread.db, packageGuid),
  catalogue: ({ thread }) => readCatalogue(thread.db),
  site: ({ thread, siteCode }) => readSite(thread.db, siteCode),
  parent: ({ thread, siteCode }) => readParent(thread.db, siteCode),
  inactiveSites: ({ thread }) => readInactiveSites(thread.db),
  versions: ({ thread }) => readVersions(thread.db),
  content: ({ thread, packageGuid, siteCode }) => readContent(thread.db, packageGuid, siteCode),
  disk: collectDisk,
  unwritable: ({ thread }) => findUnwritable(thread.installDir),
  database: ({ thread }) => readDatabase(thread.connectionString),
  clockSkewMs: collectClockSkew,
  restartMarkers: ({ thread }) => findRestartMarkers(thread.installDir),
  backup: ({ thread, siteCode }) => readBackupTask(thread.db, siteCode),
  serviceWindow: async ({ thread, siteCode }) =>
    serviceWindowAt(await readServiceWindows(thread.db, siteCode), thread.clock.now()),
  components: ({ thread, siteCode }) => readComponents(thread.db, siteCode),
  backlog: ({ thread }) => countBacklog(thread.installDir, thread.clock.now()),
  staged: async ({ thread, packageGuid }) =>
    verifyStaged(thread.installDir, packageGuid, await readFiles(thread.db, packageGuid), thread.signal),
  unsupportedRoles: ({ thread, siteCode }) => readUnsupportedRoles(thread.db, siteCode),
  piloting: ({ thread, packageGuid }) => readPiloting(thread.db, packageGuid),
};

async function collectDisk({ thread }: CollectorInput): Promise<Facts["disk"]> {
  const [settings] = await thread.db
    .select({ requiredBytes: hierarchySettings.requiredFreeBytes })
    .from(hierarchySettings);
  const roles = await thread.db
    .select({ role: siteSystemRoles.role })
    .from(siteSystemRoles)
    .where(eq(siteSystemRoles.serverId, thread.serverId));
  return {
    folder: thread.installDir,
    freeBytes: await readFreeBytes(thread.installDir),
    requiredBytes: settings?.requiredBytes ?? REQUIRED_FREE_BYTES,
    providerBytes: roles.some(({ role }) => role === PROVIDER_ROLE) ? GIB : 0,
  };
}

/** The database's time against the middle of asking for it. */
async function collectClockSkew({ thread }: CollectorInput): Promise<number> {
  const before = thread.clock.now().getTime();
  const { rows } = await thread.db.execute<{ ms: string }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms`,
  );
  const after = thread.clock.now().getTime();
  return Number(rows[0]?.ms) - (before + after) / 2;
}

const readFiles = (db: Database, packageGuid: string) =>
  db
    .select({
      path: updatePackageFiles.path,
      bytes: updatePackageFiles.bytes,
      sha256: updatePackageFiles.sha256,
    })
    .from(updatePackageFiles)
    .where(eq(updatePackageFiles.packageGuid, packageGuid))
    .orderBy(updatePackageFiles.path);
