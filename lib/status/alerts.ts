import { and, eq, sql } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { alerts } from "@/lib/db/schema";
import { ALERT_STATE, type AlertCode, type AlertSeverity } from "./model";

export interface AlertCondition {
  code: AlertCode;
  /** What the condition is about, e.g. a package GUID; leave out for the hierarchy as a whole. */
  objectId?: string;
  severity: AlertSeverity;
  params?: Record<string, string | number>;
  /** Portal path that leads to the cure. */
  link?: string;
}

/**
 * Says that a condition is met. There is one active alert per condition: raising it again counts the
 * occurrence and refreshes what is known about it.
 */
export async function raiseAlert(db: Database, clock: Clock, condition: AlertCondition): Promise<void> {
  const now = clock.now();
  const known = {
    severity: condition.severity,
    params: condition.params ?? {},
    link: condition.link ?? null,
    lastRaisedAt: now,
  };
  await db
    .insert(alerts)
    .values({ ...known, code: condition.code, objectId: condition.objectId ?? "", firstRaisedAt: now })
    .onConflictDoUpdate({
      target: [alerts.code, alerts.objectId],
      targetWhere: sql`state = 0`,
      set: { ...known, occurrences: sql`${alerts.occurrences} + 1` },
    });
  await publish(db, { topic: "alerts", key: condition.code });
}

/** Says that a condition is gone; nothing happens when no alert is active for it. */
export async function cancelAlert(db: Database, clock: Clock, code: AlertCode, objectId = ""): Promise<void> {
  const canceled = await db
    .update(alerts)
    .set({ state: ALERT_STATE.canceled, closedAt: clock.now() })
    .where(and(eq(alerts.code, code), eq(alerts.objectId, objectId), eq(alerts.state, ALERT_STATE.active)))
    .returning({ id: alerts.id });
  if (canceled.length > 0) await publish(db, { topic: "alerts", key: code });
}
