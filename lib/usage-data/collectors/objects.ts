import { sql } from "drizzle-orm";
import { z } from "zod";
import { BACKUP_TASK } from "@/lib/backup/backup-task";
import { count } from "../values";
import type { Collector } from "./model";
import { oneRow } from "./sql-values";

const DAYS = 7;
const RECENT = sql.raw(`interval '${DAYS} days'`);

export const objectCounts: Collector = {
  id: "B-37",
  schema: z.strictObject({
    objects: z.strictObject({
      sites: count,
      servers: count,
      users: count,
      packages: count,
      clientGroups: count,
    }),
    days: count,
    statusMessages: count,
    auditMessages: count,
    jobs: z.strictObject({ waiting: count, active: count, completed: count, failed: count }),
  }),
  async collect({ db, now }) {
    const since = sql`${now}::timestamptz - ${RECENT}`;
    const found = await oneRow(
      db,
      sql`select json_build_object('sites', (select count(*) from sites),
              'servers', (select count(*) from site_system_servers), 'users', (select count(*) from users),
              'packages', (select count(*) from update_packages),
              'clientGroups', (select count(*) from client_summary)) as objects,
            (select count(*)::int from status_messages where time > ${since}) as "statusMessages",
            (select count(*)::int from audit_messages where time > ${since}) as "auditMessages",
            (select json_build_object('waiting', count(*) filter (where state in ('created', 'retry')),
               'active', count(*) filter (where state = 'active'),
               'completed', count(*) filter (where state = 'completed' and completed_on > ${since}),
               'failed', count(*) filter (where state = 'failed' and completed_on > ${since}))
               from pgboss.job) as jobs`,
    );
    return { ...found, days: DAYS };
  },
};

/** Every site maintenance task the product has. */
const TASKS = [BACKUP_TASK] as const;

export const maintenanceTasks: Collector = {
  id: "E-SQL-12",
  schema: z.strictObject({
    tasks: z.array(
      z.strictObject({
        task: z.enum(TASKS),
        sites: count,
        enabled: count,
        /** How its last run ended; it has not run at the others. */
        completed: count,
        failed: count,
      }),
    ),
  }),
  async collect({ db }) {
    const { rows } = await db.execute(sql`
      select task, count(*)::int as sites, count(*) filter (where enabled)::int as enabled,
             count(*) filter (where last_result = 'completed')::int as completed,
             count(*) filter (where last_result = 'failed')::int as failed
        from maintenance_tasks where task in ${TASKS} group by 1 order by 1`);
    return { tasks: rows };
  },
};
