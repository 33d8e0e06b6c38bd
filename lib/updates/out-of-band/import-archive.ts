import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "@/lib/access/audit";
import { extractArchive } from "@/lib/archive/extract-archive";
import { outOfBandChunks, outOfBandImports, updatePackageFiles, updatePackages } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ComponentLog, ThreadContext } from "@/lib/executive/component-thread";
import { cancelAlert } from "@/lib/status/alerts";
import { cancelDownloadAlerts } from "../download-alerts";
import { recordEvent } from "../move-state";
import { packageFolder } from "../run-download";
import { logGuid } from "../state-messages";
import { addPackage, restorePackage } from "../store-catalogue";
import { HotfixError } from "./failure";
import { archiveFile, hashFile, replaceFolder } from "./offline-folder";
import { readTrustedRoot } from "./trusted-root";
import { announceImport, type ImportRow } from "./upload-rows";
import { HOTFIX_QUOTA, TARGETS_FOLDER, type VerifiedBundle, verifyBundle } from "./verify-bundle";

/**
 * Imports one archive that lies in the offline folder. Everything up to the last transaction can be done again after
 * a kill; nothing of the package is believed before it.
 * @throws ArchiveError, HotfixError when the archive is refused
 */
export async function importArchive(thread: ThreadContext, row: ImportRow, log: ComponentLog): Promise<void> {
  const { db, clock, installDir, signal } = thread;
  const file = archiveFile(installDir, row.fileName);
  const sha256 = await hashFile(file);
  if (row.sha256 !== null && row.sha256 !== sha256) throw new HotfixError("hotfix-upload-damaged", {});
  const root = await readTrustedRoot(db, installDir, clock.now());
  const bundle = await verifyBundle({ file, root, now: clock.now(), signal });
  const { packageGuid } = bundle.entry;
  log.info(`${row.fileName}: signature verified, package ${logGuid(packageGuid)}`);
  const known = await knownSource(thread, packageGuid);
  const isLost = known === "out-of-band" && (await lacksFiles(thread, packageGuid));
  if (known && !isLost) return settle(thread, row, { packageGuid, sha256, code: NOTHING_TO_DO[known] }, log);
  await placeFiles(thread, file, bundle);
  for (const { path: name } of bundle.files)
    log.info(`INFO: File hash check successfully for ${name}`, { packageGuid });
  await register(thread, row, bundle, { sha256, isLost });
  log.info(`${row.fileName}: registered as package ${logGuid(packageGuid)}`, { packageGuid });
  await rm(file, { force: true });
}

const NOTHING_TO_DO = {
  "out-of-band": "hotfix-already-registered",
  catalogue: "hotfix-in-catalogue",
} as const;

async function knownSource({ db }: ThreadContext, packageGuid: string) {
  const [known] = await db
    .select({ source: updatePackages.source })
    .from(updatePackages)
    .where(eq(updatePackages.packageGuid, packageGuid));
  return known?.source ?? null;
}

/** Whether files of an imported package were deleted since, or lost: the archive brings them again. */
const lacksFiles = async ({ db }: ThreadContext, packageGuid: string): Promise<boolean> =>
  (await db.$count(
    updatePackageFiles,
    and(eq(updatePackageFiles.packageGuid, packageGuid), isNull(updatePackageFiles.verifiedAt)),
  )) > 0;

/** The package is here already, from an earlier import or by the catalogue: it stays as it is. */
async function settle(
  thread: ThreadContext,
  row: ImportRow,
  { packageGuid, sha256, code }: { packageGuid: string; sha256: string; code: string },
  log: ComponentLog,
): Promise<void> {
  await asOwner(thread, async (tx) => {
    await tx.delete(outOfBandChunks).where(eq(outOfBandChunks.importId, row.id));
    await tx
      .update(outOfBandImports)
      .set({ state: "imported", packageGuid, sha256, errorCode: code, finishedAt: thread.clock.now() })
      .where(eq(outOfBandImports.id, row.id));
    await announceImport(tx, row.id);
  });
  log.info(`${row.fileName}: package ${logGuid(packageGuid)} is known already, nothing to do (${code})`);
  await rm(archiveFile(thread.installDir, row.fileName), { force: true });
}

/** Unpacks beside, verifies every hash, and puts the files in place in one step. */
async function placeFiles(
  { installDir, signal }: ThreadContext,
  file: string,
  { entry, files, targets }: VerifiedBundle,
): Promise<void> {
  const unpacked = `${file}.unpacked`;
  const ready = `${file}.ready`;
  try {
    for (const left of [unpacked, ready]) await rm(left, { recursive: true, force: true });
    await extractArchive({ file, into: unpacked, quota: HOTFIX_QUOTA, signal });
    for (const [name, { sha256 }] of targets) {
      signal.throwIfAborted();
      const content = path.join(unpacked, ...(TARGETS_FOLDER + name).split("/"));
      if ((await hashFile(content)) !== sha256) throw new HotfixError("hotfix-hash-mismatch", { path: name });
    }
    for (const { path: name, targetPath } of files) {
      const target = path.join(ready, ...name.split("/"));
      await mkdir(path.dirname(target), { recursive: true });
      await rename(path.join(unpacked, ...(TARGETS_FOLDER + targetPath).split("/")), target);
    }
    await replaceFolder(ready, packageFolder(installDir, entry.packageGuid));
  } finally {
    for (const left of [unpacked, ready]) await rm(left, { recursive: true, force: true });
  }
}

async function register(
  thread: ThreadContext,
  { id, fileName }: ImportRow,
  bundle: VerifiedBundle,
  { sha256, isLost }: { sha256: string; isLost: boolean },
): Promise<void> {
  const { clock, component, serverFqdn } = thread;
  const { packageGuid } = bundle.entry;
  const now = clock.now();
  await asOwner(thread, async (tx) => {
    if (isLost) await restorePackage(tx, now, bundle);
    else await addPackage(tx, now, bundle, { source: "out-of-band", verifiedAt: now });
    await cancelDownloadAlerts(tx, clock, packageGuid);
    const params = { fileName, files: bundle.files.length };
    await recordEvent(tx, { packageGuid, time: now, code: "hotfix-imported", actor: component, params });
    await tx.delete(outOfBandChunks).where(eq(outOfBandChunks.importId, id));
    await tx
      .update(outOfBandImports)
      .set({ state: "imported", packageGuid, sha256, errorCode: null, errorParams: null, finishedAt: now })
      .where(eq(outOfBandImports.id, id));
    await cancelAlert(tx, clock, "updates.hotfix-refused", fileName);
    const actor = { kind: "component", component, server: serverFqdn } as const;
    await writeAudit(
      { actor, db: tx, clock, correlationId: id },
      {
        messageId: 60018,
        action: "offline.import",
        objectType: "update-package",
        objectId: packageGuid,
        strings: [fileName, sha256, String(bundle.files.length)],
      },
    );
    await announceImport(tx, id);
  });
}
