import path from "node:path";
import { isNull } from "drizzle-orm";
import { sites } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { AccountGate } from "./account-gate";
import { registerCertificate } from "./endpoints";
import { registeredSiteServers } from "./registered-servers";
import { urlOf } from "./run-file-server";
import { serveFiles } from "./serve-files";

/** Where the file can be fetched, until it is closed. */
export interface OfferedFile {
  url: string;
  close(): Promise<void>;
}

/**
 * Gives what lies in `<install>/TestTransfer` to the top-level site's server, as the role gives updates: with the same
 * certificates, the same port and the same account.
 * @param published where this server gives files already, because it holds the role; null: it does not yet
 */
export async function offerTestFile(thread: ThreadContext, published: string | null): Promise<OfferedFile> {
  if (published !== null) return { url: published, close: async () => {} };
  const { db, serverId, installDir, fileExchange } = thread;
  const identity = await registerCertificate(thread);
  const receivers = async () => (await registeredSiteServers(db, isNull(sites.parentSiteCode))).keys();
  const account = new AccountGate(db, serverId);
  const server = await serveFiles({
    host: fileExchange.host,
    port: fileExchange.port,
    identity,
    async judge(certificate, { share }, authorization) {
      if (certificate === null || !new Set(await receivers()).has(certificate))
        return { verdict: "unknown-certificate" };
      await account.refresh();
      if (!(await account.admits(authorization))) return { verdict: "account-refused" };
      return share === "TestTransfer"
        ? { verdict: "allowed", root: path.join(installDir, share) }
        : { verdict: "refused" };
    },
    onError: (error) => thread.log.warning(`WARNING: Giving the test file failed: ${String(error)}`),
  });
  return { url: urlOf(thread, server.port), close: () => server.close() };
}
