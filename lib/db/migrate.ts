import path from "node:path";
import { fileURLToPath } from "node:url";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { grantExecutiveRights, hasExecutiveGroup } from "@/lib/hierarchy/enrolment/database-rights";
import { installJobQueues } from "@/lib/jobs/definitions";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { type Database, openDatabase } from "./connection";
import { siteDatabase } from "./schema";
import { hasThisSchema } from "./schema-version";

export const MIGRATIONS_FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations");

/** Brings the site database to this version's schema. Safe to call at every start, and by two processes at once. */
export async function migrateDatabase(connectionString: string): Promise<void> {
  const handle = openDatabase(connectionString, 2);
  const lock = await handle.pool.connect();
  try {
    // Two starters would both try to create the same tables; the second waits and then finds nothing to do.
    await lock.query("select pg_advisory_lock(hashtext('scp-migrations'))");
    await migrate(handle.db, { migrationsFolder: MIGRATIONS_FOLDER });
    await installJobQueues(connectionString);
    await recordVersion(handle.db);
    if (await hasExecutiveGroup(handle.db))
      await handle.db.transaction((tx) => grantExecutiveRights(tx as unknown as Database));
  } finally {
    await lock.query("select pg_advisory_unlock(hashtext('scp-migrations'))").catch(() => {});
    lock.release();
    await handle.close();
  }
}

/** A newer version's schema is not this version's work. */
async function recordVersion(db: Database): Promise<void> {
  if (!(await hasThisSchema(db))) return;
  const row = { productVersion: PRODUCT_VERSION };
  await db.insert(siteDatabase).values(row).onConflictDoUpdate({ target: siteDatabase.singleton, set: row });
}
