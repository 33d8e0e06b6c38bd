import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";

export interface BackupManifest {
  siteCode: string;
  createdAt: string;
  serverVersion: string;
  /** Migrations the schema had; a backup is restored into a database with exactly these. */
  migrations: string[];
  tables: BackedUpTable[];
}

export interface BackedUpTable {
  table: string;
  file: string;
  rows: number;
  bytes: number;
  sha256: string;
}

export const BACKUP_MANIFEST = "backup.json";

/**
 * Writes every table of the site database into `folder`, as of one moment: PostgreSQL's COPY text, gzipped, one file
 * a table, and a manifest with their hashes. The backup that was there stays until the new one is complete on disk.
 * @throws the signal's reason when aborted; then, and after a kill, the old backup is untouched
 */
export async function writeBackup(options: {
  connectionString: string;
  folder: string;
  siteCode: string;
  now: Date;
  signal: AbortSignal;
}): Promise<BackupManifest> {
  const unfinished = `${options.folder}.new`;
  await recoverBackup(options.folder);
  await mkdir(unfinished, { recursive: true });
  const client = new pg.Client({
    connectionString: options.connectionString,
    application_name: "scp-backup",
  });
  // A connection that dies between two statements fails the next one; without a listener it would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const manifest: BackupManifest = {
      siteCode: options.siteCode,
      createdAt: options.now.toISOString(),
      serverVersion:
        (await client.query<{ server_version: string }>("show server_version")).rows[0]?.server_version ?? "",
      migrations: await migrationHashes(client),
      tables: [],
    };
    for (const table of await tableNames(client)) {
      options.signal.throwIfAborted();
      manifest.tables.push(await copyTable(client, table, unfinished, options.signal));
    }
    await client.query("commit");
    await writeFile(join(unfinished, BACKUP_MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, {
      flush: true,
    });
    await syncFolder(unfinished);
    await replaceFolder(unfinished, options.folder);
    return manifest;
  } finally {
    await client.end();
  }
}

/** Puts right what a kill left: a half-written new backup goes, and an old one that was just set aside comes back. */
export async function recoverBackup(folder: string): Promise<void> {
  await rm(`${folder}.new`, { recursive: true, force: true });
  if (await exists(folder)) await rm(`${folder}.old`, { recursive: true, force: true });
  else if (await exists(`${folder}.old`)) await rename(`${folder}.old`, folder);
}

async function tableNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' order by c.relname`,
  );
  return rows.map((row) => row.name);
}

async function migrationHashes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ hash: string }>(
    "select hash from drizzle.__drizzle_migrations order by created_at",
  );
  return rows.map((row) => row.hash);
}

async function copyTable(
  client: pg.Client,
  table: string,
  folder: string,
  signal: AbortSignal,
): Promise<BackedUpTable> {
  const file = `${table}.copy.gz`;
  const path = join(folder, file);
  const hash = createHash("sha256");
  let bytes = 0;
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const rows = client.query(copyTo(`copy public.${client.escapeIdentifier(table)} to stdout`));
  await pipeline(rows, createGzip(), measured, createWriteStream(path, { flush: true }), { signal });
  return { table, file, rows: rows.rowCount, bytes, sha256: hash.digest("hex") };
}

/** Two renames, because a folder cannot be renamed over one that has content; `recoverBackup` mends the gap. */
async function replaceFolder(from: string, to: string): Promise<void> {
  if (await exists(to)) await rename(to, `${to}.old`);
  await rename(from, to);
  await syncFolder(dirname(to));
  await rm(`${to}.old`, { recursive: true, force: true });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
