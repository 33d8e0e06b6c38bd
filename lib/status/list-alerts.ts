import { desc, eq, gt, inArray, or } from "drizzle-orm";
import { z } from "zod";
import { Day } from "@/lib/clock";
import { alerts } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { ALERT_STATE, type AlertRow, type AlertSeverity } from "./model";

const CLOSED_SHOWN_FOR_MS = 30 * Day.ms;
const MAX_ROWS = 500;

/** Open alerts first, the newest first; those closed in the last 30 days after them. At most 500. */
export const listAlerts = defineQuery({
  name: "list-alerts",
  action: "alerts.view",
  input: z.object({}),
  async run(ctx) {
    const rows = await ctx.db
      .select()
      .from(alerts)
      .where(
        or(
          inArray(alerts.state, [ALERT_STATE.active, ALERT_STATE.postponed]),
          gt(alerts.closedAt, new Date(ctx.clock.now().getTime() - CLOSED_SHOWN_FOR_MS)),
        ),
      )
      .orderBy(desc(eq(alerts.state, ALERT_STATE.active)), desc(alerts.lastRaisedAt))
      .limit(MAX_ROWS);
    return ok(
      rows.map(
        (row) =>
          ({
            id: row.id,
            code: row.code,
            objectId: row.objectId,
            state: row.state,
            severity: row.severity as AlertSeverity,
            params: row.params,
            link: row.link,
            occurrences: row.occurrences,
            firstRaisedAt: row.firstRaisedAt,
            lastRaisedAt: row.lastRaisedAt,
          }) satisfies AlertRow,
      ),
    );
  },
});
