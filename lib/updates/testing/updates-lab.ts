import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { systemClock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import {
  cloudEnvironments,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import type { ComponentLog, ComponentName, ThreadContext } from "@/lib/executive/component-thread";
import { emptyTables } from "@/lib/testing/empty-tables";
import { addUpdate } from "@/lib/updates/publish/add-update";
import { createRepository } from "@/lib/updates/publish/create-repository";
import type { Publisher } from "@/lib/updates/publish/publisher";
import { removeUpdate } from "@/lib/updates/publish/remove-update";
import { DEFAULT_LIFETIME_DAYS } from "@/lib/updates/publish/roles";
import type { ManifestEntryFacts } from "../manifest";
import { type KeptFiles, keepFiles, putFiles } from "./kept-files";
import { type RangeServer, startRangeServer } from "./range-server";

export interface UpdatesLab {
  publisher: Publisher;
  server: RangeServer;
  installDir: string;
  serverId: string;
  /** Every log line so far. */
  lines: string[];
  publish(facts: Partial<ManifestEntryFacts>, files: Record<string, Buffer>): Promise<void>;
  /** What is published, with its keys, for a lab that begins with it. */
  keep(): Promise<KeptFiles>;
  withdraw(packageGuid: string): Promise<void>;
  thread(component: ComponentName, signal?: AbortSignal): ThreadContext;
  close(): Promise<void>;
}

export const PACKAGE = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";

/**
 * A hierarchy of one site with the role, and a published catalogue on loopback.
 * @param published repository and keys that an earlier lab kept; an empty catalogue when left out
 */
export async function startUpdatesLab(
  db: Database,
  connectionString: string,
  published?: KeptFiles,
): Promise<UpdatesLab> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "scp-updates-"));
  const publisher = publisherIn(folder);
  await putFiles(published ?? (await emptyCatalogue()), folder);
  const server = await startRangeServer(publisher.repository);
  const installDir = path.join(folder, "install");
  const serverId = await installRole(db, publisher, server.url);
  const lines: string[] = [];
  const line = (severity: string) => (message: string) => void lines.push(`${severity} ${message}`);
  const log: ComponentLog = {
    info: line("info"),
    warning: line("warning"),
    error: line("error"),
    line: (severity, message) => line(String(severity))(message),
  };
  return {
    publisher,
    server,
    installDir,
    serverId,
    lines,
    async publish(facts, files) {
      await addUpdate(publisher, {
        facts: { ...FACTS, ...facts },
        replace: true,
        files: Object.entries(files).map(([name, content]) => ({
          path: name,
          open: () => Readable.from([content]),
        })),
      });
    },
    keep: () => keepFiles(folder),
    async withdraw(packageGuid) {
      await removeUpdate({ ...publisher, now: new Date() }, packageGuid);
    },
    thread: (component, signal = new AbortController().signal) => ({
      component,
      threadId: 1,
      serverId,
      serverFqdn: "scp01.contoso.com",
      siteCode: "CAS",
      installDir,
      connectionString,
      db,
      clock: systemClock,
      signal,
      log,
      logTo: () => log,
      fileExchange: { host: "127.0.0.1", port: 0, advertisedHost: "127.0.0.1" },
      ownsServer: async () => true,
      setNextScheduled: async () => {},
      // Looks often instead of listening: what is waited for comes within a moment.
      wait: async (_topics, timeoutMs) => {
        await delay(Math.min(timeoutMs, 50), undefined, { signal }).catch(() => {});
        return signal.aborted ? "stopped" : "event";
      },
    }),
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const publisherIn = (folder: string): Publisher => ({
  repository: path.join(folder, "repository"),
  keys: path.join(folder, "keys"),
  now: new Date(),
  lifetimeDays: DEFAULT_LIFETIME_DAYS,
});

let empty: Promise<KeptFiles> | undefined;

/** Made once for all labs of a test file: keys and signatures that survive a power cut take their time. */
const emptyCatalogue = (): Promise<KeptFiles> => {
  empty ??= (async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "scp-updates-"));
    await createRepository(publisherIn(folder));
    const files = await keepFiles(folder);
    await rm(folder, { recursive: true });
    return files;
  })();
  return empty;
};

const FACTS: ManifestEntryFacts = {
  packageGuid: PACKAGE,
  name: "Configuration Manager 1910",
  description: { en: "New features." },
  version: "1910",
  fullVersion: "5.00.8913.1000",
  minCmVersion: "5.00.8692.1000",
  maxCmVersion: "5.00.8853.9999",
  dateReleased: "2019-11-29T00:00:00Z",
  impact: 31,
  updateType: 0,
  supersedes: [],
  requiredConfiguration: [],
  earlyUpdateRing: false,
};

async function installRole(db: Database, publisher: Publisher, url: string): Promise<string> {
  const root = await readFile(path.join(publisher.repository, "metadata/1.root.json"), "utf8");
  const id = `Lab ${randomUUID()}`;
  await db.insert(cloudEnvironments).values({
    id,
    name: "Lab",
    catalogueMetadataUrl: `${url}metadata/`,
    catalogueTargetsUrl: `${url}targets/`,
    catalogueTrustedRoot: JSON.parse(root),
  });
  await db.insert(sites).values({
    siteCode: "CAS",
    name: "Contoso Central",
    type: 4,
    version: "1906",
    fullVersion: "5.00.8853.1000",
  });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "scp01.contoso.com", siteCode: "CAS" })
    .returning();
  if (!server) throw new Error("no server");
  const [role] = await db
    .insert(siteSystemRoles)
    .values({ serverId: server.id, role: SERVICE_CONNECTION_POINT_ROLE })
    .returning();
  if (!role) throw new Error("no role");
  await db
    .insert(serviceConnectionPoint)
    .values({ roleId: role.id, environmentId: id, runningMode: "online" });
  return server.id;
}

/** Removes everything the lab put into the database. */
export async function clearUpdatesLab(db: Database): Promise<void> {
  await emptyTables(
    db,
    `update_packages, update_check, usage_data_runs, update_package_log_lines, alerts, status_messages,
       service_connection_point, site_system_roles, site_system_servers, sites, cloud_environments`,
  );
  await db.execute("delete from pgboss.job");
}
