import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert, raiseAlert } from "@/lib/status/alerts";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import { backOffMs } from "@/lib/updates/download/back-off";
import { describeError, type NamedError } from "@/lib/updates/named-error";
import type { Receipt } from "../ingestion-protocol";
import { recordReceipt } from "../record-receipt";
import { moveUpload, type UploadToSend } from "./upload-store";

/** One attempt may meet a service that restarts; the third in a row is worth an administrator's eye. */
const ALERT_AFTER_ATTEMPTS = 3;

/** Says at once what no further attempt puts right, or what somebody on the way may have made. */
const ALARMING: ReadonlySet<string> = new Set(["upload-refused", "receipt-invalid", "receipt-mismatch"]);

/** The receipt, what it says of the updates, and that all is well: together or not at all. */
export async function recordAccepted(
  thread: ThreadContext,
  { body, bodySha256 }: UploadToSend,
  receipt: Receipt,
): Promise<void> {
  const { clock, log } = thread;
  await asOwner(thread, async (tx) => {
    if (!(await recordReceipt(tx, { receipt, carrier: "online", at: clock.now() }))) return;
    await cancelAlert(tx, clock, "usage-data.upload-failed");
    const strings = [String(body.length), receipt.receiptId, bodySha256];
    await reportStatus(
      thread,
      { messageId: STATUS_MESSAGE.usageDataUploaded, severity: "informational", strings },
      tx,
    );
  });
  log.info(`Usage data was uploaded successfully. Receipt ID = ${receipt.receiptId}`);
  const relevant = receipt.relevance.updates.filter((update) => update.relevant).length;
  log.info(`${relevant} of ${receipt.relevance.updates.length} updates are relevant for this hierarchy`);
}

/** Records why an attempt failed, and either when the next one is or that there is none. */
export async function recordFailedAttempt(
  thread: ThreadContext,
  { runId, attempts: before }: UploadToSend,
  error: NamedError,
  progressed: boolean,
): Promise<void> {
  const { clock, log } = thread;
  log.error(`ERROR: Failed to upload usage data with exception: ${describeError(error)}`);
  const attempts = progressed ? 1 : before + 1;
  const isRefused = error.code === "upload-refused";
  const at = clock.now();
  const nextAttemptAt = isRefused
    ? null
    : new Date(at.getTime() + backOffMs(attempts, askedMs(error), Math.random));
  await asOwner(thread, async (tx) => {
    const known = {
      attempts,
      nextAttemptAt,
      bytesPerSecond: null,
      errorCode: error.code,
      errorParams: error.params,
      finishedAt: isRefused ? at : null,
      // Other bytes arrived than were sent: the service threw them away.
      ...(error.code === "upload-damaged" && { uploadUrl: null, bytesDone: 0 }),
    };
    const current = await moveUpload(tx, runId, isRefused ? "refused" : "waiting", known, ["uploading"]);
    if (!current || (attempts < ALERT_AFTER_ATTEMPTS && !ALARMING.has(error.code))) return;
    await raiseAlert(tx, clock, {
      code: "usage-data.upload-failed",
      severity: isRefused ? 1 : 2,
      params: { ...error.params, reason: error.code },
      link: "/usage-data",
    });
    await reportStatus(
      thread,
      {
        messageId: STATUS_MESSAGE.usageDataUploadFailed,
        severity: isRefused ? "error" : "warning",
        strings: [describeError(error)],
      },
      tx,
    );
  });
  if (nextAttemptAt) log.info(`Next attempt to upload usage data at ${nextAttemptAt.toISOString()}`);
}

const askedMs = (error: NamedError): number | null =>
  typeof error.params.retryAfterMs === "number" ? error.params.retryAfterMs : null;
