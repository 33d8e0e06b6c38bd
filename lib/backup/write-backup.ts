import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { syncFolderOf } from "@/lib/content-library/sync-folder";
import { cdLatest } from "@/lib/updates/installation/folders";
import { backedUpConfiguration } from "./backed-up-configuration";
import { foldersOf, makeFolder, publishBackup } from "./backup-folders";
import type { CollectedKeys } from "./collect-key-files";
import { copyDatabase } from "./copy-database";
import { copySourceFiles } from "./copy-source-files";
import { type BackupManifest, writeManifest } from "./manifest";
import { measureFile } from "./measure";

export interface BackupOrder {
  connectionString: string;
  /** Folder of the site's backups; each backup is one folder in it. */
  parent: string;
  siteCode: string;
  /** Of the site server, whose CD.Latest is taken along. */
  installDir: string;
  productVersion: string;
  keys: CollectedKeys;
  environment: Readonly<Record<string, string | undefined>>;
  now: () => Date;
  signal: AbortSignal;
}

type Written = Omit<BackupManifest, "format">;

/**
 * Writes one backup: the database as of one moment, sealed key files, the settings and CD.Latest, with a manifest that
 * vouches for each file. It gets its name when all of it is on disk; what a kill leaves has another.
 * @returns its folder and what is in it
 * @throws the signal's reason when aborted, and what disk or database say
 */
export async function writeBackup(order: BackupOrder): Promise<{ folder: string; manifest: Written }> {
  const { signal } = order;
  const createdAt = order.now();
  const folders = foldersOf(order.parent, createdAt);
  const folder = folders.unfinished;
  await makeFolder(folder);
  try {
    const database = await readDatabase(order, folder);
    const sourceFiles = await copySourceFiles(cdLatest(order.installDir), folder, signal);
    const manifest: Written = {
      ...database,
      siteCode: order.siteCode,
      productVersion: order.productVersion,
      createdAt: createdAt.toISOString(),
      keys: await writeKeys(order.keys, folder, signal),
      configuration: backedUpConfiguration(order.environment),
      sourceFiles,
      finishedAt: order.now().toISOString(),
    };
    await writeManifest(folder, manifest);
    await publishBackup(folders);
    return { folder: folders.complete, manifest };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function readDatabase({ connectionString, signal }: BackupOrder, folder: string) {
  const client = new pg.Client({ connectionString, application_name: "scp-backup" });
  // A connection that dies between two statements fails the next one; without a listener it would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const copied = await copyDatabase(client, folder, signal);
    await client.query("commit");
    return copied;
  } finally {
    await client.end();
  }
}

async function writeKeys(
  { recoveryKey, sealed, missing }: CollectedKeys,
  folder: string,
  signal: AbortSignal,
): Promise<Written["keys"]> {
  const servers: Written["keys"]["servers"] = [];
  for (const [fqdn, content] of sealed) {
    const file = `keys/${fqdn}.sealed`;
    await mkdir(path.join(folder, "keys"), { recursive: true });
    await writeFile(path.join(folder, file), content, { flush: true });
    servers.push({ fqdn, file, ...(await measureFile(path.join(folder, file), signal)) });
  }
  await syncFolderOf(path.join(folder, "database"));
  return { recoveryKey, servers, missing };
}
