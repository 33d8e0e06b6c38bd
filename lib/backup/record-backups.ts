import { access } from "node:fs/promises";
import path from "node:path";
import { eq, inArray } from "drizzle-orm";
import { publish } from "@/lib/db/events";
import { backups } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { completeBackups } from "./backup-folders";
import { type BackupManifest, filesOfBackup, MANIFEST_FILE, readManifest } from "./manifest";
import { recoveryFingerprint } from "./recovery-key";

/** Brings the list of backups in line with the disk, which is the truth: somebody may move or delete a folder. */
export async function recordBackups(thread: ThreadContext, parent: string): Promise<void> {
  const known = await thread.db
    .select({ id: backups.id, folder: backups.folder })
    .from(backups)
    .where(eq(backups.siteCode, thread.siteCode));
  const gone: string[] = [];
  for (const { id, folder } of known) if (!(await exists(path.join(folder, MANIFEST_FILE)))) gone.push(id);
  const found: (typeof backups.$inferInsert)[] = [];
  for (const folder of await completeBackups(parent)) {
    if (known.some((backup) => backup.folder === folder)) continue;
    const manifest = await readManifest(folder);
    if (manifest.ok) found.push(rowOf(thread.siteCode, folder, manifest.value));
    else thread.log.warning(`${folder} is no backup that can be used: ${manifest.code}.`);
  }
  await asOwner(thread, async (tx) => {
    if (gone.length > 0) await tx.delete(backups).where(inArray(backups.id, gone));
    if (found.length > 0) await tx.insert(backups).values(found).onConflictDoNothing();
    await publish(tx, { topic: "backups", key: thread.siteCode });
  });
}

function rowOf(siteCode: string, folder: string, manifest: BackupManifest): typeof backups.$inferInsert {
  const { keys, tables } = manifest;
  return {
    siteCode,
    folder,
    createdAt: new Date(manifest.createdAt),
    finishedAt: new Date(manifest.finishedAt),
    productVersion: manifest.productVersion,
    bytes: filesOfBackup(manifest).reduce((sum, { bytes }) => sum + bytes, 0),
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    sourceFiles: manifest.sourceFiles.length,
    recoveryFingerprint: keys.recoveryKey && recoveryFingerprint(keys.recoveryKey),
    keyServers: keys.servers.map(({ fqdn }) => fqdn),
    missingKeyServers: keys.missing,
  };
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
