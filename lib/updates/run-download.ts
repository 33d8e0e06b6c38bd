import path from "node:path";
import { type CloudClient, type CloudPatience, openCloudClient } from "@/lib/connectivity/cloud-client";
import { asOwner, FencedError } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { CatalogueError } from "./catalogue/catalogue-failure";
import { trustedMetadataFolder } from "./catalogue/read-catalogue";
import { usesConsistentSnapshot } from "./catalogue/trusted-metadata";
import { type DownloadProgress, downloadFiles } from "./download/download-files";
import type { PlannedFile } from "./download/plan";
import { removeUnlisted } from "./download/remove-unlisted";
import {
  logFinished,
  recordFailedAttempt,
  recordReady,
  recordRefusedFile,
  requeue,
  settleWish,
} from "./download-outcome";
import {
  type DownloadRow,
  type PackageToDownload,
  readPackageToDownload,
  recordDownload,
  recordVerifiedFile,
} from "./download-store";
import { moveState, recordEvent } from "./move-state";
import { toNamedError } from "./named-error";
import { type UpdateStateName, updateStateName } from "./state-machine";
import { logGuid, logStateMessage } from "./state-messages";
import { targetUrl } from "./target-url";
import { DownloadStopped, watchDownload } from "./watch-download";

/** Where the files of all packages are, below `<install>` (reference/updates.md §3.2). */
export const payloadFolder = (installDir: string): string => path.join(installDir, "EasySetupPayload");

export const packageFolder = (installDir: string, packageGuid: string): string =>
  path.join(payloadFolder(installDir), packageGuid);

const STARTS_FROM: ReadonlySet<UpdateStateName> = new Set(["APPLICABILITY_SUCCESS", "DOWNLOAD_FAILED"]);

/**
 * One attempt at a package: begins or goes on, and ends with the package ready, paused, canceled, failed, or
 * waiting for its next attempt. Doing it twice or for a package that no longer wants it is harmless.
 * @param patience how slow the cloud may be; the usual when left out
 * @throws when the thread stops; the job comes back then
 */
export async function runDownload(
  thread: ThreadContext,
  packageGuid: string,
  signal: AbortSignal,
  patience: CloudPatience = {},
): Promise<void> {
  const pack = await begin(thread, packageGuid);
  if (!pack) return;
  let progress: DownloadProgress | undefined;
  let keptBefore = 0;
  const stopping = new AbortController();
  const ended = new AbortController();
  let watching: Promise<void> = Promise.resolve();
  let client: CloudClient | undefined;
  try {
    client = await openCloudClient(thread, patience);
    const folder = packageFolder(thread.installDir, packageGuid);
    await downloadFiles({
      files: await plannedFiles(thread, client, pack),
      folder,
      wire: client,
      streams: client.streams,
      signal: AbortSignal.any([signal, stopping.signal]),
      verified: new Set(pack.files.filter((file) => file.verifiedAt).map((file) => file.path)),
      onStarted(started) {
        progress = started;
        keptBefore = started.bytesKept();
        logResumed(thread, pack, started.bytesDone());
        const stop = (why: DownloadStopped) => stopping.abort(why);
        watching = watchDownload(thread, packageGuid, started, stop, ended.signal);
      },
      onOneStream: (file) =>
        thread.log.warning(
          `WARNING: ${new URL(file.url).host} does not send parts of ${file.path}; it is downloaded in one stream`,
          { packageGuid },
        ),
      onVerified: (file) => fileVerified(thread, pack, file),
      onDropped: (_file, error) => recordRefusedFile(thread, pack, error),
    });
    await removeUnlisted(folder, new Set(pack.files.map((file) => file.path)));
    ended.abort();
    await watching;
    logFinished(thread, pack);
    if (!(await recordReady(thread, pack))) await requeue(thread, packageGuid);
  } catch (error) {
    ended.abort();
    await watching;
    if (error instanceof FencedError) throw error;
    if (stopping.signal.aborted) return stopped(thread, pack, stopping.signal.reason);
    if (signal.aborted) {
      await requeue(thread, packageGuid);
      throw error;
    }
    // Bytes that are fetched again next time are no progress: a server that drips must not hold us for ever.
    const progressed = (progress?.bytesKept() ?? 0) > keptBefore;
    await recordFailedAttempt(thread, pack, toNamedError(error), progressed);
  } finally {
    await client?.close();
  }
}

/** Takes the download up if it is still wanted; the database decides. */
async function begin(thread: ThreadContext, packageGuid: string): Promise<PackageToDownload | null> {
  const { clock, component, log } = thread;
  const about = { packageGuid };
  const at = clock.now();
  const pack = await asOwner(thread, async (tx) => {
    const found = await readPackageToDownload(tx, packageGuid);
    if (found?.download.desired !== "run" || isOver(found.download) || isTooEarly(found.download, at))
      return null;
    const state = updateStateName(found.state);
    if (state === null) return null;
    if (STARTS_FROM.has(state)) {
      if (!(await moveState(tx, { packageGuid, from: state, to: "DOWNLOAD_IN_PROGRESS", at }))) return null;
    } else if (state !== "DOWNLOAD_IN_PROGRESS") return null;
    const startedAt = found.download.startedAt ?? at;
    await recordDownload(tx, packageGuid, { phase: "downloading", startedAt, nextAttemptAt: null }, at);
    const code = found.download.startedAt ? "download-resumed" : "download-started";
    await recordEvent(tx, { packageGuid, time: at, code, actor: component });
    return found;
  });
  if (!pack) return null;
  const guid = logGuid(packageGuid);
  log.info("Get new Easy Setup Package IDs~~", about);
  log.info(`EasySetupDownloadSinglePackage downloading ${guid}. ~~`, about);
  log.info(`Download content for payload ${guid}`, about);
  log.info(`Check if there is redist to download for update, ${guid}~~`, about);
  logStateMessage(thread, "PACKAGE_DOWNLOAD_STARTED", packageGuid);
  return pack;
}

/** Says what an interruption left, so that a log tells a resumed download from one that began anew. */
function logResumed(
  { log }: ThreadContext,
  { packageGuid, totalBytes }: PackageToDownload,
  bytes: number,
): void {
  if (bytes === 0) return;
  log.info(`Download of package ${logGuid(packageGuid)} resumes at ${bytes} of ${totalBytes} bytes`, {
    packageGuid,
  });
}

const isOver = ({ phase }: DownloadRow): boolean =>
  phase === "done" || phase === "canceled" || phase === "failed" || phase === "removing";

/** A second job for the same package, queued while the first ran, must not cut its waiting time short. */
const isTooEarly = ({ phase, nextAttemptAt }: DownloadRow, now: Date): boolean =>
  phase === "waiting" && nextAttemptAt !== null && nextAttemptAt > now;

async function plannedFiles(
  thread: ThreadContext,
  client: CloudClient,
  pack: PackageToDownload,
): Promise<PlannedFile[]> {
  const { id, catalogueTargetsUrl } = client.environment;
  if (!catalogueTargetsUrl) throw new CatalogueError("catalogue-not-configured", { environment: id });
  const hashed = await usesConsistentSnapshot(trustedMetadataFolder(thread.installDir, id));
  return pack.files.map((file) => ({
    path: file.path,
    bytes: file.bytes,
    sha256: file.sha256,
    url: targetUrl(catalogueTargetsUrl, file.targetPath, hashed ? file.sha256 : null),
  }));
}

async function fileVerified(
  thread: ThreadContext,
  pack: PackageToDownload,
  file: PlannedFile,
): Promise<void> {
  const { packageGuid } = pack;
  const known = pack.files.find(({ path: name }) => name === file.path);
  if (known?.verifiedAt) return;
  const time = thread.clock.now();
  const current = await asOwner(thread, async (tx) => {
    if (!(await recordVerifiedFile(tx, { packageGuid, ...file }, time))) return false;
    const params = { path: file.path };
    await recordEvent(tx, { packageGuid, time, code: "file-verified", actor: thread.component, params });
    return true;
  });
  // The publisher revised it meanwhile; the download learns that from its row.
  if (!current) return;
  thread.log.info(`INFO: File hash check successfully for ${file.path}`, { packageGuid });
}

async function stopped(thread: ThreadContext, pack: PackageToDownload, reason: unknown): Promise<void> {
  const why = reason instanceof DownloadStopped ? reason.why : "withdrawn";
  const { packageGuid } = pack;
  // The row went with the edition of the package it was for; the new edition is judged and asked for anew.
  if (why === "withdrawn") return;
  await settleWish(thread, { packageGuid, desired: why }, packageFolder(thread.installDir, packageGuid));
}
