import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import type { ProtectedName } from "./privacy-guard";

/** Every name of this hierarchy that no value may contain (reference/usage-data.md §2): sites, computers, people, domains. */
export async function readProtectedNames(db: Database): Promise<ProtectedName[]> {
  const { rows } = await db.execute<ProtectedName & Record<string, unknown>>(sql`
    select distinct kind, name from (
      select 'contains-site-code' as kind, site_code::text as name from sites
      union all select 'contains-site-name', name from sites
      union all select 'contains-host-name', unnest(array[fqdn, split_part(fqdn, '.', 1)]) from site_system_servers
      union all select 'contains-host-name', unnest(array[host_name, split_part(host_name, '.', 1)]) from executives
      union all select 'contains-host-name', host from site_system_proxies
      union all select 'contains-domain-name', substr(fqdn, strpos(fqdn, '.') + 1) from site_system_servers
                 where strpos(fqdn, '.') > 0
      union all select 'contains-domain-name', forest from client_summary
      union all select 'contains-user-name', unnest(array[user_name, display_name]) from users
      union all select 'contains-user-name', actor_name from audit_messages where actor_kind = 'user'
      union all select 'contains-object-name', name from service_windows
      union all select 'contains-object-name', pre_production_collection from hierarchy_settings
    ) names where name is not null and name <> ''`);
  return rows;
}
