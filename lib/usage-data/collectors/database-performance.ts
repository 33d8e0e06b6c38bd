import { sql } from "drizzle-orm";
import { z } from "zod";
import { bytes, count, hash, histogramOf, percent, statistics } from "../values";
import type { Collector } from "./model";
import { SHIPPED_TABLES } from "./shipped-tables";
import { histogramOver, oneRow, statisticsOf } from "./sql-values";

export const DISTRIBUTION_STATES = [
  "snapshot",
  "pending",
  "scheduled",
  "sending",
  "storing",
  "stored",
  "failed",
  "canceled",
  "removing",
  "removed",
] as const;

/** As pg-boss calls them. */
const JOB_STATES = ["created", "retry", "active", "completed", "cancelled", "failed"] as const;

export const databasePerformance: Collector = {
  id: "B-16",
  schema: z.strictObject({
    database: z.strictObject({
      bytes,
      commits: count,
      rollbacks: count,
      deadlocks: count,
      temporaryBytes: bytes,
      /** Null before anything was read. */
      cacheHitPercent: percent.nullable(),
    }),
    replication: z.strictObject({
      distributions: histogramOf(DISTRIBUTION_STATES),
      bytesTotal: bytes,
      /** From the minijob to the stored content. */
      hoursToStore: statistics,
    }),
    jobs: histogramOf(JOB_STATES),
  }),
  async collect({ db }) {
    const database = await oneRow(
      db,
      sql`select pg_database_size(current_database())::float8 as bytes, xact_commit::float8 as commits,
            xact_rollback::float8 as rollbacks, deadlocks::float8, temp_bytes::float8 as "temporaryBytes",
            round(100.0 * blks_hit / nullif(blks_hit + blks_read, 0), 1)::float8 as "cacheHitPercent"
          from pg_stat_database where datname = current_database()`,
    );
    const hours = sql`extract(epoch from stored_at - created_at) / 3600`;
    const replication = await oneRow(
      db,
      sql`select ${histogramOver(sql`select state as key, count(*) as n from content_distributions group by 1`)}
              as distributions,
            coalesce(sum(bytes_total), 0)::float8 as "bytesTotal", ${statisticsOf(hours)} as "hoursToStore"
          from content_distributions`,
    );
    const { jobs } = await oneRow<{ jobs: Record<string, number> }>(
      db,
      sql`select ${histogramOver(sql`select state::text as key, count(*) as n from pgboss.job group by 1`)} as jobs`,
    );
    return { database, replication, jobs };
  },
};

/** What the queries are is said only by the hash of their text. */
export const lockingQueries: Collector = {
  id: "B-41",
  schema: z.strictObject({ byLocks: z.array(z.strictObject({ query: hash, locks: count })) }),
  async collect({ db, hash: hashOf }) {
    const { rows } = await db.execute<{ query: string; locks: number }>(sql`
      select a.query, count(*)::int as locks
        from pg_locks l join pg_stat_activity a using (pid)
       where a.datname = current_database() and a.pid <> pg_backend_pid() and a.query <> ''
       group by 1 order by 2 desc, 1 limit 10`);
    return { byLocks: rows.map(({ query, locks }) => ({ query: hashOf(query), locks })) };
  },
};

const LARGEST = 20;

export const largestTables: Collector = {
  id: "E-SQL-02",
  schema: z.strictObject({
    tables: z.array(
      z.strictObject({
        /** The name of a table of the product; of any other its keyed hash. */
        table: z.union([z.enum(SHIPPED_TABLES), hash]),
        rows: count,
        bytes,
      }),
    ),
  }),
  async collect({ db, hash: hashOf }) {
    const { rows } = await db.execute<{ space: string; table: string; rows: number; bytes: number }>(sql`
      select schemaname as space, relname as table, n_live_tup::float8 as rows,
             pg_total_relation_size(relid)::float8 as bytes
        from pg_stat_user_tables order by 4 desc, 1, 2 limit ${LARGEST}`);
    return {
      tables: rows.map(({ space, table, rows: live, bytes: size }) => ({
        table: space === "public" && SHIPPED_TABLES.includes(table) ? table : hashOf(`${space}.${table}`),
        rows: live,
        bytes: size,
      })),
    };
  },
};
