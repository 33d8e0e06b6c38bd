import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import {
  cloudEnvironments,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
  updatePackageFiles,
  updatePackageSiteStatus,
  updatePackages,
} from "@/lib/db/schema";
import type { ComponentLog, ThreadContext } from "@/lib/executive/component-thread";
import { emptyTables } from "@/lib/testing/empty-tables";
import { testClock } from "@/lib/testing/factories";
import type { ManifestEntry } from "@/lib/updates/manifest";
import { UPDATE_STATE, type UpdateStateName } from "@/lib/updates/state-machine";
import { settlePackageState } from "../site-status";

export const UPDATE = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";
export const OTHER = "61f16b3c-f1f6-4f9f-8647-2a524b0c802d";

/** A central administration site with two primaries and a secondary below the first, all on 1906. */
export async function installHierarchy(db: Database): Promise<string> {
  const version = { version: "1906", fullVersion: "5.00.8853.1000" };
  await db.insert(sites).values([
    { siteCode: "CAS", name: "Central", type: 4, ...version },
    { siteCode: "PR1", name: "One", type: 2, parentSiteCode: "CAS", ...version },
    { siteCode: "PR2", name: "Two", type: 2, parentSiteCode: "CAS", ...version },
    { siteCode: "SE1", name: "Branch", type: 1, parentSiteCode: "PR1", ...version },
  ]);
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "cas01.contoso.com", siteCode: "CAS" })
    .returning();
  if (!server) throw new Error("no server");
  const [role] = await db
    .insert(siteSystemRoles)
    .values({ serverId: server.id, role: SERVICE_CONNECTION_POINT_ROLE })
    .returning();
  if (!role) throw new Error("no role");
  await db.insert(cloudEnvironments).values({ id: "Lab", name: "Lab" });
  await db.insert(serviceConnectionPoint).values({ roleId: role.id, environmentId: "Lab" });
  return server.id;
}

/** A downloaded package, ready to install unless told otherwise. */
export async function addPackage(
  db: Database,
  {
    packageGuid = UPDATE,
    state = "DOWNLOAD_SUCCESS",
    entry = {},
    ...columns
  }: {
    packageGuid?: string;
    state?: UpdateStateName;
    entry?: Partial<ManifestEntry>;
    withdrawnAt?: Date;
    installedAt?: Date;
  } = {},
): Promise<void> {
  const published: ManifestEntry = {
    packageGuid,
    name: `Update ${packageGuid.at(-1)}`,
    description: { en: "An update." },
    version: "1910",
    fullVersion: "5.00.8913.1000",
    minCmVersion: "5.00.8692.1000",
    maxCmVersion: "5.00.8853.9999",
    dateReleased: "2019-11-29T00:00:00Z",
    impact: 1,
    updateType: 0,
    supersedes: [],
    requiredConfiguration: [],
    earlyUpdateRing: false,
    files: [{ path: "setup.cab", kind: "payload", target: `updates/${packageGuid}/setup.cab` }],
    ...entry,
  };
  const at = new Date("2020-04-01T00:00:00Z");
  await db.insert(updatePackages).values({
    packageGuid,
    name: published.name,
    description: published.description,
    fullVersion: published.fullVersion,
    clientVersion: published.clientVersion ?? null,
    minCmVersion: published.minCmVersion,
    maxCmVersion: published.maxCmVersion,
    dateCreated: at,
    dateReleased: new Date(published.dateReleased),
    lastUpdateTime: at,
    impact: published.impact,
    updateType: published.updateType,
    supersedes: published.supersedes,
    manifestEntry: published,
    totalBytes: 3,
    state: UPDATE_STATE[state],
    ...columns,
  });
  await db.insert(updatePackageFiles).values({
    packageGuid,
    path: "setup.cab",
    kind: "payload",
    targetPath: `updates/${packageGuid}/setup.cab`,
    bytes: 3,
    sha256: "a".repeat(64),
    bytesDone: 3,
    verifiedAt: at,
  });
}

/** Puts sites where their threads would have brought them. */
export async function sitesReach(
  db: Database,
  states: Record<string, UpdateStateName>,
  packageGuid = UPDATE,
): Promise<void> {
  const at = new Date();
  for (const [siteCode, state] of Object.entries(states)) {
    await db
      .update(updatePackageSiteStatus)
      .set({ state: UPDATE_STATE[state], lastUpdateTime: at })
      .where(
        and(
          eq(updatePackageSiteStatus.packageGuid, packageGuid),
          eq(updatePackageSiteStatus.siteCode, siteCode),
        ),
      );
  }
  await settlePackageState(db, packageGuid, at);
}

export interface HierarchyManagerThread {
  thread: ThreadContext;
  lines: string[];
}

/** SMS_HIERARCHY_MANAGER's place on the server of the central administration site. */
export function hierarchyManagerThread(
  db: Database,
  connectionString: string,
  serverId: string,
  clock = testClock(),
): HierarchyManagerThread {
  const lines: string[] = [];
  const line = (message: string) => void lines.push(message);
  const log: ComponentLog = {
    info: line,
    warning: line,
    error: line,
    line: (_severity, message) => line(message),
  };
  return {
    lines,
    thread: {
      component: "SMS_HIERARCHY_MANAGER",
      threadId: 1,
      serverId,
      serverFqdn: "cas01.contoso.com",
      siteCode: "CAS",
      installDir: mkdtempSync(path.join(os.tmpdir(), "scp-servicing-")),
      connectionString,
      db,
      clock,
      signal: new AbortController().signal,
      log,
      logTo: () => log,
      fileExchange: { host: "127.0.0.1", port: 0, advertisedHost: "127.0.0.1" },
      ownsServer: async () => true,
      setNextScheduled: async () => {},
      wait: async () => "timeout",
    },
  };
}

/** Removes everything the lab put into the database. */
export async function clearServicingLab(db: Database): Promise<void> {
  await emptyTables(
    db,
    `update_packages, update_package_runs, update_package_steps, update_package_prereq_status,
       update_package_log_lines, content_distributions, easy_setup_versions, easy_setup_settings, update_features,
       hierarchy_settings, service_windows, alerts, status_messages, service_connection_point, site_system_roles,
       site_system_servers, sites, cloud_environments`,
  );
}
