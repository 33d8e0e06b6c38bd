import { z } from "zod";
import { fail, ok } from "@/lib/result";
import { loadServerKey } from "@/lib/secrets/server-key";
import { defineServerTask } from "@/lib/server-tasks/model";
import { readBackupSettings } from "./backup-settings";
import { readBackupTask } from "./backup-task";
import { sealKeyFiles } from "./server-key-files";

/**
 * A server seals its own key files for a backup: in clear they never leave its disk. Any server may ask another one for
 * something, so it seals to the recovery key that the administrator set, and to no other.
 */
export const sealKeysForBackup = defineServerTask({
  kind: "seal-keys-for-backup",
  input: z.object({ publicKey: z.string() }),
  async run(thread, { publicKey }) {
    const task = await readBackupTask(thread.db);
    const settings = task && (await readBackupSettings(thread.db, task.siteCode));
    if (settings?.recoveryKey?.publicKey !== publicKey) return fail("recovery-key-unknown");
    // A backup before the first secret has the key that secret will be sealed to.
    await loadServerKey(thread.installDir);
    const key = Buffer.from(publicKey, "base64url");
    const sealed = await sealKeyFiles(thread.installDir, thread.serverFqdn, key);
    return ok({ sealed: sealed.toString("base64") });
  },
});
