import pg from "pg";
import { z } from "zod";
import type { Facts } from "./facts";

const CONNECT_WITHIN_MS = 10_000;

const row = z.object({
  version_number: z.coerce.number(),
  encoding: z.string(),
  read_only: z.boolean(),
  may_create: z.boolean(),
  max_connections: z.coerce.number(),
  used_connections: z.coerce.number(),
  invalid_indexes: z.coerce.number(),
});

/**
 * Looks at the site database through a connection of its own: one from the pool would say nothing about whether
 * another can still be had.
 */
export async function readDatabase(connectionString: string): Promise<Facts["database"]> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    query_timeout: CONNECT_WITHIN_MS,
    application_name: "scp prerequisite check",
  });
  // An error that comes while nothing is asked would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query(`
      select current_setting('server_version_num') as version_number,
        pg_encoding_to_char(d.encoding) as encoding,
        pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on' as read_only,
        has_schema_privilege(current_user, current_schema(), 'create') as may_create,
        current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
          as max_connections,
        (select count(*) from pg_stat_activity where backend_type = 'client backend') as used_connections,
        (select count(*) from pg_index where not indisvalid) as invalid_indexes
      from pg_database d where d.datname = current_database()`);
    const found = row.parse(rows[0]);
    return {
      versionNumber: found.version_number,
      encoding: found.encoding,
      readOnly: found.read_only,
      mayCreate: found.may_create,
      maxConnections: found.max_connections,
      usedConnections: found.used_connections,
      invalidIndexes: found.invalid_indexes,
    };
  } finally {
    await client.end().catch(() => {});
  }
}
