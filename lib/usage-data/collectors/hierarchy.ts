import { sql } from "drizzle-orm";
import { z } from "zod";
import { STATUS_SEVERITY } from "@/lib/status/model";
import { count, hash, knownTimeZone, timeZone, version } from "../values";
import type { Collector } from "./model";

const SITE_TYPES = { 4: "central-administration", 2: "primary", 1: "secondary" } as const;
const HEALTH = ["ok", "warning", "critical"] as const;

const siteValue = z.strictObject({
  site: hash,
  /** Null for the top-level site. */
  parent: hash.nullable(),
  type: z.enum(["central-administration", "primary", "secondary"]),
  version: version,
  fullVersion: version,
  databaseVersion: version.nullable(),
  /** `SMS_Site.Status`. */
  status: z.int(),
  timeZone,
  /** Null when the hierarchy has no summary of its clients. */
  clients: count.nullable(),
  /** Critical: a component failed; warning: it reported errors within a day. */
  health: z.enum(HEALTH),
});

/** The sites by the hash of their code; in the order of the hashes, since that of the codes would say something. */
export const hierarchyData: Collector = {
  id: "B-03",
  schema: z.strictObject({ sites: z.array(siteValue) }),
  async collect({ db, now, hash: hashOf }) {
    const { rows } = await db.execute<SiteRow>(sql`
      with clients as (
        select site_code, sum(clients)::int as clients from client_summary group by site_code
      ), failed as (
        select distinct v.site_code from component_threads t join site_system_servers v on v.id = t.server_id
         where t.state = 'failed'
      ), complaining as (
        select distinct site_code from status_messages
         where severity = ${STATUS_SEVERITY.error} and time > ${now}::timestamptz - interval '1 day'
      )
      select s.site_code, s.parent_site_code, s.type, s.version, s.full_version, s.database_version, s.status,
             s.time_zone,
             case when exists (select from clients) then coalesce(c.clients, 0) end as clients,
             case when f.site_code is not null then 2 when m.site_code is not null then 1 else 0 end as health
        from sites s
        left join clients c using (site_code) left join failed f using (site_code)
        left join complaining m on m.site_code = s.site_code`);
    return {
      sites: rows
        .map((row) => ({
          site: hashOf(row.site_code),
          parent: row.parent_site_code === null ? null : hashOf(row.parent_site_code),
          type: SITE_TYPES[row.type],
          version: row.version,
          fullVersion: row.full_version,
          databaseVersion: row.database_version,
          status: row.status,
          timeZone: knownTimeZone(row.time_zone),
          clients: row.clients,
          health: HEALTH[row.health] ?? "critical",
        }))
        .sort((a, b) => (a.site < b.site ? -1 : 1)),
    };
  },
};

interface SiteRow extends Record<string, unknown> {
  site_code: string;
  parent_site_code: string | null;
  type: 1 | 2 | 4;
  version: string;
  full_version: string;
  database_version: string | null;
  status: number;
  time_zone: string;
  clients: number | null;
  health: 0 | 1 | 2;
}
