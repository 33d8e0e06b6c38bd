import path from "node:path";
import { and, eq, isNull, ne } from "drizzle-orm";
import { Hour, Minute } from "@/lib/clock";
import { siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { registeredSiteServers } from "./registered-servers";
import { runFileServer } from "./run-file-server";
import type { Verdict } from "./serve-files";
import type { SharedFile } from "./share-path";

/**
 * SMS_MP_FILE_DISPATCH_MANAGER: gives the payloads of a remote service connection point to the top-level site's
 * server. A role on the site server itself has its files where they are wanted.
 */
export const fileDispatchManager: ComponentDefinition = {
  name: "SMS_MP_FILE_DISPATCH_MANAGER",
  logFile: COMPONENT_LOG_FILES.SMS_MP_FILE_DISPATCH_MANAGER,
  type: 0,
  runsOn: "service-connection-point",
  async run(thread) {
    if (await isSiteServer(thread)) {
      thread.log.info("The role is on the site server: nothing has to be moved.");
      while (!thread.signal.aborted) await thread.wait([], Hour.ms);
      return;
    }
    const receivers = new Receivers(thread);
    await runFileServer(thread, {
      judge: (certificate, file) => receivers.judge(certificate, file),
      refresh: () => receivers.refresh(),
      topics: ["replication", "role", "sites"],
      refreshMs: Minute.ms,
    });
  },
};

class Receivers {
  private fingerprints: ReadonlySet<string> = new Set();
  private readonly root: string;

  constructor(private readonly thread: ThreadContext) {
    this.root = path.join(thread.installDir, "EasySetupPayload");
  }

  async refresh(): Promise<void> {
    const topLevel = and(isNull(sites.parentSiteCode), ne(siteSystemServers.id, this.thread.serverId));
    this.fingerprints = new Set((await registeredSiteServers(this.thread.db, topLevel)).keys());
  }

  async judge(certificate: string | null, { share }: SharedFile): Promise<Verdict> {
    if (certificate === null) return { verdict: "unknown-certificate" };
    // Its certificate may have been registered a moment ago.
    if (!this.fingerprints.has(certificate)) await this.refresh();
    if (!this.fingerprints.has(certificate)) return { verdict: "unknown-certificate" };
    return share === "EasySetupPayload" ? { verdict: "allowed", root: this.root } : { verdict: "refused" };
  }
}

async function isSiteServer({ db, serverId }: ThreadContext): Promise<boolean> {
  const rows = await db
    .select({ id: siteSystemRoles.id })
    .from(siteSystemRoles)
    .where(and(eq(siteSystemRoles.serverId, serverId), eq(siteSystemRoles.role, SITE_SERVER_ROLE)));
  return rows.length > 0;
}
