import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { fileExchangeEndpoints, siteSystemServers } from "@/lib/db/schema";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { registerCertificate } from "@/lib/file-exchange/endpoints";
import { FileExchangeError } from "@/lib/file-exchange/exchange-error";
import { PeerConnection } from "@/lib/file-exchange/peer-connection";
import { presentedAccount } from "@/lib/file-exchange/present-account";
import { fail, ok } from "@/lib/result";
import { defineServerTask } from "@/lib/server-tasks/model";
import { FETCH_TEST_FILE, type TestTransferResult } from "./test-transfer.order";

/** The site server's side of a test transfer: it fetches the file exactly as it fetches updates. */
export const fetchTestFileTask = defineServerTask({
  ...FETCH_TEST_FILE,
  async run(thread, { serverId, url, path, bytes }, signal) {
    try {
      const { server, certificate } = await knownServer(thread, serverId);
      const account = await presentedAccount(thread, serverId, server);
      const identity = await registerCertificate(thread);
      const connection = new PeerConnection({ server, url, certificate, account }, identity);
      const began = performance.now();
      try {
        const { data } = await connection.range({
          share: "TestTransfer",
          path,
          start: 0,
          end: bytes,
          signal,
        });
        return ok({
          bytes: data.length,
          durationMs: Math.round(performance.now() - began),
          sha256: createHash("sha256").update(data).digest("hex"),
          account: account?.userName ?? null,
        } satisfies TestTransferResult);
      } finally {
        connection.close();
      }
    } catch (error) {
      if (error instanceof FileExchangeError) return fail(error.code, { params: error.params });
      throw error;
    }
  },
});

async function knownServer({ db }: ThreadContext, serverId: string) {
  const [row] = await db
    .select({ server: siteSystemServers.fqdn, certificate: fileExchangeEndpoints.certificate })
    .from(siteSystemServers)
    .innerJoin(fileExchangeEndpoints, eq(fileExchangeEndpoints.serverId, siteSystemServers.id))
    .where(eq(siteSystemServers.id, serverId));
  if (!row) throw new FileExchangeError("peer-unreachable", { server: serverId, detail: "no certificate" });
  return row;
}
