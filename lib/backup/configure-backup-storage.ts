import path from "node:path";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { fail, ok } from "@/lib/result";
import { askServer } from "@/lib/server-tasks/ask-server";
import { defineCommand } from "@/lib/use-case";
import { saveBackupSettings } from "./backup-settings";
import { readBackupTask } from "./backup-task";
import { checkBackupDestination } from "./check-destination.task";
import { findSiteServer } from "./find-site-server";

/** The site server may run another system than the portal. */
const isAbsolute = (folder: string): boolean =>
  path.posix.isAbsolute(folder) || /^([A-Za-z]:[\\/]|\\\\)/.test(folder);

/** How many backups stay and where; the site server then tries whether it may write there. */
export const configureBackupStorage = defineCommand({
  name: "configure-backup-storage",
  action: "backup.manage",
  input: z.object({
    keep: z.number().int().min(1).max(50),
    destination: z.string().trim().max(200).refine(isAbsolute).nullable(),
  }),
  async run(ctx, { keep, destination }) {
    const task = await readBackupTask(ctx.db);
    const server = task && (await findSiteServer(ctx.db, task.siteCode));
    if (!task || !server) return fail("no-site");
    const destinationTaskId = await askServer(ctx.db, ctx.clock, checkBackupDestination, {
      serverId: server.id,
      input: { destination },
      requestedBy: actorName(ctx.actor),
    });
    await saveBackupSettings(ctx.db, task.siteCode, { keep, destination, destinationTaskId });
    await publish(ctx.db, { topic: "backups", key: task.siteCode });
    return ok({ siteCode: task.siteCode });
  },
  audit: ({ keep, destination }, { siteCode }) => ({
    messageId: 60043,
    objectType: "maintenance-task",
    objectId: siteCode,
    strings: [siteCode, `keep ${keep}`, destination ?? ""],
  }),
});
