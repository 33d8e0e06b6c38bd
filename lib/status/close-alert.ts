import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { publish } from "@/lib/db/events";
import { alerts } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { ALERT_STATE } from "./model";

/** Closes an alert by hand. A condition that is still met raises a new one at its next occurrence. */
export const closeAlert = defineCommand({
  name: "close-alert",
  action: "alerts.manage",
  input: z.object({ id: z.uuid() }),
  async run(ctx, { id }) {
    const [closed] = await ctx.db
      .update(alerts)
      .set({ state: ALERT_STATE.canceled, closedAt: ctx.clock.now() })
      .where(and(eq(alerts.id, id), inArray(alerts.state, [ALERT_STATE.active, ALERT_STATE.postponed])))
      .returning({ code: alerts.code, objectId: alerts.objectId });
    if (!closed) return fail("alert-not-open");
    await publish(ctx.db, { topic: "alerts", key: closed.code });
    return ok(closed);
  },
  audit: ({ id }, { code, objectId }) => ({
    messageId: 60042,
    objectType: "alert",
    objectId: id,
    strings: [code, objectId],
  }),
});
