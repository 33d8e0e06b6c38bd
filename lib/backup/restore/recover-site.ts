import { eq } from "drizzle-orm";
import type { Ctx } from "@/lib/context";
import { openDatabase } from "@/lib/db/connection";
import { recoveries } from "@/lib/db/schema";
import { ok, type Result } from "@/lib/result";
import type { BackupManifest, ManifestFault } from "../manifest";
import { type OnProgress, verifyBackup } from "../verify-backup";
import { type DatabaseRefusal, restoreDatabase } from "./restore-database";
import { openKeysOf, restoreFiles, serversBesideSiteServer } from "./restore-files";
import { schemaPathOf } from "./schema-of-backup";
import { checkTargetFolder, interruptedRestore, markTargetFolder, unmarkTargetFolder } from "./target-folder";

/** What a recovery is at, for whoever watches it. */
export type RecoveryStep = "verifying" | "restoring-database" | "restoring-files";

export interface RecoveryOrder {
  /** Folder of one backup. */
  folder: string;
  dataDir: string;
  /** Null: the keys stay sealed. */
  passphrase: string | null;
  /** Names of the servers whose keys belong on this machine; null: those hosted with the site server. */
  servers: readonly string[] | null;
  by: Pick<Ctx, "actor" | "clock">;
  signal: AbortSignal;
  onProgress(step: RecoveryStep, ...progress: Parameters<OnProgress>): void;
}

export type RecoveryRefusal =
  | ManifestFault
  | DatabaseRefusal
  | "passphrase-wrong"
  | "backup-without-keys"
  | "folder-not-empty"
  | "other-restore-interrupted";

/** A backup that may be restored here. */
export interface CheckedBackup {
  manifest: BackupManifest;
  privateKey: Buffer | null;
}

/**
 * Everything that can be known before a byte is written: that the backup is whole and of a version that is understood,
 * that the passphrase fits and the folder is free.
 */
export async function checkRecovery(order: RecoveryOrder): Promise<Result<CheckedBackup, RecoveryRefusal>> {
  const { folder, dataDir, passphrase, signal } = order;
  const verified = await verifyBackup(folder, signal, (done, total) =>
    order.onProgress("verifying", done, total),
  );
  if (!verified.ok) return verified;
  const manifest = verified.value;
  const version = schemaPathOf(manifest.migrations);
  if (!version.ok) return { ...version, params: { version: manifest.productVersion } };
  const keys = passphrase === null ? ok(null) : await openKeysOf(manifest, passphrase);
  if (!keys.ok) return keys;
  const target = await checkTargetFolder(dataDir, manifest);
  return target.ok ? ok({ manifest, privateKey: keys.value }) : target;
}

/**
 * Recovers a site from a checked backup. Killed anywhere it is called again with the same: the database is restored as a
 * whole or not at all, and files are put there again.
 * @param connectionString of an empty database
 */
export async function recoverSite(
  order: RecoveryOrder,
  { manifest, privateKey }: CheckedBackup,
  connectionString: () => Promise<string>,
): Promise<Result<{ recoveryId: string; keyServers: string[] }, RecoveryRefusal>> {
  const { folder, dataDir, by, signal } = order;
  const isResumed = (await interruptedRestore(dataDir)) !== null;
  await markTargetFolder(dataDir, manifest);
  const url = await connectionString();
  const database = await restoreDatabase({
    connectionString: url,
    folder,
    manifest,
    by,
    signal,
    onProgress: (done, total) => order.onProgress("restoring-database", done, total),
  });
  if (!database.ok) {
    // Nothing was written, so the folder is as it was: free, or what an earlier restore goes on with.
    if (!isResumed) await unmarkTargetFolder(dataDir);
    return database;
  }
  order.onProgress("restoring-files", 0, 1);
  const servers = order.servers ?? serversBesideSiteServer(manifest);
  const files = await restoreFiles({ folder, manifest, dataDir, privateKey, servers });
  if (!files.ok) return files;
  await closeRecovery(url, database.value.recoveryId, files.value.keyServers, by.clock.now());
  await unmarkTargetFolder(dataDir);
  order.onProgress("restoring-files", 1, 1);
  return ok({ recoveryId: database.value.recoveryId, keyServers: files.value.keyServers });
}

async function closeRecovery(
  url: string,
  id: string,
  keyServers: string[],
  completedAt: Date,
): Promise<void> {
  const { db, close } = openDatabase(url, 1);
  try {
    await db.update(recoveries).set({ keyServers, completedAt }).where(eq(recoveries.id, id));
  } finally {
    await close();
  }
}
