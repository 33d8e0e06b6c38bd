import { and, eq, gte, inArray, sql } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { statusMessages } from "@/lib/db/schema";
import { STATUS_MESSAGE } from "./message-ids";
import { STATUS_SEVERITY } from "./model";

/** `SMS_ComponentSummarizer.Status`: 0 OK, 1 warning, 2 critical. */
export type ComponentStatus = 0 | 1 | 2;

export interface MessageCounts {
  errors: number;
  warnings: number;
  infos: number;
  /** Messages that make the component critical however few they are. */
  alwaysCritical: number;
}

export const NO_MESSAGES: MessageCounts = { errors: 0, warnings: 0, infos: 0, alwaysCritical: 0 };

/** How many messages of a kind turn a component to warning and to critical: the product's defaults (role.md §17). */
export const THRESHOLDS = {
  errors: { warning: 1, critical: 5 },
  warnings: { warning: 10, critical: 50 },
  infos: { warning: 2_000, critical: 5_000 },
} as const;

/** The service connection point cannot reach a cloud service: the documented outcome is critical (role.md §12). */
const ALWAYS_CRITICAL_MESSAGE_ID = STATUS_MESSAGE.endpointUnreachable;

/** After these the counts of a component begin anew (role.md §12, §17). */
const BEGIN_ANEW: readonly number[] = [STATUS_MESSAGE.endpointsReachable, STATUS_MESSAGE.countsReset];

export function summarize(counts: MessageCounts): ComponentStatus {
  if (counts.alwaysCritical > 0) return 2;
  const kinds = Object.keys(THRESHOLDS) as (keyof typeof THRESHOLDS)[];
  if (kinds.some((kind) => counts[kind] >= THRESHOLDS[kind].critical)) return 2;
  return kinds.some((kind) => counts[kind] >= THRESHOLDS[kind].warning) ? 1 : 0;
}

/** Start of the shipped threshold period "Since 12:00:00 AM", counted in UTC. */
export function thresholdPeriodStart(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}

/** Status messages per component and machine since `since`, by `countsKey`. */
export async function countStatusMessages(db: Database, since: Date): Promise<Map<string, MessageCounts>> {
  const begin = db
    .select({
      component: statusMessages.component,
      machineName: statusMessages.machineName,
      recordId: sql<number>`max(${statusMessages.recordId})`.as("begin_record_id"),
    })
    .from(statusMessages)
    .where(and(gte(statusMessages.time, since), inArray(statusMessages.messageId, [...BEGIN_ANEW])))
    .groupBy(statusMessages.component, statusMessages.machineName)
    .as("counts_begin");
  const count = (severity: number) =>
    sql<number>`(count(*) filter (where ${statusMessages.severity} = ${severity}))::int`;
  const rows = await db
    .select({
      component: statusMessages.component,
      machineName: statusMessages.machineName,
      errors: count(STATUS_SEVERITY.error),
      warnings: count(STATUS_SEVERITY.warning),
      infos: count(STATUS_SEVERITY.informational),
      alwaysCritical: sql<number>`(count(*) filter (where ${statusMessages.messageId} = ${ALWAYS_CRITICAL_MESSAGE_ID}))::int`,
    })
    .from(statusMessages)
    .leftJoin(
      begin,
      and(eq(begin.component, statusMessages.component), eq(begin.machineName, statusMessages.machineName)),
    )
    .where(
      and(gte(statusMessages.time, since), sql`${statusMessages.recordId} > coalesce(${begin.recordId}, 0)`),
    )
    .groupBy(statusMessages.component, statusMessages.machineName);
  return new Map(rows.map((row) => [countsKey(row.component, row.machineName), row]));
}

export const countsKey = (component: string, machineName: string) => `${component}@${machineName}`;
