import { sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";

/** Every server of the hierarchy asks the internet through this proxy from now on. */
export async function putBehindProxy(db: Database, port: number): Promise<void> {
  await db.execute(sql`
    insert into site_system_proxies (server_id, enabled, host, port, changed_at, changed_by)
    select id, true, '127.0.0.1', ${port}, now(), 'test' from site_system_servers
    on conflict (server_id) do update set enabled = true, host = excluded.host, port = excluded.port`);
}
