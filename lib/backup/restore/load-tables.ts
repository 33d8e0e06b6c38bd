import { createReadStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { tableNames } from "../copy-database";
import type { BackupManifest } from "../manifest";
import type { OnProgress } from "../verify-backup";
import { inOrderOfReferences } from "./order-of-tables";

/**
 * Fills the tables of a schema without rows from a backup of the same schema, and sets its sequences to where they were.
 * Foreign keys are checked as ever; the product's own triggers are not asked, since what they guard has happened.
 * @throws Error when a table has not as many rows as the manifest says, and what PostgreSQL says
 */
export async function loadTables(
  client: pg.Client,
  folder: string,
  { tables, sequences }: Pick<BackupManifest, "tables" | "sequences">,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<void> {
  const names = await tableNames(client);
  const quoted = (name: string) => `public.${client.escapeIdentifier(name)}`;
  for (const name of names) await client.query(`alter table ${quoted(name)} disable trigger user`);
  // A migration may have put rows there; the backup has its own.
  await client.query(`truncate ${names.map(quoted).join(", ")}`);
  const total = tables.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const table of await inLoadingOrder(client, tables)) {
    signal.throwIfAborted();
    const into = client.query(copyFrom(`copy ${quoted(table.table)} from stdin`));
    await pipeline(createReadStream(path.join(folder, table.file)), createGunzip(), into, { signal });
    if (into.rowCount !== table.rows)
      throw new Error(`${table.table} has ${into.rowCount} rows instead of ${table.rows}`);
    done += table.bytes;
    onProgress(done, total);
  }
  for (const { sequence, lastValue } of sequences) {
    if (lastValue !== null)
      await client.query("select setval($1::regclass, $2)", [quoted(sequence), lastValue]);
  }
  for (const name of names) await client.query(`alter table ${quoted(name)} enable trigger user`);
}

async function inLoadingOrder(
  client: pg.Client,
  tables: BackupManifest["tables"],
): Promise<BackupManifest["tables"]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select f.relname as "from", t.relname as "to" from pg_constraint c
       join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
       join pg_namespace n on n.oid = f.relnamespace
      where c.contype = 'f' and n.nspname = 'public'`,
  );
  const order = inOrderOfReferences(
    tables.map(({ table }) => table),
    rows,
  );
  return tables.toSorted((a, b) => order.indexOf(a.table) - order.indexOf(b.table));
}
