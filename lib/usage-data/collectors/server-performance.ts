import { sql } from "drizzle-orm";
import { z } from "zod";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { count, statistics } from "../values";
import type { Collector } from "./model";
import { oneRow, statisticsOf } from "./sql-values";

export const COMPONENT_NAMES = Object.keys(COMPONENT_LOG_FILES) as (keyof typeof COMPONENT_LOG_FILES)[];

export const siteServerLoad: Collector = {
  id: "B-38",
  needs: "samples",
  schema: z.strictObject({
    servers: count,
    processorPercent: statistics,
    diskGigabytes: statistics,
    diskFreePercent: statistics,
  }),
  collect: ({ db }) =>
    oneRow(
      db,
      sql`select count(*)::int as servers, ${statisticsOf(sql`processor_percent`)} as "processorPercent",
            ${statisticsOf(sql`disk_bytes / 1073741824.0`)} as "diskGigabytes",
            ${statisticsOf(sql`100.0 * disk_free_bytes / nullif(disk_bytes, 0)`)} as "diskFreePercent"
          from server_performance
         where server_id in (select server_id from site_system_roles where role = ${SITE_SERVER_ROLE})`,
    ),
};

const states = z.strictObject({ running: count, stopped: count, failed: count });

export const processes: Collector = {
  id: "B-39",
  needs: "samples",
  schema: z.strictObject({
    /** Several servers may share one. */
    processes: count,
    uptimeHours: statistics,
    residentMegabytes: statistics,
    components: z.partialRecord(z.enum(COMPONENT_NAMES), states),
  }),
  collect: ({ db }) =>
    oneRow(
      db,
      sql`select count(*)::int as processes,
            ${statisticsOf(sql`extract(epoch from sampled_at - process_started_at) / 3600`)} as "uptimeHours",
            ${statisticsOf(sql`process_resident_bytes / 1048576.0`)} as "residentMegabytes",
            (select coalesce(json_object_agg(component, json_build_object(
               'running', running, 'stopped', stopped, 'failed', failed)), '{}')
               from (select component, count(*) filter (where state in ('running', 'starting')) as running,
                            count(*) filter (where state in ('stopped', 'stopping')) as stopped,
                            count(*) filter (where state = 'failed') as failed
                       from component_threads where component in ${COMPONENT_NAMES} group by 1) counted) as components
          from (select coalesce(v.executive_id, m.server_id) as process, max(m.sampled_at) as sampled_at,
                       max(m.process_started_at) as process_started_at,
                       max(m.process_resident_bytes) as process_resident_bytes
                  from server_performance m join site_system_servers v on v.id = m.server_id group by 1) hosted`,
    ),
};
