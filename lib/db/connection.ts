import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as schema from "./schema";

export type Database = NodePgDatabase<typeof schema>;

export interface DatabaseHandle {
  db: Database;
  pool: pg.Pool;
  close(): Promise<void>;
}

interface SessionLimits {
  lockTimeoutMs?: number;
  idleTransactionTimeoutMs?: number;
}

/**
 * Opens a pool on the site database. The pool survives a restart of the server: a broken idle connection is
 * dropped and the next query opens a new one.
 * @param connectionString `postgres://…`
 * @param maxConnections upper bound of the pool; each process of the product has its own
 * @param lockTimeoutMs after which a statement fails that waits for what another session has locked; it waits as long
 *   as that lasts when left out
 * @param idleTransactionTimeoutMs after which the server ends a session whose transaction nobody goes on with, and with
 *   it the locks that others wait for; never when left out
 */
export function openDatabase(
  connectionString: string,
  maxConnections = 10,
  { lockTimeoutMs = 0, idleTransactionTimeoutMs = 0 }: SessionLimits = {},
): DatabaseHandle {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    application_name: "scp",
    // Not as a parameter of the start: a pooler between the two would refuse one it does not know.
    onConnect: async (client) => {
      if (lockTimeoutMs > 0) await client.query(`set lock_timeout = ${lockTimeoutMs}`);
      if (idleTransactionTimeoutMs > 0)
        await client.query(`set idle_in_transaction_session_timeout = ${idleTransactionTimeoutMs}`);
    },
  });
  // Without a listener an idle connection that dies with the server would end the process.
  pool.on("error", () => {});
  // Likewise one that dies between two statements of a transaction: the next statement says so to whoever is at it.
  pool.on("connect", (client) => client.on("error", () => {}));
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
}
