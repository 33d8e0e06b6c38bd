import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { recoveries } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { readRecovery } from "./read-recovery";

/** Ends the after-recovery checklist: the overview no longer leads to it. */
export const closeRecovery = defineCommand({
  name: "close-recovery",
  action: "backup.manage",
  input: z.object({
    recoveryId: z.guid(),
    /** How many points the administrator was shown as open and leaves so. */
    open: z.number().int().min(0),
  }),
  async run(ctx, { recoveryId, open }) {
    const recovery = await readRecovery(ctx.db);
    if (recovery?.id !== recoveryId || recovery.closed) return fail("recovery-closed");
    if (recovery.open > open) return fail("recovery-points-open", { params: { count: recovery.open } });
    await ctx.db
      .update(recoveries)
      .set({ closedAt: ctx.clock.now(), closedBy: actorName(ctx.actor) })
      .where(eq(recoveries.id, recoveryId));
    await publish(ctx.db, { topic: "backups", key: recovery.siteCode });
    return ok({ siteCode: recovery.siteCode, open: recovery.open });
  },
  audit: (_input, { siteCode, open }) => ({
    messageId: 60074,
    objectType: "recovery",
    objectId: siteCode,
    strings: [siteCode, String(open)],
  }),
});
