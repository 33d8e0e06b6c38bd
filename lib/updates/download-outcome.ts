import { rm } from "node:fs/promises";
import { and, eq, isNull } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { CloudRefusedError } from "@/lib/connectivity/cloud-client";
import { updatePackageFiles } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { reportStatus } from "@/lib/status/status-messages";
import { backOffMs, MAX_FRUITLESS_ATTEMPTS } from "./download/back-off";
import { cancelDownloadAlerts, isAlertedAtOnce, raiseDownloadAlert } from "./download-alerts";
import { type DownloadRow, lockWish, type PackageToDownload, recordDownload } from "./download-store";
import { moveState, recordEvent } from "./move-state";
import { askedToWaitMs, describeError, type NamedError } from "./named-error";
import { logGuid, logStateMessage } from "./state-messages";

/** Trying again brings the same: the publisher or somebody on the way must change something first. */
const HOPELESS: ReadonlySet<string> = new Set([
  "target-hash-mismatch",
  "target-length-mismatch",
  "content-changed",
  "path-unsafe",
]);
/** Somebody may make room at any time, but hardly within seconds. */
const DISK_SPACE_RETRY = 10 * Minute.ms;

/**
 * Every listed file is verified: the package is ready to install.
 * @returns false when the catalogue lists other files by now; the package is then not ready
 */
export async function recordReady(
  thread: ThreadContext,
  pack: Pick<PackageToDownload, "packageGuid" | "name" | "totalBytes">,
): Promise<boolean> {
  const { clock, component } = thread;
  const { packageGuid, name, totalBytes } = pack;
  const at = clock.now();
  return asOwner(thread, async (tx) => {
    const [unverified] = await tx
      .select({ path: updatePackageFiles.path })
      .from(updatePackageFiles)
      .where(and(eq(updatePackageFiles.packageGuid, packageGuid), isNull(updatePackageFiles.verifiedAt)))
      .limit(1);
    if (unverified) return false;
    const way = { packageGuid, from: "DOWNLOAD_IN_PROGRESS", to: "DOWNLOAD_SUCCESS", at } as const;
    if (!(await moveState(tx, way))) return false;
    await recordDownload(
      tx,
      packageGuid,
      {
        phase: "done",
        bytesDone: totalBytes,
        bytesPerSecond: null,
        finishedAt: at,
        errorCode: null,
        errorParams: null,
        nextAttemptAt: null,
      },
      at,
    );
    await recordEvent(tx, { packageGuid, time: at, code: "ready-to-install", actor: component });
    await cancelDownloadAlerts(tx, clock, packageGuid);
    await reportStatus(
      thread,
      {
        messageId: STATUS_MESSAGE.packageReady,
        severity: "informational",
        strings: [name],
        attributes: { 400: packageGuid },
      },
      tx,
    );
    return true;
  });
}

/** Records why an attempt failed, and either when the next one is or that there is none. */
export async function recordFailedAttempt(
  thread: ThreadContext,
  pack: PackageToDownload,
  error: NamedError,
  progressed: boolean,
): Promise<void> {
  const { packageGuid } = pack;
  const { clock, log } = thread;
  if (error instanceof CloudRefusedError) {
    // The role stops or goes offline; the download waits for it, and no attempt was made.
    await requeue(thread, packageGuid);
    return;
  }
  log.warning(`WARNING: Failed to download easy setup payload with exception: ${describeError(error)}`, {
    packageGuid,
  });
  const attempts = progressed ? 1 : pack.download.attempts + 1;
  if (HOPELESS.has(error.code) || attempts >= MAX_FRUITLESS_ATTEMPTS) {
    await giveUp(thread, pack, error, attempts);
    return;
  }
  const delayMs =
    error.code === "disk-space-insufficient"
      ? DISK_SPACE_RETRY
      : backOffMs(attempts, askedToWaitMs(error), Math.random);
  const at = clock.now();
  const nextAttemptAt = new Date(at.getTime() + delayMs);
  await asOwner(thread, async (tx) => {
    await recordDownload(
      tx,
      packageGuid,
      {
        phase: "waiting",
        bytesPerSecond: null,
        attempts,
        nextAttemptAt,
        errorCode: error.code,
        errorParams: error.params,
      },
      at,
    );
    // Each attempt in the log, only the first of a row in the timeline.
    if (attempts === 1) {
      const params = { reason: error.code, ...error.params };
      await recordEvent(tx, {
        packageGuid,
        time: at,
        code: "download-waiting",
        actor: thread.component,
        params,
      });
    }
    if (isAlertedAtOnce(error)) await raiseDownloadAlert(tx, clock, pack, error);
  });
}

async function giveUp(
  thread: ThreadContext,
  pack: PackageToDownload,
  error: NamedError,
  attempts: number,
): Promise<void> {
  const { packageGuid, name } = pack;
  const { clock, component, log } = thread;
  const at = clock.now();
  log.error(`ERROR: Failed to download package ${logGuid(packageGuid)}: ${describeError(error)}`, {
    packageGuid,
  });
  await asOwner(thread, async (tx) => {
    const way = { packageGuid, from: "DOWNLOAD_IN_PROGRESS", to: "DOWNLOAD_FAILED", at } as const;
    // The publisher revised it meanwhile: what failed is no longer what is published.
    if (!(await moveState(tx, way))) return;
    await recordDownload(
      tx,
      packageGuid,
      {
        phase: "failed",
        bytesPerSecond: null,
        attempts,
        nextAttemptAt: null,
        finishedAt: at,
        errorCode: error.code,
        errorParams: error.params,
      },
      at,
    );
    const params = { reason: error.code, ...error.params };
    await recordEvent(tx, { packageGuid, time: at, code: "download-failed", actor: component, params });
    await raiseDownloadAlert(tx, clock, pack, error);
    await reportStatus(
      thread,
      {
        messageId: STATUS_MESSAGE.packageDownloadFailed,
        severity: "error",
        strings: [name, describeError(error)],
        attributes: { 400: packageGuid },
      },
      tx,
    );
  });
}

/** A file's content was refused: said at once, although it is fetched again. */
export async function recordRefusedFile(
  thread: ThreadContext,
  pack: PackageToDownload,
  error: NamedError,
): Promise<void> {
  const { packageGuid } = pack;
  thread.log.error(`ERROR: File hash check failed: ${describeError(error)}`, { packageGuid });
  const event = {
    packageGuid,
    time: thread.clock.now(),
    code: "file-refused",
    actor: thread.component,
  } as const;
  await asOwner(thread, async (tx) => {
    await recordEvent(tx, { ...event, params: { reason: error.code, ...error.params } });
    await raiseDownloadAlert(tx, thread.clock, pack, error);
  });
}

/** The download waits for its next turn, and no attempt counts. */
export async function requeue(thread: ThreadContext, packageGuid: string): Promise<void> {
  const columns = { phase: "queued", bytesPerSecond: null } as const;
  await asOwner(thread, (tx) => recordDownload(tx, packageGuid, columns, thread.clock.now()));
}

/** Does what the administrator wanted of a download that is not running now. */
export async function settleWish(
  thread: ThreadContext,
  { packageGuid, desired }: Pick<DownloadRow, "packageGuid" | "desired">,
  folder: string,
): Promise<void> {
  const { clock, component, log } = thread;
  const at = clock.now();
  const idle = { bytesPerSecond: null, nextAttemptAt: null };
  if (desired === "pause") {
    const paused = await asOwner(thread, async (tx) => {
      // Resumed while we were on our way here.
      if ((await lockWish(tx, packageGuid)) !== "pause") return false;
      await recordDownload(tx, packageGuid, { ...idle, phase: "paused" }, at);
      await recordEvent(tx, { packageGuid, time: at, code: "download-paused", actor: component });
      return true;
    });
    if (paused) log.info(`Download of package ${logGuid(packageGuid)} is paused`, { packageGuid });
    return;
  }
  // A cancellation cannot be taken back, so nothing fills the folder meanwhile.
  await rm(folder, { recursive: true, force: true });
  await asOwner(thread, async (tx) => {
    await moveState(tx, { packageGuid, from: "DOWNLOAD_IN_PROGRESS", to: "APPLICABILITY_SUCCESS", at });
    await recordDownload(tx, packageGuid, { ...idle, phase: "canceled", bytesDone: 0, finishedAt: at }, at);
    await tx
      .update(updatePackageFiles)
      .set({ bytesDone: 0, verifiedAt: null })
      .where(eq(updatePackageFiles.packageGuid, packageGuid));
    await cancelDownloadAlerts(tx, clock, packageGuid);
    await recordEvent(tx, { packageGuid, time: at, code: "download-canceled", actor: component });
  });
  log.info(`Download of package ${logGuid(packageGuid)} is canceled`, { packageGuid });
}

/** The files arrived completely; what the product logs then. */
export function logFinished(
  thread: ThreadContext,
  { packageGuid, files }: { packageGuid: string; files: readonly { kind: string }[] },
): void {
  const about = { packageGuid };
  logStateMessage(thread, "PAYLOAD_DOWNLOADED", packageGuid);
  logStateMessage(thread, "PAYLOAD_VERIFIED", packageGuid);
  if (files.some(({ kind }) => kind === "redist")) {
    thread.log.info(`Successfully download redist for ${logGuid(packageGuid)}.~~`, about);
    logStateMessage(thread, "REDIST_DOWNLOADED", packageGuid);
  }
  thread.log.info(`EasySetupDownloadSinglePackage finishes downloading ${logGuid(packageGuid)}. ~~`, about);
  logStateMessage(thread, "PACKAGE_DONE", packageGuid);
}
