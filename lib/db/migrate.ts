import path from "node:path";
import { fileURLToPath } from "node:url";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { installJobQueues } from "@/lib/jobs/definitions";
import { openDatabase } from "./connection";

const MIGRATIONS_FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations");

/** Brings the site database to this version's schema. Safe to call at every start, and by two processes at once. */
export async function migrateDatabase(connectionString: string): Promise<void> {
  const handle = openDatabase(connectionString, 2);
  const lock = await handle.pool.connect();
  try {
    // Two starters would both try to create the same tables; the second waits and then finds nothing to do.
    await lock.query("select pg_advisory_lock(hashtext('scp-migrations'))");
    await migrate(handle.db, { migrationsFolder: MIGRATIONS_FOLDER });
    await installJobQueues(connectionString);
  } finally {
    await lock.query("select pg_advisory_unlock(hashtext('scp-migrations'))").catch(() => {});
    lock.release();
    await handle.close();
  }
}
