import path from "node:path";
import { and, eq, isNull, ne } from "drizzle-orm";
import { Hour, Minute } from "@/lib/clock";
import { siteSystemRoles, siteSystemServers, sites } from "@/lib/db/schema";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { AccountGate } from "./account-gate";
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
      judge: (certificate, file, authorization) => receivers.judge(certificate, file, authorization),
      refresh: () => receivers.refresh(),
      topics: ["replication", "role", "sites"],
      refreshMs: Minute.ms,
    });
  },
};

class Receivers {
  private fingerprints: ReadonlySet<string> = new Set();
  private readonly account: AccountGate;

  constructor(private readonly thread: ThreadContext) {
    this.account = new AccountGate(thread.db, thread.serverId);
  }

  async refresh(): Promise<void> {
    const topLevel = and(isNull(sites.parentSiteCode), ne(siteSystemServers.id, this.thread.serverId));
    this.fingerprints = new Set((await registeredSiteServers(this.thread.db, topLevel)).keys());
    await this.account.refresh();
  }

  async judge(
    certificate: string | null,
    { share }: SharedFile,
    authorization: string | null,
  ): Promise<Verdict> {
    if (certificate === null) return { verdict: "unknown-certificate" };
    // Its certificate may have been registered a moment ago.
    if (!this.fingerprints.has(certificate)) await this.refresh();
    if (!this.fingerprints.has(certificate)) return { verdict: "unknown-certificate" };
    if (share !== "EasySetupPayload" && share !== "TestTransfer") return { verdict: "refused" };
    if (!(await this.admits(authorization))) return { verdict: "account-refused" };
    return { verdict: "allowed", root: path.join(this.thread.installDir, share) };
  }

  /** Whether the installation account of this server is shown, where one is set. */
  private async admits(authorization: string | null): Promise<boolean> {
    if (await this.account.admits(authorization)) return true;
    // It may have been changed a moment ago.
    await this.account.refresh();
    if (await this.account.admits(authorization)) return true;
    this.thread.log.error("ERROR: The site system installation account shown is not the one of this server.");
    return false;
  }
}

async function isSiteServer({ db, serverId }: ThreadContext): Promise<boolean> {
  const rows = await db
    .select({ id: siteSystemRoles.id })
    .from(siteSystemRoles)
    .where(and(eq(siteSystemRoles.serverId, serverId), eq(siteSystemRoles.role, SITE_SERVER_ROLE)));
  return rows.length > 0;
}
