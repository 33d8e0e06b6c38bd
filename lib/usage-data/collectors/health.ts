import { sql } from "drizzle-orm";
import { z } from "zod";
import { countStatusMessages, THRESHOLDS, thresholdPeriodStart } from "@/lib/status/component-summarizer";
import { STATUS_MESSAGE } from "@/lib/status/message-ids";
import { ALERT_CODES, ALERT_STATE, STATUS_SEVERITY } from "@/lib/status/model";
import { count, histogramOf, milliseconds } from "../values";
import type { Collector } from "./model";
import { COMPONENT_NAMES } from "./server-performance";
import { histogramOver, oneRow } from "./sql-values";

const DAYS = 7;
const RECENT = sql.raw(`interval '${DAYS} days'`);
/** A process that has not beaten for this long is not there. */
const SILENT = sql.raw(`interval '1 minute'`);

export const crashes: Collector = {
  id: "B-40",
  schema: z.strictObject({ days: count, crashes: histogramOf(COMPONENT_NAMES) }),
  async collect({ db, now }) {
    const stopped = sql`
      select component as key, count(*) as n from status_messages
       where message_id = ${STATUS_MESSAGE.componentStoppedUnexpectedly} and time > ${now}::timestamptz - ${RECENT}
         and component in ${COMPONENT_NAMES} group by 1`;
    const found = await oneRow(db, sql`select ${histogramOver(stopped)} as crashes`);
    return { days: DAYS, ...found };
  },
};

export const siteHealth: Collector = {
  id: "B-49",
  schema: z.strictObject({
    activeAlerts: histogramOf(ALERT_CODES),
    components: histogramOf(["stopped", "starting", "running", "stopping", "failed"]),
    executives: z.strictObject({ responding: count, silent: count }),
  }),
  collect: ({ db, now }) => {
    const active = sql`select code as key, count(*) as n from alerts
                        where state = ${ALERT_STATE.active} and code in ${ALERT_CODES} group by 1`;
    const components = sql`select state as key, count(*) as n from component_threads group by 1`;
    const silent = sql`heartbeat_at < ${now}::timestamptz - ${SILENT}`;
    return oneRow(
      db,
      sql`select ${histogramOver(active)} as "activeAlerts", ${histogramOver(components)} as components,
            (select json_build_object('responding', count(*) filter (where not ${silent}),
                                      'silent', count(*) filter (where ${silent}))
               from executives where stopped_at is null) as executives`,
    );
  },
};

export const processCrashes: Collector = {
  id: "E-MSC-07",
  schema: z.strictObject({ days: count, ended: count, running: count }),
  async collect({ db, now }) {
    const silent = sql`heartbeat_at < ${now}::timestamptz - ${SILENT}`;
    const found = await oneRow(
      db,
      sql`select count(*) filter (where ${silent})::int as ended, count(*) filter (where not ${silent})::int as running
            from executives where stopped_at is null and heartbeat_at > ${now}::timestamptz - ${RECENT}`,
    );
    return { days: DAYS, ...found };
  },
};

const limits = z.strictObject({ warning: count, critical: count });

export const summarization: Collector = {
  id: "E-SQL-01",
  schema: z.strictObject({
    thresholds: z.strictObject({ errors: limits, warnings: limits, infos: limits }),
    period: z.literal("day"),
    durationMs: milliseconds,
    /** Components that had messages in the period. */
    summarized: count,
  }),
  async collect({ db, now }) {
    const startedAt = performance.now();
    const counts = await countStatusMessages(db, thresholdPeriodStart(now));
    return {
      thresholds: THRESHOLDS,
      period: "day",
      durationMs: Math.round(performance.now() - startedAt),
      summarized: counts.size,
    };
  },
};

const SEVERITIES = ["informational", "warning", "error"] as const;
const COMMONEST = 25;

/** Messages by number: their text may hold names, and stays here. */
export const statusMessages: Collector = {
  id: "E-SQL-08",
  schema: z.strictObject({
    days: count,
    messages: z.array(
      z.strictObject({
        messageId: count,
        component: z.enum(COMPONENT_NAMES),
        severity: z.enum(SEVERITIES),
        count,
      }),
    ),
  }),
  async collect({ db, now }) {
    const { rows } = await db.execute(sql`
      select message_id as "messageId", component, count(*)::int as count,
             case severity when ${STATUS_SEVERITY.error} then 'error' when ${STATUS_SEVERITY.warning} then 'warning'
                  else 'informational' end as severity
        from status_messages
       where time > ${now}::timestamptz - ${RECENT} and component in ${COMPONENT_NAMES}
       group by 1, 2, 4 order by 3 desc, 1, 2 limit ${COMMONEST}`);
    return { days: DAYS, messages: rows };
  },
};
