import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import type pg from "pg";
import { MIGRATIONS_FOLDER } from "@/lib/db/migrate";
import { fail, ok, type Result } from "@/lib/result";

/** The way from nothing to the schema a backup was made in, and on from there to this version's. */
export interface SchemaPath {
  toBackup: readonly MigrationMeta[];
  onward: readonly MigrationMeta[];
}

/**
 * Compares the migrations of a backup with this version's.
 * @returns `backup-newer` when the backup knows a migration that this version does not
 */
export function schemaPathOf(
  migrations: readonly string[],
  known: readonly MigrationMeta[] = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER }),
): Result<SchemaPath, "backup-newer"> {
  const fits = migrations.every((hash, index) => known[index]?.hash === hash);
  if (!fits || migrations.length === 0) return fail("backup-newer");
  return ok({ toBackup: known.slice(0, migrations.length), onward: known.slice(migrations.length) });
}

/** As Drizzle's migrator does it, but in the caller's transaction: a restore happens as a whole or not at all. */
export async function applyMigrations(
  client: pg.Client,
  migrations: readonly MigrationMeta[],
): Promise<void> {
  await client.query("create schema if not exists drizzle");
  await client.query(
    "create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
  );
  for (const { sql, hash, folderMillis } of migrations) {
    for (const statement of sql) await client.query(statement);
    await client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)", [
      hash,
      folderMillis,
    ]);
  }
}
