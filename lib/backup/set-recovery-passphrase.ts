import { z } from "zod";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { saveBackupSettings } from "./backup-settings";
import { readBackupTask } from "./backup-task";
import { checkPassphrase, PASSPHRASE_POLICY } from "./passphrase-policy";
import { makeRecoveryKey, recoveryFingerprint } from "./recovery-key";

/**
 * Sets the passphrase that opens the key files of the backups from now on. It is kept nowhere, only a public key made
 * from it; backups that exist are opened by the passphrase of their time.
 */
export const setRecoveryPassphrase = defineCommand({
  name: "set-recovery-passphrase",
  action: "backup.manage",
  input: z.object({ passphrase: z.string(), repeated: z.string() }),
  async run(ctx, { passphrase, repeated }) {
    if (passphrase !== repeated) return fail("passphrases-differ", { field: "repeated" });
    const fault = checkPassphrase(passphrase);
    if (fault) return fail(fault, { field: "passphrase", params: PASSPHRASE_POLICY });
    const task = await readBackupTask(ctx.db);
    if (!task) return fail("no-site");
    const recoveryKey = await makeRecoveryKey(passphrase);
    await saveBackupSettings(ctx.db, task.siteCode, {
      recoveryKey,
      recoveryKeySetAt: ctx.clock.now(),
      recoveryKeySetBy: actorName(ctx.actor),
    });
    await publish(ctx.db, { topic: "backups", key: task.siteCode });
    return ok({ siteCode: task.siteCode, fingerprint: recoveryFingerprint(recoveryKey) });
  },
  audit: (_passphrase, { siteCode, fingerprint }) => ({
    messageId: 60070,
    objectType: "maintenance-task",
    objectId: siteCode,
    strings: [siteCode, fingerprint],
  }),
});
