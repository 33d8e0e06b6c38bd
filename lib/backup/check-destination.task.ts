import { rm, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { defineServerTask } from "@/lib/server-tasks/model";
import { backupsFolder, makeFolder } from "./backup-folders";

/** The site server tries whether it may write where its backups shall go, and how much room there is. */
export const checkBackupDestination = defineServerTask({
  kind: "check-backup-destination",
  input: z.object({ destination: z.string().nullable() }),
  async run(thread, { destination }) {
    const { installDir, siteCode } = thread;
    const folder = backupsFolder({ installDir, siteCode, destination });
    const probe = path.join(folder, `.probe-${thread.threadId}`);
    try {
      await makeFolder(folder);
      await writeFile(probe, "", { flush: true });
      await rm(probe);
      const { bavail, bsize } = await statfs(folder);
      return ok({ folder, freeBytes: bavail * bsize });
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? "";
      return fail("backup-destination-not-writable", { params: { folder, reason } });
    }
  },
});
