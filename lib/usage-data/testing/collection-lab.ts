import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { siteSystemServers, sites } from "@/lib/db/schema";
import type { ComponentLog, ThreadContext } from "@/lib/executive/component-thread";
import { emptyTables } from "@/lib/testing/empty-tables";

export interface CollectionLab {
  installDir: string;
  /** Every log line so far. */
  lines: string[];
  thread(signal?: AbortSignal): ThreadContext;
  close(): Promise<void>;
}

/** A hierarchy of one central administration site, and the thread that collects on its server. */
export async function startCollectionLab(db: Database, clock: Clock): Promise<CollectionLab> {
  const installDir = await mkdtemp(path.join(os.tmpdir(), "scp-usage-data-"));
  await db.insert(sites).values({
    siteCode: "CAS",
    name: "Fabrikam Headquarters",
    type: 4,
    version: "1906",
    fullVersion: "5.00.8853.1000",
    timeZone: "Europe/Berlin",
    installedAt: new Date("2020-01-01T10:30:00Z"),
  });
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn: "topserver.fabrikam.example", siteCode: "CAS" })
    .returning({ id: siteSystemServers.id });
  const lines: string[] = [];
  return {
    installDir,
    lines,
    thread: (signal) =>
      collectionThread({ db, clock, installDir, serverId: server?.id ?? "", lines, signal }),
    async close() {
      await rm(installDir, { recursive: true, force: true });
      await emptyTables(
        db,
        `usage_data_runs, usage_data_uploads, usage_data_settings, alerts, status_messages,
        client_summary, server_performance, sites, site_system_servers`,
      );
    },
  };
}

/** The thread that collects, without an executive around it; it looks often instead of listening. */
export function collectionThread({
  lines,
  signal = new AbortController().signal,
  ...given
}: Pick<ThreadContext, "db" | "clock" | "installDir" | "serverId"> & {
  lines: string[];
  signal?: AbortSignal;
}): ThreadContext {
  const line = (severity: string) => (message: string) => void lines.push(`${severity} ${message}`);
  const log: ComponentLog = {
    info: line("info"),
    warning: line("warning"),
    error: line("error"),
    line: (severity, message) => line(String(severity))(message),
  };
  return {
    ...given,
    component: "SMS_DATABASE_NOTIFICATION_MONITOR",
    threadId: 1,
    serverFqdn: "topserver.fabrikam.example",
    siteCode: "CAS",
    connectionString: "",
    signal,
    log,
    logTo: () => log,
    fileExchange: { host: "127.0.0.1", port: 0, advertisedHost: "127.0.0.1" },
    ownsServer: async () => true,
    setNextScheduled: async () => {},
    wait: async (_topics, timeoutMs) => {
      await delay(Math.min(timeoutMs, 20), undefined, { signal }).catch(() => {});
      return signal.aborted ? "stopped" : "event";
    },
  };
}
