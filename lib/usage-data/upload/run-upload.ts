import {
  type CloudClient,
  type CloudPatience,
  CloudRefusedError,
  openCloudClient,
} from "@/lib/connectivity/cloud-client";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { TransferRate } from "@/lib/updates/download/rate";
import { toNamedError } from "@/lib/updates/named-error";
import { USAGE_DATA_LEVELS } from "../model";
import { readDocument } from "../read-document";
import { sendBatch } from "./send-batch";
import { recordAccepted, recordFailedAttempt } from "./upload-outcome";
import { beginUpload, moveUpload, recordUpload, type UploadToSend } from "./upload-store";

/** The upload was discarded while it was under way. */
class UploadDiscarded extends Error {
  override name = "UploadDiscarded";
}

export interface RunUploadOptions {
  patience?: CloudPatience;
  /** What is sent at once; the usual when left out. */
  partBytes?: number;
}

/**
 * One attempt at a batch: ends with it accepted, refused, discarded, or waiting for its next attempt. Killed at any
 * moment it goes on where the service says it is; doing it twice or for a batch that is accepted already is harmless.
 * @throws FencedError, or the abort reason when the thread stops; the batch is pending then
 */
export async function runUpload(
  thread: ThreadContext,
  runId: string,
  { patience, partBytes }: RunUploadOptions = {},
): Promise<void> {
  const { clock, signal, log } = thread;
  const upload = await asOwner(thread, (tx) => beginUpload(tx, runId, clock.now()));
  if (!upload) return;
  let progressed = false;
  let client: CloudClient | undefined;
  try {
    client = await openCloudClient(thread, patience);
    const { usageDataUrl } = client.environment;
    // The environment was changed a moment ago; the next look says that nothing is sent there.
    if (!usageDataUrl) return await requeue(thread, runId);
    const { hierarchy } = await readDocument(upload.body);
    logStarted(thread, upload, new URL(usageDataUrl).host);
    const follow = followProgress(thread, upload);
    const receipt = await sendBatch(
      client,
      { sha256: upload.bodySha256, hierarchy, bytes: upload.body },
      {
        usageDataUrl,
        uploadUrl: upload.uploadUrl,
        signal,
        partBytes,
        async onCreated(uploadUrl) {
          await follow({ uploadUrl });
        },
        async onOffset(bytesDone) {
          progressed = await follow({ bytesDone });
        },
      },
    );
    await recordAccepted(thread, upload, receipt);
  } catch (error) {
    if (error instanceof FencedError) throw error;
    if (error instanceof UploadDiscarded) {
      log.info(`Upload of usage data ${batchName(upload)} is given up: it was discarded`);
      return;
    }
    if (error instanceof CloudRefusedError || signal.aborted) {
      // The role goes offline or the thread stops: nothing is wrong with the batch, and no attempt was made.
      await requeue(thread, runId);
      signal.throwIfAborted();
      return;
    }
    await recordFailedAttempt(thread, upload, toNamedError(error), progressed);
  } finally {
    await client?.close();
  }
}

/** For log lines: enough of the hash to find it again. */
export const batchName = ({ bodySha256 }: Pick<UploadToSend, "bodySha256">): string =>
  bodySha256.slice(0, 12);

async function requeue(thread: ThreadContext, runId: string): Promise<void> {
  await asOwner(thread, (tx) => moveUpload(tx, runId, "pending", { bytesPerSecond: null }, ["uploading"]));
}

function logStarted({ log }: ThreadContext, upload: UploadToSend, host: string): void {
  const level = USAGE_DATA_LEVELS[upload.level as keyof typeof USAGE_DATA_LEVELS];
  log.info(
    `Start to upload usage data ${batchName(upload)} to ${host}, level ${level}, ${upload.body.length} bytes`,
  );
}

/**
 * Writes each step down before the next is made.
 * @returns what does so, and says whether any byte got there in this attempt
 */
function followProgress(thread: ThreadContext, { runId, body }: UploadToSend) {
  const rate = new TransferRate();
  let first: number | null = null;
  return async (columns: { uploadUrl: string } | { bytesDone: number }): Promise<boolean> => {
    const bytesDone = "bytesDone" in columns ? columns.bytesDone : null;
    const bytesPerSecond = bytesDone === null ? null : rate.measure(performance.now(), bytesDone);
    const current = await asOwner(thread, (tx) => recordUpload(tx, runId, { ...columns, bytesPerSecond }));
    if (!current) throw new UploadDiscarded();
    if (bytesDone === null) return false;
    if (first === null && bytesDone > 0)
      thread.log.info(`Upload of usage data goes on at ${bytesDone} of ${body.length} bytes`);
    else if (first !== null) thread.log.info(`Uploaded ${bytesDone} of ${body.length} bytes`);
    first ??= bytesDone;
    return bytesDone > first;
  };
}
