import { sql } from "drizzle-orm";
import { z } from "zod";
import { ACTIONS } from "@/lib/access/permissions";
import { ALERT_SEVERITY, ALERT_STATE } from "@/lib/status/model";
import { count, histogramOf } from "../values";
import type { Collector } from "./model";
import { histogramOver, oneRow } from "./sql-values";

const DAYS = 30;
const RECENT = sql.raw(`interval '${DAYS} days'`);
const COMMONEST = 25;

const nonCritical = histogramOf(["warning", "informational"]);

export const notifications: Collector = {
  id: "E-CON-01",
  schema: z.strictObject({ days: count, active: nonCritical, raised: nonCritical }),
  async collect({ db, now }) {
    const severity = sql`case severity when ${ALERT_SEVERITY.warning} then 'warning'
                           when ${ALERT_SEVERITY.informational} then 'informational' end`;
    const counted = (condition: ReturnType<typeof sql>) =>
      histogramOver(sql`select ${severity} as key, count(*) as n from alerts where ${condition} group by 1`);
    const found = await oneRow(
      db,
      sql`select ${counted(sql`state = ${ALERT_STATE.active}`)} as active,
                 ${counted(sql`first_raised_at > ${now}::timestamptz - ${RECENT}`)} as raised`,
    );
    return { days: DAYS, ...found };
  },
};

export const commonestActions: Collector = {
  id: "E-CON-04",
  schema: z.strictObject({ days: count, actions: histogramOf(ACTIONS) }),
  async collect({ db, now }) {
    const found = await oneRow(
      db,
      sql`select ${histogramOver(sql`
        select action as key, count(*) as n from audit_messages
         where time > ${now}::timestamptz - ${RECENT} and actor_kind = 'user' and allowed
           and action in ${ACTIONS}
         group by 1 order by 2 desc, 1 limit ${COMMONEST}`)} as actions`,
    );
    return { days: DAYS, ...found };
  },
};
