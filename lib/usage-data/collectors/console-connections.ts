import { sql } from "drizzle-orm";
import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";
import { count, histogramOf, productHistogram, statistics } from "../values";
import type { Collector } from "./model";
import { histogramOver, oneRow, statisticsOf } from "./sql-values";
import { readUserAgent } from "./user-agent";

/** How far back the portal's use is looked at. */
const DAYS = 30;
const RECENT = sql.raw(`interval '${DAYS} days'`);

export const consoleConnections: Collector = {
  id: "B-01",
  schema: z.strictObject({
    days: count,
    sessions: count,
    users: count,
    browsers: productHistogram,
    operatingSystems: productHistogram,
    languages: histogramOf([...LOCALES, "as-browser"]),
    signIn: histogramOf(["local", "entra-id"]),
  }),
  async collect({ db, now }) {
    const recent = sql`sessions where created_at > ${now}::timestamptz - ${RECENT}`;
    const users = sql`users where id in (select user_id from ${recent})`;
    const totals = await oneRow(
      db,
      sql`select (select count(*)::int from ${recent}) as sessions, (select count(*)::int from ${users}) as users,
            ${histogramOver(sql`select coalesce(locale, 'as-browser') as key, count(*) as n from ${users} group by 1`)}
              as languages,
            ${histogramOver(sql`select source as key, count(*) as n from ${users} group by 1`)} as "signIn"`,
    );
    const { rows } = await db.execute<{ userAgent: string; sessions: number }>(
      sql`select user_agent as "userAgent", count(*)::int as sessions from ${recent} group by 1`,
    );
    const agents = rows.map((row) => ({ ...readUserAgent(row.userAgent), sessions: row.sessions }));
    return {
      ...totals,
      days: DAYS,
      browsers: sumBy(agents, ({ browser }) => browser),
      operatingSystems: sumBy(agents, ({ operatingSystem }) => operatingSystem),
    };
  },
};

export const consoleUsage: Collector = {
  id: "B-51",
  schema: z.strictObject({
    days: count,
    sessions: count,
    users: count,
    /** From signing in to the last request. */
    sessionMinutes: statistics,
    /** What users did that is audited. */
    changes: count,
  }),
  async collect({ db, now }) {
    const minutes = sql`extract(epoch from last_seen_at - created_at) / 60`;
    const use = await oneRow(
      db,
      sql`select count(*)::int as sessions, count(distinct user_id)::int as users,
            ${statisticsOf(minutes)} as "sessionMinutes",
            (select count(*)::int from audit_messages
              where time > ${now}::timestamptz - ${RECENT} and actor_kind = 'user' and allowed
                and action not like 'account.%') as changes
          from sessions where created_at > ${now}::timestamptz - ${RECENT}`,
    );
    return { days: DAYS, ...use };
  },
};

function sumBy<T extends { sessions: number }>(rows: readonly T[], keyOf: (row: T) => string) {
  const sums: Record<string, number> = {};
  for (const row of rows) sums[keyOf(row)] = (sums[keyOf(row)] ?? 0) + row.sessions;
  return sums;
}
