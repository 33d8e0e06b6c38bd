import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as schema from "./schema";

export type Database = NodePgDatabase<typeof schema>;

export interface DatabaseHandle {
  db: Database;
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens a pool on the site database. The pool survives a restart of the server: a broken idle connection is
 * dropped and the next query opens a new one.
 * @param connectionString `postgres://…`
 * @param maxConnections upper bound of the pool; each process of the product has its own
 */
export function openDatabase(connectionString: string, maxConnections = 10): DatabaseHandle {
  const pool = new pg.Pool({ connectionString, max: maxConnections, application_name: "scp" });
  // Without a listener an idle connection that dies with the server would end the process.
  pool.on("error", () => {});
  // Likewise one that dies between two statements of a transaction: the next statement says so to whoever is at it.
  pool.on("connect", (client) => client.on("error", () => {}));
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
}
