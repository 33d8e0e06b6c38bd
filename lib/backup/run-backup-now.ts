import { z } from "zod";
import { publish } from "@/lib/db/events";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { readBackupTask, saveBackupTask } from "./backup-task";

/** Lets the backup of the top-level site begin now, also when its schedule is off. It restarts SMS_EXECUTIVE. */
export const runBackupNow = defineCommand({
  name: "run-backup-now",
  action: "backup.manage",
  input: z.object({}),
  async run(ctx) {
    const task = await readBackupTask(ctx.db);
    if (!task) return fail("no-site");
    if (task.running) return fail("backup-running");
    await saveBackupTask(ctx.db, task.siteCode, { nextRunAt: ctx.clock.now() });
    await publish(ctx.db, { topic: "commands", key: task.siteCode });
    await publish(ctx.db, { topic: "components", key: task.siteCode });
    return ok({ siteCode: task.siteCode });
  },
  audit: (_input, { siteCode }) => ({
    messageId: 60044,
    objectType: "maintenance-task",
    objectId: siteCode,
    strings: [siteCode],
  }),
});
