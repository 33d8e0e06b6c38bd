import { z } from "zod";
import { publish } from "@/lib/db/events";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { nextRun, readBackupTask, saveBackupTask } from "./backup-task";

/** Sets the schedule of Backup Site Server for the top-level site. */
export const configureBackupTask = defineCommand({
  name: "configure-backup-task",
  action: "backup.manage",
  input: z.object({
    enabled: z.boolean(),
    daysOfWeek: z.number().int().min(1).max(0b1111111),
    beginTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  }),
  async run(ctx, settings) {
    const task = await readBackupTask(ctx.db);
    if (!task) return fail("no-site");
    const nextRunAt = settings.enabled ? nextRun(settings, ctx.clock.now()) : null;
    await saveBackupTask(ctx.db, task.siteCode, { ...settings, nextRunAt });
    await publish(ctx.db, { topic: "commands", key: task.siteCode });
    await publish(ctx.db, { topic: "components", key: task.siteCode });
    return ok({ siteCode: task.siteCode, nextRunAt });
  },
  audit: (settings, { siteCode }) => ({
    messageId: 60043,
    objectType: "maintenance-task",
    objectId: siteCode,
    strings: [
      siteCode,
      settings.enabled ? "enabled" : "disabled",
      String(settings.daysOfWeek),
      settings.beginTime,
    ],
  }),
});
