import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import { Minute, Second } from "@/lib/clock";
import { fileExchangeEndpoints, siteSystemInstallationAccounts } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { offerTestFile } from "@/lib/file-exchange/offer-test-file";
import { type FailureParams, fail, ok, type Result } from "@/lib/result";
import { askServer } from "@/lib/server-tasks/ask-server";
import { defineServerTask, type ServerTaskView } from "@/lib/server-tasks/model";
import { readServerTask } from "@/lib/server-tasks/read-server-task";
import { findSiteServer } from "./find-site-server";
import {
  FETCH_TEST_FILE,
  TEST_TRANSFER,
  type TestTransferResult,
  testTransferResult,
} from "./test-transfer.order";

const TEST_BYTES = 1024 * 1024;
/** Of the site server to fetch it. */
const FETCHED_WITHIN = Minute.ms;
const LOOK_INTERVAL = Second.ms;

/**
 * A real transfer from this site system to its site server: made, fetched with the installation account (or the
 * certificate alone), compared, and taken away again.
 */
export const testTransferTask = defineServerTask({
  ...TEST_TRANSFER,
  async run(thread, _input, signal) {
    const siteServer = await findSiteServer(thread.db, thread.siteCode);
    if (!siteServer) return fail("site-server-unknown", { params: { site: thread.siteCode } });
    if (siteServer.id === thread.serverId) return fail("site-server-needs-no-account");
    const content = randomBytes(TEST_BYTES);
    const folder = path.join(thread.installDir, "TestTransfer");
    const name = `${randomUUID()}.bin`;
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, name), content);
    try {
      const outcome = await transfer(thread, siteServer, { name, content }, signal);
      await record(thread, outcome.ok ? "ok" : outcome.code);
      return outcome;
    } finally {
      await rm(path.join(folder, name), { force: true });
    }
  },
});

async function transfer(
  thread: ThreadContext,
  siteServer: { id: string; fqdn: string },
  { name, content }: { name: string; content: Buffer },
  signal: AbortSignal,
): Promise<Result<TestTransferResult, string>> {
  const offer = await offerTestFile(thread, await publishedUrl(thread));
  try {
    const input = { serverId: thread.serverId, url: offer.url, path: name, bytes: content.length };
    const asked = { serverId: siteServer.id, input, requestedBy: thread.component };
    const id = await asOwner(thread, (tx) => askServer(tx, thread.clock, FETCH_TEST_FILE, asked));
    const fetched = await answerOf(thread, id, signal);
    if (!fetched) return fail("site-server-silent", { params: { server: siteServer.fqdn } });
    if (fetched.failure)
      return fail(fetched.failure.code, { params: fetched.failure.params as FailureParams });
    const result = testTransferResult.parse(fetched.result);
    const sha256 = createHash("sha256").update(content).digest("hex");
    return result.sha256 === sha256
      ? ok(result)
      : fail("peer-content-damaged", { params: { server: thread.serverFqdn } });
  } finally {
    await offer.close();
  }
}

/** Where the server gives files already, because it holds the role. */
async function publishedUrl({ db, serverId }: ThreadContext): Promise<string | null> {
  const [endpoint] = await db
    .select({ url: fileExchangeEndpoints.url })
    .from(fileExchangeEndpoints)
    .where(and(eq(fileExchangeEndpoints.serverId, serverId)));
  return endpoint?.url ?? null;
}

async function answerOf(
  thread: ThreadContext,
  taskId: string,
  signal: AbortSignal,
): Promise<ServerTaskView | null> {
  const began = performance.now();
  while (performance.now() - began < FETCHED_WITHIN) {
    const task = await readServerTask(thread.db, taskId);
    if (task?.state === "done" || task?.state === "failed") return task;
    // For no topic: those are the thread's own, which goes on listening meanwhile.
    await thread.wait([], LOOK_INTERVAL);
    signal.throwIfAborted();
  }
  return null;
}

async function record(thread: ThreadContext, testCode: string): Promise<void> {
  await asOwner(thread, (tx) =>
    tx
      .update(siteSystemInstallationAccounts)
      .set({ testedAt: thread.clock.now(), testCode })
      .where(eq(siteSystemInstallationAccounts.serverId, thread.serverId)),
  );
}
