import { randomUUID } from "node:crypto";
import { BACKUP_TASK } from "@/lib/backup/backup-task";
import type { Database } from "@/lib/db/connection";
import {
  alerts,
  auditMessages,
  clientSummary,
  componentThreads,
  contentDistributions,
  executives,
  fileExchangeEndpoints,
  fileReplicationRoutes,
  hierarchySettings,
  maintenanceTasks,
  serverPerformance,
  serviceWindows,
  sessions,
  siteSystemRoles,
  siteSystemServers,
  sites,
  statusMessages,
  updateDownloads,
  updatePackageRuns,
  updatePackageSiteStatus,
  updatePackages,
  users,
} from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { UPDATE_STATE } from "@/lib/updates/state-machine";

/** Everything in the planted hierarchy that must not be found in what leaves, in any spelling of its letters. */
export const PLANTED = [
  "ZQ7",
  "Fabrikam Headquarters",
  "Northwind Branch",
  "topserver",
  "zq7srv",
  "fabrikam.example",
  "forest.northwind.example",
  "olga.petrova",
  "Olga Petrova",
  "olga@fabrikam.example",
  "10.77.88.99",
  "FABRIKAM\\",
  "Olgas Pilots",
  "Olgas Window",
] as const;

const PACKAGE = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";

/** A client group with defaults. */
export const clientGroup = (change: Partial<typeof clientSummary.$inferInsert> = {}) => ({
  siteCode: "ZQ7",
  clients: 10,
  clientVersion: "5.00.8853.1006",
  isServer: false,
  osName: "Windows 10 Enterprise",
  osBuild: "10.0.18363",
  osBranch: "Semi-Annual Channel",
  osInstalledIn: "2019-10-01",
  locale: "de-DE",
  forest: "forest.northwind.example",
  azureAdJoined: true,
  coManaged: false,
  officeVersion: "Office 365 ProPlus 2002",
  antimalwareVersion: "4.18.2003.8",
  defaultBrowser: "Microsoft Edge",
  preferredBrowser: "Google Chrome",
  edgeInstalled: true,
  processorName: "Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz",
  biosYear: 2018,
  secureBoot: true,
  uefi: true,
  tpmState: "ready",
  virtualizedBy: null,
  surfaceModel: null,
  extendedInteroperability: false,
  deploymentMethod: "push",
  installSource: "distribution-point",
  ntlmFallbackForbidden: false,
  healthIssue: null,
  formFactor: "laptop",
  driveType: "ssd",
  bootSecondsAverage: 30,
  ...change,
});

/**
 * Fills the lab's hierarchy with a row in every table that collectors read, and with names, users and addresses in
 * every text that does not say what leaves.
 * @param serverId the site server of the top-level site `CAS`
 */
export async function plantHierarchy(db: Database, serverId: string, now: Date): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  await db.insert(sites).values({
    siteCode: "ZQ7",
    name: "Northwind Branch",
    type: 2,
    parentSiteCode: "CAS",
    version: "1906",
    fullVersion: "5.00.8853.1000",
    timeZone: "Europe/Moscow",
  });
  const executiveId = randomUUID();
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "zq7srv.fabrikam.example", siteCode: "ZQ7", executiveId })
    .returning();
  const child = server?.id ?? "";
  await db.insert(siteSystemRoles).values([
    { serverId, role: SITE_SERVER_ROLE },
    { serverId, role: "SMS SQL Server" },
    { serverId: child, role: SITE_SERVER_ROLE },
    { serverId: child, role: "SMS Distribution Point" },
    { serverId: child, role: "Olgas Role" },
  ]);
  await db.insert(executives).values({
    id: executiveId,
    hostName: "zq7srv",
    processId: 1,
    version: "0.1.0",
    startedAt: ago(1),
    heartbeatAt: new Date(),
  });
  await db.insert(componentThreads).values([
    { serverId: child, component: "SMS_DMP_DOWNLOADER", state: "running", startedAt: ago(1) },
    { serverId: child, component: "SMS_SITE_BACKUP", state: "failed", lastError: "zq7srv refused" },
  ]);
  await db.insert(serverPerformance).values(
    [serverId, child].map((id) => ({
      serverId: id,
      sampledAt: now,
      operatingSystem: "Windows Server 2019",
      architecture: "x64",
      processors: 8,
      processorName: "Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz",
      memoryBytes: 2 ** 34,
      diskBytes: 2 ** 40,
      diskFreeBytes: 2 ** 39,
      processorPercent: 12.5,
      processResidentBytes: 2 ** 28,
      processStartedAt: ago(1),
    })),
  );
  await db.insert(fileExchangeEndpoints).values({
    serverId,
    url: "https://topserver.fabrikam.example:4023",
    certificate: "-----BEGIN CERTIFICATE----- topserver",
    updatedAt: now,
  });
  const [user] = await db
    .insert(users)
    .values({ userName: "olga.petrova", displayName: "Olga Petrova", locale: "de" })
    .returning();
  await db.insert(sessions).values({
    userId: user?.id ?? "",
    source: "10.77.88.99",
    userAgent: "Mozilla/5.0 (Windows NT 10.0) Firefox/75.0 zq7srv.fabrikam.example olga@fabrikam.example",
    createdAt: ago(2),
    lastSeenAt: ago(1),
    expiresAt: now,
  });
  await db.insert(auditMessages).values({
    time: ago(1),
    messageId: 60010,
    actorKind: "user",
    actorName: "FABRIKAM\\olga.petrova",
    source: "10.77.88.99",
    action: "updates.check",
    objectId: "ZQ7",
    strings: ["FABRIKAM\\olga.petrova", "ZQ7"],
    correlationId: "1",
  });
  await db.insert(statusMessages).values({
    time: ago(1),
    messageId: 1104,
    severity: 0xc0000000,
    messageType: 256,
    component: "SMS_SITE_BACKUP",
    machineName: "zq7srv.fabrikam.example",
    siteCode: "ZQ7",
    processId: 1,
    threadId: 1,
    strings: ["SMS_SITE_BACKUP", "zq7srv refused"],
  });
  await db.insert(alerts).values({
    code: "backup.failed",
    objectId: "ZQ7",
    severity: 2,
    params: { site: "ZQ7", error: "zq7srv refused" },
    firstRaisedAt: ago(1),
    lastRaisedAt: ago(1),
  });
  await db.insert(hierarchySettings).values({
    preReleaseConsentAt: ago(9),
    preReleaseConsentBy: "FABRIKAM\\olga.petrova",
    preProductionCollection: "Olgas Pilots",
    productionClientVersion: "5.00.8853.1006",
    softwareAssuranceExpiration: "2021-06-30",
  });
  await db.insert(serviceWindows).values({
    siteCode: "ZQ7",
    name: "Olgas Window",
    daysOfWeek: 1,
    beginTime: "02:00",
    durationMinutes: 60,
    timeZone: "Europe/Moscow",
    createdBy: "FABRIKAM\\olga.petrova",
    createdAt: ago(9),
  });
  await db.insert(maintenanceTasks).values({ siteCode: "ZQ7", task: BACKUP_TASK, lastResult: "failed" });
  await plantUpdate(db, now);
  await db.insert(clientSummary).values([
    clientGroup(),
    clientGroup({
      clients: 5,
      isServer: true,
      osName: "Windows Server 2019",
      osBranch: null,
      formFactor: "server",
    }),
    clientGroup({
      clients: 2,
      healthIssue: "wmi-repository",
      virtualizedBy: "Hyper-V",
      surfaceModel: "Surface Pro 7",
    }),
  ]);
}

async function plantUpdate(db: Database, now: Date): Promise<void> {
  await db.insert(updatePackages).values({
    packageGuid: PACKAGE,
    name: "Olgas Pilots",
    description: { en: "for zq7srv" },
    fullVersion: "5.00.8913.1000",
    minCmVersion: "5.00.8692.1000",
    maxCmVersion: "5.00.8853.9999",
    dateCreated: now,
    dateReleased: now,
    lastUpdateTime: now,
    impact: 31,
    updateType: 2,
    state: UPDATE_STATE.INSTALL_FAILED,
    manifestEntry: {},
    totalBytes: 1000,
    installedAt: now,
  });
  await db.insert(updateDownloads).values({
    packageGuid: PACKAGE,
    phase: "done",
    bytesDone: 1000,
    errorCode: "target-hash-mismatch",
    errorParams: { host: "zq7srv.fabrikam.example" },
    requestedBy: "FABRIKAM\\olga.petrova",
    updatedAt: now,
  });
  await db.insert(updatePackageRuns).values({
    packageGuid: PACKAGE,
    prereqFlag: 0,
    requestedBy: "FABRIKAM\\olga.petrova",
    requestedAt: now,
    finishedAt: now,
  });
  await db.insert(updatePackageSiteStatus).values({
    packageGuid: PACKAGE,
    siteCode: "ZQ7",
    state: UPDATE_STATE.INSTALL_FAILED,
    prereqFlag: 0,
    lastUpdateTime: now,
    errorCode: "disk-full",
    errorParams: { server: "zq7srv.fabrikam.example" },
  });
  await db.insert(contentDistributions).values({
    packageId: "CAS00001",
    version: 1,
    siteCode: "ZQ7",
    state: "stored",
    createdAt: now,
    storedAt: now,
    errorParams: { server: "zq7srv.fabrikam.example" },
    updatedAt: now,
  });
  await db.insert(fileReplicationRoutes).values({
    sourceSiteCode: "CAS",
    destinationSiteCode: "ZQ7",
    bytesPerSecond: 1000,
    updatedAt: now,
    updatedBy: "FABRIKAM\\olga.petrova",
  });
}
