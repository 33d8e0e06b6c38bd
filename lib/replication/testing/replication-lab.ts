import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "@/lib/db/connection";
import {
  SERVICE_CONNECTION_POINT_ROLE,
  siteSystemRoles,
  siteSystemServers,
  sites,
  updatePackageFiles,
  updatePackages,
} from "@/lib/db/schema";
import type { ComponentDefinition, ComponentLog, ThreadContext } from "@/lib/executive/component-thread";
import { fileDispatchManager } from "@/lib/file-exchange/file-dispatch-manager.component";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { emptyTables } from "@/lib/testing/empty-tables";
import { packageFolder } from "@/lib/updates/run-download";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { despooler } from "../despooler.component";
import { distributionManager } from "../distribution-manager.component";
import { lanSender } from "../lan-sender.component";
import { scheduler } from "../scheduler.component";

export const SITES = ["CAS", "PR1", "PR2"] as const;
export type SiteCode = (typeof SITES)[number];

/** The threads that replicate, at the top-level site and at a child. */
const AT_TOP = [distributionManager, scheduler, lanSender];
const AT_CHILD = [distributionManager, despooler];

interface Running {
  siteCode: string;
  component: string;
  stop: AbortController;
  done: Promise<void>;
}

/** A central administration site with two child primaries in one process, each with a folder of its own. */
export class ReplicationLab {
  /** `<log file> <message>` of each site. */
  readonly lines: Record<string, string[]> = { CAS: [], PR1: [], PR2: [], SCP: [] };
  readonly clock = { now: () => new Date(Date.now() + this.aheadMs) };
  private aheadMs = 0;
  private running: Running[] = [];
  private readonly serverIds = new Map<string, string>();

  private constructor(
    private readonly db: Database,
    private readonly folder: string,
  ) {}

  /** @param roleOn the server that holds the role: the top-level site server, or one of its own */
  static async start(db: Database, roleOn: "CAS" | "SCP" = "CAS"): Promise<ReplicationLab> {
    const lab = new ReplicationLab(db, await mkdtemp(path.join(os.tmpdir(), "scp-replication-")));
    for (const siteCode of SITES) {
      await db.insert(sites).values({
        siteCode,
        name: `Site ${siteCode}`,
        type: siteCode === "CAS" ? 4 : 2,
        parentSiteCode: siteCode === "CAS" ? null : "CAS",
        version: "1906",
        fullVersion: "5.00.8853.1000",
      });
      await lab.addServer(siteCode, siteCode, SITE_SERVER_ROLE);
    }
    if (roleOn === "SCP") await lab.addServer("SCP", "CAS", SERVICE_CONNECTION_POINT_ROLE);
    else await lab.addRole("CAS", SERVICE_CONNECTION_POINT_ROLE);
    return lab;
  }

  installDir = (server: string): string => path.join(this.folder, server);
  advance(ms: number): void {
    this.aheadMs += ms;
  }

  /** A downloaded package that somebody wants installed. */
  async enable(packageGuid: string, files: Record<string, Buffer>, server = "CAS"): Promise<void> {
    const now = this.clock.now();
    await this.db.insert(updatePackages).values({
      packageGuid,
      name: "Configuration Manager 1910",
      description: { en: "New features." },
      fullVersion: "5.00.8913.1000",
      minCmVersion: "5.00.8692.1000",
      maxCmVersion: "5.00.8853.9999",
      dateCreated: now,
      dateReleased: now,
      lastUpdateTime: now,
      impact: 31,
      updateType: 0,
      state: UPDATE_STATE.ENABLED,
      manifestEntry: {},
      totalBytes: Object.values(files).reduce((sum, { length }) => sum + length, 0),
    });
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(packageFolder(this.installDir(server), packageGuid), name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
      await this.db.insert(updatePackageFiles).values({
        packageGuid,
        path: name,
        kind: "payload",
        targetPath: name,
        bytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
        verifiedAt: now,
      });
    }
  }

  startAll(...siteCodes: SiteCode[]): void {
    for (const siteCode of siteCodes.length > 0 ? siteCodes : SITES) {
      for (const component of siteCode === "CAS" ? AT_TOP : AT_CHILD) this.run(siteCode, component);
    }
  }

  startDispatch = (): void => this.run("SCP", fileDispatchManager);

  run(server: string, component: ComponentDefinition): void {
    const stop = new AbortController();
    const done = component.run(this.thread(server, component, stop.signal));
    // Its failure is seen when it is stopped.
    done.catch(() => {});
    this.running.push({ siteCode: server, component: component.name, stop, done });
  }

  /** Ends threads at once, wherever they are. */
  async stop(which: (running: Running) => boolean = () => true): Promise<void> {
    const ending = this.running.filter(which);
    this.running = this.running.filter((running) => !ending.includes(running));
    for (const { stop } of ending) stop.abort();
    await Promise.all(ending.map(({ done }) => done));
  }

  thread(
    server: string,
    component: Pick<ComponentDefinition, "name" | "logFile">,
    signal = new AbortController().signal,
  ): ThreadContext {
    const line = (message: string) => void this.lines[server]?.push(`${component.logFile} ${message}`);
    const log: ComponentLog = {
      info: line,
      warning: line,
      error: line,
      line: (_s, message) => line(message),
    };
    return {
      component: component.name,
      threadId: 1,
      serverId: this.serverIds.get(server) ?? "",
      serverFqdn: `${server.toLowerCase()}.contoso.com`,
      siteCode: server === "SCP" ? "CAS" : server,
      installDir: this.installDir(server),
      connectionString: "",
      db: this.db,
      clock: this.clock,
      signal,
      log,
      logTo: () => log,
      fileExchange: { host: "127.0.0.1", port: 0, advertisedHost: "127.0.0.1" },
      ownsServer: async () => true,
      setNextScheduled: async () => {},
      // Looks often instead of listening: what is waited for comes within a moment.
      wait: async (_topics, timeoutMs) => {
        await delay(Math.min(timeoutMs, 30), undefined, { signal }).catch(() => {});
        return signal.aborted ? "stopped" : "event";
      },
    };
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
    await emptyTables(
      this.db,
      `update_packages, easy_setup_settings, easy_setup_versions, content_distributions,
         file_replication_routes, update_package_site_status, update_package_steps, file_exchange_endpoints,
         alerts, status_messages, site_system_roles, site_system_servers, sites, cloud_environments`,
    );
  }

  private async addServer(name: string, siteCode: string, role: string): Promise<void> {
    const [server] = await this.db
      .insert(siteSystemServers)
      .values({ fqdn: `${name.toLowerCase()}.contoso.com`, siteCode })
      .returning();
    this.serverIds.set(name, server?.id ?? "");
    await mkdir(this.installDir(name), { recursive: true });
    await this.addRole(name, role);
  }

  private async addRole(name: string, role: string): Promise<void> {
    await this.db.insert(siteSystemRoles).values({ serverId: this.serverIds.get(name) ?? "", role });
  }
}
