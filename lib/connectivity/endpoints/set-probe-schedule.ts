import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { endpointProbeSchedule } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

/** How often SMS_SERVICE_CONNECTOR tests by itself. */
export const setProbeSchedule = defineCommand({
  name: "set-probe-schedule",
  action: "role.manage",
  input: z.object({ enabled: z.boolean(), intervalHours: z.int().min(1).max(168) }),
  async run({ db, clock, actor }, input) {
    const row = { ...input, changedAt: clock.now(), changedBy: actorName(actor) };
    await db
      .insert(endpointProbeSchedule)
      .values(row)
      .onConflictDoUpdate({ target: endpointProbeSchedule.only, set: row });
    await publish(db, { topic: "endpoints" });
    return ok(null);
  },
  audit: ({ enabled, intervalHours }) => ({
    messageId: 60081,
    objectType: "endpoint-probe-schedule",
    strings: [enabled ? String(intervalHours) : "off"],
  }),
});
