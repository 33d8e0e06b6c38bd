import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { type Clock, systemClock } from "@/lib/clock";
import { ContentLibrary } from "@/lib/content-library/content-library";
import type { Database } from "@/lib/db/connection";
import {
  componentThreads,
  easySetupVersions,
  siteSystemRoles,
  siteSystemServers,
  sites,
  updatePackageSiteStatus,
  updatePackages,
} from "@/lib/db/schema";
import type { ComponentLog, ThreadContext } from "@/lib/executive/component-thread";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { emptyTables } from "@/lib/testing/empty-tables";
import { UPDATE_STATE, type UpdateStateName, updateStateName } from "../../state-machine";
import { INSTALL_MAP, type InstallMap } from "../install-map";
import { readSiteWork, type SiteWork } from "../site-work";
import { UPDATE_MAP_ARCHIVE } from "../update-map";
import { buildUpdateMap, packInstallMap, packUpdateMap } from "../write-maps";

export const PACKAGE = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";
export const OLD_VERSION = "5.00.8853.1000";
export const NEW_VERSION = "5.00.8913.1000";
const FQDN = "server.contoso.com";
const CONTENT = { packageId: "CAS00001", version: 1 };

/** New content of the package's files; two of them replace files of the old version, one changes nothing. */
const PAYLOAD: Record<string, string> = {
  "SMSSetup/BIN/X64/cmupdate.exe": "new cmupdate",
  "SMSSetup/BIN/X64/setupcore.dll": "new setupcore",
  "SMSSetup/BIN/X64/added.dll": "was not there before",
  "SMSSetup/BIN/X64/same.dll": "the same in both",
  "SMSSetup/BIN/i386/ConsoleSetup/AdminConsole.msi": "new console",
  "SMSSetup/CLIENT/x64/client.msi": "new client",
  "SMSSetup/OSD/boot.wim.delta": "new boot image",
  "SMSSetup/splash.hta": "new splash",
  "redist/sqlncli.msi": "new redistributable",
};

/** The installation folder before the update. */
export const OLD_FILES: Record<string, string> = {
  "bin/X64/cmupdate.exe": "old cmupdate",
  "bin/X64/setupcore.dll": "old setupcore",
  "bin/X64/same.dll": "the same in both",
  "bin/X64/untouched.dll": "nobody names it",
  "tools/ConsoleSetup/AdminConsole.msi": "old console",
  "Client/x64/client.msi": "old client",
  "cd.latest/SMSSetup/splash.hta": "old splash",
};

export interface InstallationLab {
  /** Holds the one installation folder, named for its server. */
  serversDir: string;
  installDir: string;
  lines: string[];
  /** Called with every log line; a test may stop the thread at one. */
  onLine: (line: string) => void;
  clock: Clock;
  thread(signal?: AbortSignal): ThreadContext;
  work(): Promise<SiteWork>;
  state(): Promise<UpdateStateName | null>;
  setState(state: UpdateStateName, changes?: { siteInstallId?: number }): Promise<void>;
  site(): Promise<typeof sites.$inferSelect | undefined>;
  /** Every file of the installation folder that is the site's, by path. */
  files(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

/** A site server with an old version, and an update whose content has arrived. */
export async function startInstallationLab(
  db: Database,
  connectionString: string,
  options: { installMap?: Partial<InstallMap>; siteCode?: string; parentSiteCode?: string } = {},
): Promise<InstallationLab> {
  const { siteCode = "CAS", parentSiteCode = null, installMap = {} } = options;
  const serversDir = await mkdtemp(path.join(os.tmpdir(), "scp-install-"));
  const installDir = path.join(serversDir, FQDN);
  for (const [name, content] of Object.entries(OLD_FILES)) await put(installDir, name, content);
  if (parentSiteCode) await insertSite(db, parentSiteCode, null);
  await insertSite(db, siteCode, parentSiteCode);
  const serverId = await insertServer(db, siteCode);
  await insertPackage(db, siteCode);
  await storeContent(db, installDir, installMap);
  const lab: InstallationLab = {
    serversDir,
    installDir,
    lines: [],
    onLine: () => {},
    clock: systemClock,
    thread: (signal = new AbortController().signal) =>
      threadOf(lab, { db, connectionString, serverId, siteCode, signal }),
    async work() {
      const [work] = await readSiteWork(lab.thread());
      if (!work) throw new Error("nothing to do at the site");
      return work;
    },
    async state() {
      const [row] = await db
        .select()
        .from(updatePackageSiteStatus)
        .where(eq(updatePackageSiteStatus.siteCode, siteCode));
      return row ? updateStateName(row.state) : null;
    },
    async setState(state, changes = {}) {
      await db
        .update(updatePackageSiteStatus)
        .set({ state: UPDATE_STATE[state], ...changes })
        .where(eq(updatePackageSiteStatus.siteCode, siteCode));
    },
    site: async () => (await db.select().from(sites).where(eq(sites.siteCode, siteCode)))[0],
    files: () => readFiles(installDir),
    close: () => rm(serversDir, { recursive: true, force: true }),
  };
  return lab;
}

/** What the site's files are when the update is installed and finished. */
export async function installedFiles(lab: InstallationLab): Promise<Record<string, string>> {
  const after: Record<string, string> = { ...OLD_FILES };
  const places: Record<string, string> = {
    "bin/X64/cmupdate.exe": "SMSSetup/BIN/X64/cmupdate.exe",
    "bin/X64/setupcore.dll": "SMSSetup/BIN/X64/setupcore.dll",
    "bin/X64/added.dll": "SMSSetup/BIN/X64/added.dll",
    "tools/ConsoleSetup/AdminConsole.msi": "SMSSetup/BIN/i386/ConsoleSetup/AdminConsole.msi",
    "Client/x64/client.msi": "SMSSetup/CLIENT/x64/client.msi",
    "OSD/boot.wim.delta": "SMSSetup/OSD/boot.wim.delta",
  };
  for (const [target, source] of Object.entries(places)) after[target] = PAYLOAD[source] ?? "";
  for (const [source, content] of Object.entries(PAYLOAD)) after[`cd.latest/${source}`] = content;
  const staged = await readFiles(path.join(lab.installDir, "cd.latest"));
  for (const map of [INSTALL_MAP, UPDATE_MAP_ARCHIVE]) after[`cd.latest/${map}`] = staged[map] ?? "";
  return after;
}

export async function clearInstallationLab(db: Database): Promise<void> {
  await emptyTables(
    db,
    `update_packages, easy_setup_versions, alerts, status_messages, component_threads, component_commands,
       service_windows, site_system_roles, site_system_servers, sites`,
  );
}

/** Whatever the supervisor would report after it started the services again. */
export async function reportRunning(db: Database, thread: ThreadContext): Promise<void> {
  for (const component of ["SMS_EXECUTIVE", "SMS_HIERARCHY_MANAGER"]) {
    const started = { state: "running" as const, startedAt: new Date() };
    await db
      .insert(componentThreads)
      .values({ serverId: thread.serverId, component, ...started })
      .onConflictDoUpdate({ target: [componentThreads.serverId, componentThreads.component], set: started });
  }
}

/** A child site whose content could not be sent to it: the folders where engine and components keep their own. */
const NOT_THE_SITES = /^(\.update|CMUStaging|ContentLib|inboxes|Logs)(\/|$)/;

async function readFiles(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file).split(path.sep).join("/");
    if (!NOT_THE_SITES.test(name)) files[name] = await readFile(file, "latin1");
  }
  return files;
}

async function put(folder: string, name: string, content: string): Promise<void> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function insertSite(db: Database, siteCode: string, parentSiteCode: string | null): Promise<void> {
  await db.insert(sites).values({
    siteCode,
    name: `Site ${siteCode}`,
    type: parentSiteCode ? 2 : 4,
    parentSiteCode,
    version: "1906",
    fullVersion: OLD_VERSION,
    databaseVersion: OLD_VERSION,
    configuration: { microsoftIntuneSubscription: true },
  });
}

async function insertServer(db: Database, siteCode: string): Promise<string> {
  const [server] = await db.insert(siteSystemServers).values({ fqdn: FQDN, siteCode }).returning();
  if (!server) throw new Error("no server");
  await db.insert(siteSystemRoles).values({ serverId: server.id, role: SITE_SERVER_ROLE });
  return server.id;
}

async function insertPackage(db: Database, siteCode: string): Promise<void> {
  const at = new Date();
  await db.insert(updatePackages).values({
    packageGuid: PACKAGE,
    name: "Configuration Manager 1910",
    description: { en: "New features." },
    fullVersion: NEW_VERSION,
    minCmVersion: "5.00.8692.1000",
    maxCmVersion: "5.00.8853.9999",
    dateCreated: at,
    dateReleased: at,
    lastUpdateTime: at,
    impact: 31,
    updateType: 0,
    state: UPDATE_STATE.INSTALL_IN_PROGRESS,
    manifestEntry: { version: "1910" },
    totalBytes: 1,
  });
  await db.insert(updatePackageSiteStatus).values({
    packageGuid: PACKAGE,
    siteCode,
    state: UPDATE_STATE.INSTALL_IN_PROGRESS,
    prereqFlag: 0,
    lastUpdateTime: at,
  });
}

async function storeContent(
  db: Database,
  installDir: string,
  installMap: Partial<InstallMap>,
): Promise<void> {
  const files = new Map<string, Uint8Array>(
    Object.entries(PAYLOAD).map(([name, text]) => [name, Buffer.from(text)]),
  );
  const facts = [...files].map(([name, data]) => ({
    path: name,
    bytes: data.byteLength,
    sha256: sha256(data),
  }));
  files.set(
    UPDATE_MAP_ARCHIVE,
    await packUpdateMap(buildUpdateMap({ packageGuid: PACKAGE, fullVersion: NEW_VERSION }, facts)),
  );
  files.set(INSTALL_MAP, packInstallMap(installMap));
  const library = new ContentLibrary(installDir);
  const stored = [];
  for (const [name, data] of files) {
    stored.push(
      await library.addFile({
        path: name,
        bytes: data.byteLength,
        sha256: sha256(data),
        signal: new AbortController().signal,
        read: async (start) => once(data.subarray(start)),
      }),
    );
  }
  const manifestSha256 = await library.writeManifest({ ...CONTENT, files: stored });
  await db.insert(easySetupVersions).values({
    ...CONTENT,
    packageGuid: PACKAGE,
    sourceHash: "0".repeat(64),
    manifestSha256,
    fileCount: stored.length,
    totalBytes: 1,
    createdAt: new Date(),
  });
}

const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

async function* once(data: Uint8Array): AsyncIterable<Uint8Array> {
  yield data;
}

function threadOf(
  lab: InstallationLab,
  known: Pick<ThreadContext, "db" | "connectionString" | "serverId" | "siteCode" | "signal">,
): ThreadContext {
  const say = (message: string) => {
    lab.lines.push(message);
    lab.onLine(message);
  };
  const log: ComponentLog = {
    info: say,
    warning: say,
    error: say,
    line: (_severity, message) => say(message),
  };
  return {
    ...known,
    component: "CONFIGURATION_MANAGER_UPDATE",
    threadId: 1,
    serverFqdn: FQDN,
    installDir: lab.installDir,
    clock: lab.clock,
    log,
    logTo: () => log,
    fileExchange: { host: "127.0.0.1", port: 0, advertisedHost: "127.0.0.1" },
    ownsServer: async () => true,
    setNextScheduled: async () => {},
    wait: async () => (known.signal.aborted ? "stopped" : "event"),
  };
}
