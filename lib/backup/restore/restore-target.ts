import type pg from "pg";

/**
 * What a database is to a restore.
 * `empty`: nothing is in it. `untouched`: this product's tables, without a site or an account. `restored`: this very
 * backup is in it, and only files are missing. `occupied`: somebody's data, named by what was found.
 */
export type RestoreTarget =
  | { kind: "empty" | "untouched" }
  | { kind: "restored"; recoveryId: string }
  | { kind: "occupied"; by: string };

/** Tables that have rows only when somebody used the product. */
const USED = ["sites", "users", "audit_messages"] as const;
const OWN_SCHEMAS = ["public", "drizzle", "pgboss"] as const;

/** Looks at what is in a database before anything is written to it. */
export async function inspectTarget(
  client: pg.Client,
  backup: { siteCode: string; createdAt: string },
): Promise<RestoreTarget> {
  const { rows: tables } = await client.query<{ schema: string; name: string }>(
    `select schemaname as schema, tablename as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2`,
  );
  if (tables.length === 0) return { kind: "empty" };
  const has = (name: string) => tables.some((table) => table.schema === "public" && table.name === name);
  const foreign = tables.find(({ schema }) => !OWN_SCHEMAS.some((own) => own === schema));
  if (foreign) return { kind: "occupied", by: `${foreign.schema}.${foreign.name}` };
  if (!USED.every(has)) return { kind: "occupied", by: tables[0]?.name ?? "" };
  if (has("recoveries")) {
    const open = await client.query<{ id: string }>(
      "select id from recoveries where completed_at is null and site_code = $1 and backup_created_at = $2",
      [backup.siteCode, backup.createdAt],
    );
    if (open.rows[0]) return { kind: "restored", recoveryId: open.rows[0].id };
  }
  const site = await client.query<{ site_code: string }>(
    "select site_code from sites order by parent_site_code nulls first limit 1",
  );
  if (site.rows[0]) return { kind: "occupied", by: `site ${site.rows[0].site_code}` };
  for (const table of USED) {
    const found = await client.query(`select from ${table} limit 1`);
    if (found.rowCount) return { kind: "occupied", by: table };
  }
  return { kind: "untouched" };
}

/** Makes an untouched database an empty one: its schema may be of another version than the backup's. */
export async function clearTarget(client: pg.Client): Promise<void> {
  for (const schema of OWN_SCHEMAS) await client.query(`drop schema if exists ${schema} cascade`);
  await client.query("create schema public");
}
