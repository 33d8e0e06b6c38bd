import { asc, sql } from "drizzle-orm";
import { bigserial, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import pg from "pg";
import type { Database } from "@/lib/db/connection";

const CHANNEL = "sweep_changes";

const sweepChanges = pgTable("sweep_changes", {
  id: bigserial("id", { mode: "number" }).primaryKey(),
  tableName: text("table_name").notNull(),
  key: text("key").notNull(),
  values: jsonb("values").$type<Record<string, unknown>>().notNull(),
});

/** Tables whose changes are kept: what names a row, and which of its columns count. */
const WATCHED: Record<string, { key: readonly string[]; columns: readonly string[] }> = {
  update_packages: { key: ["package_guid"], columns: ["state"] },
  update_downloads: { key: ["package_guid"], columns: ["phase"] },
  update_package_files: { key: ["package_guid", "path"], columns: ["verified_at"] },
  update_package_runs: { key: ["package_guid"], columns: ["final_state"] },
  update_package_site_status: {
    key: ["package_guid", "site_code"],
    columns: ["state", "site_install_id"],
  },
  update_package_steps: { key: ["package_guid", "site_code", "step"], columns: ["is_complete"] },
  update_package_prereq_status: { key: ["package_guid", "site_code", "rule"], columns: ["result"] },
  easy_setup_versions: { key: ["package_guid", "version"], columns: ["manifest_sha256"] },
  content_distributions: {
    key: ["package_id", "version", "site_code"],
    columns: ["state", "job_id"],
  },
  sites: {
    key: ["site_code"],
    columns: ["version", "full_version", "database_version", "messaging_enabled"],
  },
};

/** One committed change of a watched row, oldest first. */
export type Change = Pick<typeof sweepChanges.$inferSelect, "tableName" | "key" | "values">;

/** Has the database keep every change of what the product says about a package, in the transaction that made it. */
export async function recordChanges(db: Database): Promise<void> {
  await db.execute(sql`
    create table sweep_changes (
      id bigserial primary key, table_name text not null, key text not null, values jsonb not null)`);
  await db.execute(sql`
    create function record_sweep_change() returns trigger language plpgsql as $$
    declare
      now_is jsonb := to_jsonb(new);
      was jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
      watched jsonb := (select jsonb_object_agg(c, now_is -> c) from unnest(string_to_array(tg_argv[1], ',')) c);
    begin
      if was @> watched then return null; end if;
      insert into sweep_changes (table_name, key, values) values (
        tg_table_name,
        (select string_agg(now_is ->> c, ' ') from unnest(string_to_array(tg_argv[0], ',')) c),
        watched);
      perform pg_notify('sweep_changes', '');
      return null;
    end $$`);
  for (const [table, { key, columns }] of Object.entries(WATCHED)) {
    await db.execute(
      sql.raw(`create trigger sweep_changes after insert or update on ${table} for each row
        execute function record_sweep_change('${key.join(",")}', '${columns.join(",")}')`),
    );
  }
}

export async function readChanges(db: Database): Promise<Change[]> {
  const { tableName, key, values } = sweepChanges;
  return db.select({ tableName, key, values }).from(sweepChanges).orderBy(asc(sweepChanges.id));
}

/**
 * Resolves after so many transactions that changed something, or when `signal` aborts, whichever comes first. When
 * the connection breaks it waits for `signal`.
 */
export async function changesPass(
  connectionString: string,
  count: number,
  signal: AbortSignal,
): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => {});
  let left = count;
  const passed = new Promise<void>((resolve) => {
    client.on("notification", () => {
      left -= 1;
      if (left <= 0) resolve();
    });
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    await passed;
  } finally {
    await client.end().catch(() => {});
  }
}
