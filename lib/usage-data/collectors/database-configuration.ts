import { sql } from "drizzle-orm";
import { z } from "zod";
import { bytes, codeWord, count, productText, version } from "../values";
import type { Collector } from "./model";
import { oneRow } from "./sql-values";

/** What decides how much the server may do at once, and how safely. */
const settings = z.strictObject({
  sharedBuffersBytes: bytes,
  effectiveCacheBytes: bytes,
  workMemoryBytes: bytes,
  maintenanceMemoryBytes: bytes,
  maxWalBytes: bytes,
  maxConnections: count,
  maxParallelWorkers: count,
  randomPageCost: z.number().nonnegative(),
  autovacuum: z.boolean(),
  synchronousCommit: z.enum(["off", "local", "remote_write", "on", "remote_apply"]),
  walLevel: z.enum(["minimal", "replica", "logical"]),
});

const SETTINGS = sql`json_build_object(
  'sharedBuffersBytes', pg_size_bytes(current_setting('shared_buffers')),
  'effectiveCacheBytes', pg_size_bytes(current_setting('effective_cache_size')),
  'workMemoryBytes', pg_size_bytes(current_setting('work_mem')),
  'maintenanceMemoryBytes', pg_size_bytes(current_setting('maintenance_work_mem')),
  'maxWalBytes', pg_size_bytes(current_setting('max_wal_size')),
  'maxConnections', current_setting('max_connections')::int,
  'maxParallelWorkers', current_setting('max_parallel_workers')::int,
  'randomPageCost', current_setting('random_page_cost')::float8,
  'autovacuum', current_setting('autovacuum')::boolean,
  'synchronousCommit', current_setting('synchronous_commit'),
  'walLevel', current_setting('wal_level'))`;

export const databaseConfiguration: Collector = {
  id: "B-04",
  schema: z.strictObject({
    databaseBytes: bytes,
    /** Of the top-level site's database server; null while it has not measured itself. */
    processors: count.nullable(),
    memoryBytes: bytes.nullable(),
    settings,
    extensions: z.array(codeWord),
    views: count,
    replicas: count,
    standby: z.boolean(),
  }),
  collect: ({ db, topLevelSite }) =>
    oneRow(
      db,
      sql`select pg_database_size(current_database())::float8 as "databaseBytes", p.processors,
            p.memory_bytes::float8 as "memoryBytes",
            ${SETTINGS} as settings,
            (select coalesce(json_agg(extname order by extname), '[]') from pg_extension) as extensions,
            (select count(*)::int from pg_views where schemaname not in ('pg_catalog', 'information_schema'))
              as views,
            (select count(*)::int from pg_stat_replication) as replicas, pg_is_in_recovery() as standby
          from (select) one left join (
            select m.processors, m.memory_bytes from server_performance m
              join site_system_servers v on v.id = m.server_id join site_system_roles r on r.server_id = v.id
             where v.site_code = ${topLevelSite.siteCode} and r.role = 'SMS SQL Server' limit 1) p on true`,
    ),
};

export const databaseVersion: Collector = {
  id: "B-26",
  schema: z.strictObject({
    product: z.literal("PostgreSQL"),
    version,
    collation: productText.nullable(),
    characterType: productText.nullable(),
    encoding: codeWord,
    localeProvider: z.enum(["libc", "icu", "builtin", "other"]),
  }),
  collect: ({ db }) =>
    oneRow(
      db,
      sql`select 'PostgreSQL' as product,
            current_setting('server_version_num')::int / 10000 || '.' ||
              current_setting('server_version_num')::int % 10000 as version,
            datcollate as collation, datctype as "characterType", pg_encoding_to_char(encoding) as encoding,
            case datlocprovider when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin' else 'other' end
              as "localeProvider"
          from pg_database where datname = current_database()`,
    ),
};

export const replicas: Collector = {
  id: "E-SQL-05",
  schema: z.strictObject({
    replicas: count,
    synchronous: count,
    states: z.partialRecord(z.enum(["startup", "catchup", "streaming", "backup", "stopping"]), count),
    /** Of the replica that is furthest behind; null without one. */
    lagBytesMax: bytes.nullable(),
    slots: count,
    standby: z.boolean(),
  }),
  collect: ({ db }) =>
    oneRow(
      db,
      sql`select count(*)::int as replicas, count(*) filter (where sync_state in ('sync', 'quorum'))::int as synchronous,
            (select coalesce(json_object_agg(state, n), '{}') from (
               select state, count(*)::int as n from pg_stat_replication where state is not null group by 1) s) as states,
            case when pg_is_in_recovery() then null
                 else max(greatest(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), 0))::float8 end as "lagBytesMax",
            (select count(*)::int from pg_replication_slots) as slots, pg_is_in_recovery() as standby
          from pg_stat_replication`,
    ),
};
