import { rm } from "node:fs/promises";
import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { updateDownloads, updatePackageFiles, updatePackages } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import type { CatalogueSource, CatalogueUpdate } from "@/lib/updates/catalogue/read-catalogue";
import { downloadFiles } from "@/lib/updates/download/download-files";
import type { PlannedFile } from "@/lib/updates/download/plan";
import { removeUnlisted } from "@/lib/updates/download/remove-unlisted";
import { logFinished, recordReady } from "@/lib/updates/download-outcome";
import { recordVerifiedFile } from "@/lib/updates/download-store";
import { takeImportedFiles } from "@/lib/updates/judge-packages";
import { moveState, recordEvent } from "@/lib/updates/move-state";
import { packageFolder } from "@/lib/updates/run-download";
import {
  isDownloaded,
  UPDATE_STATE,
  type UpdateStateName,
  updateStateName,
} from "@/lib/updates/state-machine";
import { logGuid, logStateMessage } from "@/lib/updates/state-messages";
import type { ImportProgress } from "./import-progress";
import { packedTargetUrl } from "./package-source";

/** Reading and writing overlap; more only seeks on a medium that turns. */
const STREAMS = 2;

const TAKEN_UP: ReadonlySet<UpdateStateName> = new Set(["APPLICABILITY_SUCCESS", "DOWNLOAD_FAILED"]);

/**
 * Brings the files of one update from a transfer package to where a download would leave them, by the download's own
 * engine: verified before they are believed, and after a kill from the journal on. An update that applies goes the
 * way of a download (262145, 262146); one that does not keeps its files for the day it does.
 * @throws DownloadError, TransferError, ArchiveError, or the abort reason
 */
export async function placeUpdate(
  thread: ThreadContext,
  update: CatalogueUpdate,
  { source, fileName, progress }: { source: CatalogueSource; fileName: string; progress: ImportProgress },
): Promise<void> {
  const { packageGuid, name } = update.entry;
  const totalBytes = bytesOf(update.files);
  const verified = await begin(thread, packageGuid, fileName);
  if (verified === "ready") return;
  const folder = packageFolder(thread.installDir, packageGuid);
  const before = progress.measure();
  const already = bytesOf(update.files.filter(({ path }) => verified.has(path)));
  await downloadFiles({
    files: update.files.map((file) => ({ ...file, url: packedTargetUrl(file) })),
    folder,
    wire: source,
    streams: STREAMS,
    signal: progress.signal,
    verified,
    onStarted(started) {
      progress.measure = () => before + started.bytesDone() - already;
    },
    async onVerified(file) {
      if (!verified.has(file.path)) await fileVerified(thread, packageGuid, file);
    },
  });
  progress.measure = () => before + totalBytes - already;
  await removeUnlisted(folder, new Set(update.files.map(({ path }) => path)));
  logFinished(thread, { packageGuid, files: update.files });
  if (await recordReady(thread, { packageGuid, name, totalBytes })) return;
  await asOwner(thread, async (tx) => {
    if ((await lockState(tx, packageGuid)) === "APPLICABILITY_SUCCESS")
      await takeImportedFiles(tx, packageGuid, thread.clock.now(), thread.component);
  });
}

/**
 * Takes back what was begun of an update whose import ends before all of its files are here.
 * @param files whether those that are here go as well, or wait for a download to go on with them
 */
export async function takeBackUpdate(
  thread: ThreadContext,
  packageGuid: string,
  files: "remove" | "keep",
): Promise<void> {
  const { clock, component, installDir, log } = thread;
  if (files === "remove") await rm(packageFolder(installDir, packageGuid), { recursive: true, force: true });
  await asOwner(thread, async (tx) => {
    const at = clock.now();
    const way = { packageGuid, from: "DOWNLOAD_IN_PROGRESS", to: "APPLICABILITY_SUCCESS", at } as const;
    if (await moveState(tx, way))
      await recordEvent(tx, { packageGuid, time: at, code: "transfer-ended", actor: component });
    if (files === "keep") return;
    await tx
      .update(updatePackageFiles)
      .set({ bytesDone: 0, verifiedAt: null })
      .where(eq(updatePackageFiles.packageGuid, packageGuid));
  });
  log.warning(`WARNING: The import of package ${logGuid(packageGuid)} ended before all files were here`, {
    packageGuid,
  });
}

/** @returns paths of the files that are here already */
async function begin(
  thread: ThreadContext,
  packageGuid: string,
  fileName: string,
): Promise<ReadonlySet<string> | "ready"> {
  const { clock, component, log } = thread;
  const files = await asOwner(thread, async (tx) => {
    const at = clock.now();
    const state = await lockState(tx, packageGuid);
    if (state !== null && isDownloaded(UPDATE_STATE[state])) return null;
    // What a download left undone, or was told, is settled by the files that come now.
    await tx.delete(updateDownloads).where(eq(updateDownloads.packageGuid, packageGuid));
    if (state !== null && TAKEN_UP.has(state)) {
      await moveState(tx, { packageGuid, from: state, to: "DOWNLOAD_IN_PROGRESS", at });
      const params = { fileName };
      await recordEvent(tx, { packageGuid, time: at, code: "transfer-started", actor: component, params });
    }
    return tx
      .select({ path: updatePackageFiles.path, verifiedAt: updatePackageFiles.verifiedAt })
      .from(updatePackageFiles)
      .where(eq(updatePackageFiles.packageGuid, packageGuid));
  });
  if (!files) return "ready";
  log.info(`EasySetupDownloadSinglePackage importing ${logGuid(packageGuid)} from ${fileName}. ~~`, {
    packageGuid,
  });
  logStateMessage(thread, "PACKAGE_DOWNLOAD_STARTED", packageGuid);
  return new Set(files.filter(({ verifiedAt }) => verifiedAt).map(({ path }) => path));
}

async function fileVerified(thread: ThreadContext, packageGuid: string, file: PlannedFile): Promise<void> {
  const time = thread.clock.now();
  await asOwner(thread, async (tx) => {
    if (!(await recordVerifiedFile(tx, { packageGuid, ...file }, time))) return;
    const params = { path: file.path };
    await recordEvent(tx, { packageGuid, time, code: "file-verified", actor: thread.component, params });
  });
  thread
    .logTo("ConfigMgrSetup.log")
    .info(`INFO: File hash check successfully for ${file.path}`, { packageGuid });
}

async function lockState(tx: Database, packageGuid: string): Promise<UpdateStateName | null> {
  const [row] = await tx
    .select({ state: updatePackages.state })
    .from(updatePackages)
    .where(eq(updatePackages.packageGuid, packageGuid))
    .for("update");
  return row ? updateStateName(row.state) : null;
}

const bytesOf = (files: readonly { bytes: number }[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);
