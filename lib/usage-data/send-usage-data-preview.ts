import { and, eq } from "drizzle-orm";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { usageDataRuns, usageDataSettings } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { runInput } from "./find-document";
import { queueUpload } from "./queue-upload";

/**
 * Lets a preview leave: the very bytes that were looked at, and no others. Only one of the level in force, because a
 * lowered level holds at once for everything that has not left.
 */
export const sendUsageDataPreview = defineCommand({
  name: "send-usage-data-preview",
  action: "usage-data.collect",
  input: runInput,
  async run(ctx, { runId }) {
    const { db, clock, actor } = ctx;
    // Whoever changes the level waits for this, or this for him.
    const [settings] = await db.select().from(usageDataSettings).for("update");
    const [run] = await db.select().from(usageDataRuns).where(eq(usageDataRuns.runId, runId));
    if (!run) return fail("usage-run-not-found");
    if (run.purpose !== "preview" || run.state !== "complete" || !run.body)
      return fail("usage-run-no-preview");
    if (run.level !== settings?.level) return fail("usage-preview-other-level");
    const [taken] = await db
      .update(usageDataRuns)
      .set({ purpose: "requested", requestedBy: actorName(actor) })
      .where(and(eq(usageDataRuns.runId, runId), eq(usageDataRuns.purpose, "preview")))
      .returning({ runId: usageDataRuns.runId });
    if (!taken) return fail("usage-run-no-preview");
    await queueUpload(db, runId, run.body.length, clock.now());
    await publish(db, { topic: "usage-data", key: runId });
    return ok({ level: run.level });
  },
  audit: ({ runId }, { level }) => ({
    messageId: 60005,
    objectType: "usage-data-run",
    objectId: runId,
    strings: ["preview-sent", String(level)],
  }),
});
