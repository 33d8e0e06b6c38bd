import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { serverTasks, siteSystemInstallationAccounts, siteSystemServers } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import type { ServerTaskView } from "@/lib/server-tasks/model";
import { readServerTask } from "@/lib/server-tasks/read-server-task";
import { defineQuery } from "@/lib/use-case";
import { findSiteServer } from "./find-site-server";
import { TEST_TRANSFER, type TestTransferResult, testTransferResult } from "./test-transfer.order";

export interface InstallationAccountView {
  /** Null: the site server's certificate alone counts. Never a password. */
  account: { userName: string; changedAt: Date; changedBy: string; readable: boolean } | null;
  /** Who presents it; null: this is the site server itself, or the site has none. */
  siteServer: string | null;
  /** The newest test transfer. */
  test: {
    state: ServerTaskView["state"];
    finishedAt: Date | null;
    result: TestTransferResult | null;
    failure: ServerTaskView["failure"];
  } | null;
}

/** The site system installation account of a server, and how the last test transfer went. */
export const getInstallationAccount = defineQuery({
  name: "get-installation-account",
  action: "role.view",
  input: z.object({ serverId: z.guid() }),
  async run({ db }, { serverId }) {
    const [server] = await db
      .select({ site: siteSystemServers.siteCode, account: siteSystemInstallationAccounts })
      .from(siteSystemServers)
      .leftJoin(
        siteSystemInstallationAccounts,
        eq(siteSystemInstallationAccounts.serverId, siteSystemServers.id),
      )
      .where(eq(siteSystemServers.id, serverId));
    if (!server) return fail("server-not-found");
    const siteServer = await findSiteServer(db, server.site);
    const { account } = server;
    const [newest] = await db
      .select({ id: serverTasks.id })
      .from(serverTasks)
      .where(and(eq(serverTasks.serverId, serverId), eq(serverTasks.kind, TEST_TRANSFER.kind)))
      .orderBy(desc(serverTasks.requestedAt))
      .limit(1);
    const task = newest ? await readServerTask(db, newest.id) : null;
    return ok({
      account: account && {
        userName: account.userName,
        changedAt: account.changedAt,
        changedBy: account.changedBy,
        // Another site server, or one whose key is new, cannot open it any more.
        readable: account.sealedTo === siteServer?.key?.fingerprint,
      },
      siteServer: siteServer?.id === serverId ? null : (siteServer?.fqdn ?? null),
      test: task && {
        state: task.state,
        finishedAt: task.finishedAt,
        result: testTransferResult.safeParse(task.result).data ?? null,
        failure: task.failure,
      },
    } satisfies InstallationAccountView);
  },
});
