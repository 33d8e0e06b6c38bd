import { z } from "zod";
import { ok } from "@/lib/result";
import { defineServerTask } from "@/lib/server-tasks/model";
import { filesOfBackup } from "./manifest";
import { verifyBackup } from "./verify-backup";

/** The site server reads one of its backups again, byte by byte. */
export const verifyBackupTask = defineServerTask({
  kind: "verify-backup",
  input: z.object({ folder: z.string() }),
  async run(_thread, { folder }, signal) {
    const verified = await verifyBackup(folder, signal);
    return verified.ok ? ok({ files: filesOfBackup(verified.value).length }) : verified;
  },
});
