import { sql } from "drizzle-orm";
import { z } from "zod";
import { SERVICE_CONNECTION_POINT_ROLE } from "@/lib/db/schema";
import { SITE_SERVER_ROLE } from "@/lib/hierarchy/model";
import { count, hash, histogramOf, productHistogram, statistics } from "../values";
import type { Collector } from "./model";
import { histogramOver, oneRow, statisticsOf } from "./sql-values";

const MANAGEMENT_POINT = "SMS Management Point";
const DISTRIBUTION_POINT = "SMS Distribution Point";

/** Names of `SMS_SystemResourceList.RoleName`; others are counted together. */
const ROLES = [
  SITE_SERVER_ROLE,
  "SMS Site System",
  "SMS Component Server",
  "SMS SQL Server",
  "SMS Provider",
  SERVICE_CONNECTION_POINT_ROLE,
  MANAGEMENT_POINT,
  DISTRIBUTION_POINT,
  "SMS Software Update Point",
  "SMS SRS Reporting Point",
  "SMS Fallback Status Point",
  "SMS State Migration Point",
  "SMS Cloud Proxy Connector",
  "SMS Certificate Registration Point",
  "SMS Enrollment Server",
  "SMS Endpoint Protection Point",
  "SMS Dw Service Point",
] as const;

export const siteSystems: Collector = {
  id: "B-08",
  schema: z.strictObject({
    servers: count,
    roles: histogramOf([...ROLES, "other"]),
    /** Servers that have made the certificate by which others know them. */
    withCertificate: count,
    /** High availability: an active and a passive site server. */
    sitesWithSeveralSiteServers: count,
    /** Of the servers that have measured themselves. */
    measured: z.strictObject({
      servers: count,
      operatingSystems: productHistogram,
      processors: statistics,
      memoryGigabytes: statistics,
    }),
  }),
  collect: ({ db }) => {
    const roles = sql`select case when role in ${ROLES} then role else 'other' end as key, count(*) as n
                        from site_system_roles group by 1`;
    const systems = sql`select operating_system as key, count(*) as n from server_performance group by 1`;
    return oneRow(
      db,
      sql`select (select count(*)::int from site_system_servers) as servers, ${histogramOver(roles)} as roles,
            (select count(*)::int from file_exchange_endpoints) as "withCertificate",
            (select count(*)::int from (
               select v.site_code from site_system_servers v join site_system_roles r on r.server_id = v.id
                where r.role = ${SITE_SERVER_ROLE} group by 1 having count(*) > 1) several)
              as "sitesWithSeveralSiteServers",
            (select json_build_object('servers', count(*), 'operatingSystems', ${histogramOver(systems)},
               'processors', ${statisticsOf(sql`processors`)},
               'memoryGigabytes', ${statisticsOf(sql`memory_bytes / 1073741824.0`)}) from server_performance)
              as measured`,
    );
  },
};

const points = z.strictObject({ total: count, onSiteServers: count, sites: count });

export const clientFacingRoles: Collector = {
  id: "B-17",
  schema: z.strictObject({ distributionPoints: points, managementPoints: points }),
  collect: ({ db }) => {
    const countOf = (role: string) => sql`
      (select json_build_object('total', count(*), 'sites', count(distinct v.site_code), 'onSiteServers',
         count(*) filter (where exists (select from site_system_roles s
                                         where s.server_id = v.id and s.role = ${SITE_SERVER_ROLE})))
         from site_system_roles r join site_system_servers v on v.id = r.server_id where r.role = ${role})`;
    return oneRow(
      db,
      sql`select ${countOf(DISTRIBUTION_POINT)} as "distributionPoints",
                 ${countOf(MANAGEMENT_POINT)} as "managementPoints"`,
    );
  },
};

export const keyAttributes: Collector = {
  id: "B-46",
  schema: z.strictObject({ siteId: hash, brokerId: hash, exchangeKey: hash.nullable() }),
  async collect({ db, hash: hashOf, topLevelSite }) {
    const row = await oneRow<{ database: string; certificate: string | null }>(
      db,
      sql`select (select system_identifier from pg_control_system()) || '/' || current_database() as database,
            (select e.certificate from file_exchange_endpoints e join site_system_servers v on v.id = e.server_id
               join site_system_roles r on r.server_id = v.id
              where v.site_code = ${topLevelSite.siteCode} and r.role = ${SITE_SERVER_ROLE} order by v.fqdn limit 1)
              as certificate`,
    );
    return {
      siteId: hashOf(topLevelSite.siteCode),
      brokerId: hashOf(row.database),
      exchangeKey: row.certificate === null ? null : hashOf(row.certificate),
    };
  },
};

export const certificates: Collector = {
  id: "E-CLI-21",
  schema: z.strictObject({ certificates: count, serving: count }),
  collect: ({ db }) =>
    oneRow(
      db,
      sql`select count(*)::int as certificates, count(url)::int as serving from file_exchange_endpoints`,
    ),
};
