import { createHash } from "node:crypto";
import { and, eq, isNotNull, ne } from "drizzle-orm";
import { publish } from "@/lib/db/events";
import { offlineRequests } from "@/lib/db/schema";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { describeError, toNamedError } from "@/lib/updates/named-error";
import { buildRequest, signingKeyFile } from "./build-request";
import { loadSigningKey } from "./signing";

type RequestRow = typeof offlineRequests.$inferSelect;

/** Packs the request that somebody asked for; its predecessors are no longer carried then. */
export async function prepareWaitingRequest(thread: ThreadContext): Promise<void> {
  const [waiting] = await thread.db
    .select()
    .from(offlineRequests)
    .where(eq(offlineRequests.state, "waiting"));
  if (!waiting) return;
  try {
    await prepare(thread, waiting);
  } catch (error) {
    if (error instanceof FencedError || thread.signal.aborted) throw error;
    const named = toNamedError(error);
    thread.log.error(`ERROR: The offline request could not be prepared: ${describeError(named)}`);
    await endRequest(thread, waiting.requestId, {
      state: "failed",
      errorCode: named.code,
      errorParams: named.params,
    });
  }
}

/** A request that waits when the role goes online has nobody left to pack it. */
export async function giveUpWaitingRequest(thread: ThreadContext): Promise<void> {
  const [waiting] = await thread.db
    .select({ requestId: offlineRequests.requestId })
    .from(offlineRequests)
    .where(eq(offlineRequests.state, "waiting"));
  if (waiting)
    await endRequest(thread, waiting.requestId, { state: "failed", errorCode: "offline-mode-left" });
}

async function prepare(thread: ThreadContext, { requestId, wants }: RequestRow): Promise<void> {
  const { db, clock, installDir, log } = thread;
  const now = clock.now();
  const key = await loadSigningKey(signingKeyFile(installDir));
  const writtenBy = `service-connection-point ${PRODUCT_VERSION}`;
  const { body, ...known } = await buildRequest(db, { requestId, wants, installDir, key, now, writtenBy });
  const sha256 = createHash("sha256").update(body).digest("hex");
  await endRequest(thread, requestId, {
    ...known,
    state: "prepared",
    preparedAt: now,
    publicKey: key.publicKey,
    body,
    sha256,
  });
  const data =
    known.runId === null ? "without usage data, there is none yet" : `with usage data ${known.runId}`;
  log.info(`Prepared offline request ${requestId} of ${body.length} bytes ${data}`);
}

async function endRequest(
  thread: ThreadContext,
  requestId: string,
  columns: Partial<typeof offlineRequests.$inferInsert>,
): Promise<void> {
  await asOwner(thread, async (tx) => {
    if (columns.state === "prepared") {
      const older = and(ne(offlineRequests.requestId, requestId), isNotNull(offlineRequests.body));
      await tx.update(offlineRequests).set({ body: null }).where(older);
    }
    await tx.update(offlineRequests).set(columns).where(eq(offlineRequests.requestId, requestId));
    await publish(tx, { topic: "offline", key: requestId });
  });
}
