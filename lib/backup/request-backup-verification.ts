import { eq } from "drizzle-orm";
import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { backups } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { askServer } from "@/lib/server-tasks/ask-server";
import { readServerTask } from "@/lib/server-tasks/read-server-task";
import { defineCommand } from "@/lib/use-case";
import { findSiteServer } from "./find-site-server";
import { verifyBackupTask } from "./verify-backup.task";

/** Lets the site server read every byte of a backup again. */
export const requestBackupVerification = defineCommand({
  name: "request-backup-verification",
  action: "backup.manage",
  input: z.object({ id: z.guid() }),
  async run(ctx, { id }) {
    const [backup] = await ctx.db.select().from(backups).where(eq(backups.id, id)).for("update");
    const server = backup && (await findSiteServer(ctx.db, backup.siteCode));
    if (!backup || !server) return fail("backup-gone");
    const last = backup.verificationTaskId && (await readServerTask(ctx.db, backup.verificationTaskId));
    if (last && (last.state === "waiting" || last.state === "running")) return fail("verification-running");
    const verificationTaskId = await askServer(ctx.db, ctx.clock, verifyBackupTask, {
      serverId: server.id,
      input: { folder: backup.folder },
      requestedBy: actorName(ctx.actor),
    });
    await ctx.db.update(backups).set({ verificationTaskId }).where(eq(backups.id, id));
    await publish(ctx.db, { topic: "backups", key: backup.siteCode });
    return ok({ siteCode: backup.siteCode, folder: backup.folder });
  },
  audit: (_input, { siteCode, folder }) => ({
    messageId: 60071,
    objectType: "backup",
    objectId: folder,
    strings: [siteCode, folder],
  }),
});
