import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readBackupTask } from "./backup-task";

/** The backup task of the top-level site. */
export const getBackupTask = defineQuery({
  name: "get-backup-task",
  action: "backup.view",
  input: z.object({}),
  async run(ctx) {
    const task = await readBackupTask(ctx.db);
    return task ? ok(task) : fail("no-site");
  },
});
