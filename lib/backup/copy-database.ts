import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { BackupManifest } from "./manifest";
import { measure } from "./measure";

type Database = Pick<BackupManifest, "serverVersion" | "migrations" | "tables" | "sequences" | "servers">;

/**
 * Copies every table of the schema `public` into `folder`: PostgreSQL's COPY text, gzipped, one file a table. Jobs
 * (pg-boss) are not copied: the rows say what is to be done, a job only wakes a thread up.
 * @param client in a transaction that sees one moment (repeatable read)
 */
export async function copyDatabase(
  client: pg.Client,
  folder: string,
  signal: AbortSignal,
): Promise<Database> {
  await refuseUnreadable(client);
  await mkdir(path.join(folder, "database"), { recursive: true });
  const version = await client.query<{ server_version: string }>("show server_version");
  const migrations = await client.query<{ hash: string }>(
    "select hash from drizzle.__drizzle_migrations order by created_at",
  );
  const tables: Database["tables"] = [];
  for (const table of await tableNames(client)) {
    signal.throwIfAborted();
    tables.push(await copyTable(client, table, folder, signal));
  }
  const sequences = await client.query<{ sequence: string; last_value: string | null }>(
    "select sequencename as sequence, last_value::text from pg_sequences where schemaname = 'public' order by 1",
  );
  return {
    serverVersion: version.rows[0]?.server_version ?? "",
    migrations: migrations.rows.map((row) => row.hash),
    tables,
    sequences: sequences.rows.map((row) => ({ sequence: row.sequence, lastValue: row.last_value })),
    servers: await readServers(client),
  };
}

/** A site server that joined from a machine of its own has a login that may not read accounts. */
async function refuseUnreadable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; login: string }>(
    `select c.relname as name, current_user as login
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and not has_table_privilege(c.oid, 'select') limit 1`,
  );
  if (rows[0])
    throw new Error(
      `the database login ${rows[0].login} may not read ${rows[0].name}: the site server that backs up needs the login of the portal`,
    );
}

export async function tableNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' order by c.relname`,
  );
  return rows.map((row) => row.name);
}

async function copyTable(client: pg.Client, table: string, folder: string, signal: AbortSignal) {
  const file = `database/${table}.copy.gz`;
  const measured = measure();
  const rows = client.query(copyTo(`copy public.${client.escapeIdentifier(table)} to stdout`));
  const target = createWriteStream(path.join(folder, file), { flush: true });
  await pipeline(rows, createGzip(), measured.through, target, { signal });
  return { table, file, rows: rows.rowCount, ...measured.result() };
}

async function readServers(client: pg.Client): Promise<Database["servers"]> {
  const { rows } = await client.query<Database["servers"][number]>(
    `select v.fqdn, v.site_code as "siteCode", v.executive_id::text as executive,
            coalesce(array_agg(r.role order by r.role) filter (where r.role is not null), '{}') as roles
       from site_system_servers v
       left join site_system_roles r on r.server_id = v.id
      group by v.id order by v.fqdn`,
  );
  return rows;
}
