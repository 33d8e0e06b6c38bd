import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { recoveryChecks } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { RECOVERY_POINT_IDS, RECOVERY_POINTS } from "./model";
import { readRecovery } from "./read-recovery";

/** Says that a point that only the administrator can judge is done, or takes that back. */
export const tickRecoveryPoint = defineCommand({
  name: "tick-recovery-point",
  action: "backup.manage",
  input: z.object({ recoveryId: z.guid(), point: z.enum(RECOVERY_POINT_IDS), done: z.boolean() }),
  async run(ctx, { recoveryId, point, done }) {
    const recovery = await readRecovery(ctx.db);
    if (recovery?.id !== recoveryId || recovery.closed) return fail("recovery-closed");
    // What can be seen is not believed because somebody says so.
    if (RECOVERY_POINTS[point].judged === "known") return fail("recovery-point-known");
    const where = and(eq(recoveryChecks.recoveryId, recoveryId), eq(recoveryChecks.point, point));
    const tick = { recoveryId, point, doneAt: ctx.clock.now(), doneBy: actorName(ctx.actor) };
    if (done) await ctx.db.insert(recoveryChecks).values(tick).onConflictDoNothing();
    else await ctx.db.delete(recoveryChecks).where(where);
    await publish(ctx.db, { topic: "backups", key: recovery.siteCode });
    return ok({ siteCode: recovery.siteCode });
  },
  audit: ({ point, done }, { siteCode }) => ({
    messageId: 60073,
    objectType: "recovery",
    objectId: siteCode,
    strings: [siteCode, point, done ? "done" : "open"],
  }),
});
