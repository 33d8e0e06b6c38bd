import { z } from "zod";
import { ok } from "@/lib/result";
import { loadServerKey } from "@/lib/secrets/server-key";
import { defineServerTask } from "@/lib/server-tasks/model";
import { sealKeyFiles } from "./server-key-files";

/** A server seals its own key files for a backup: in clear they never leave its disk. */
export const sealKeysForBackup = defineServerTask({
  kind: "seal-keys-for-backup",
  input: z.object({ publicKey: z.string() }),
  async run(thread, { publicKey }) {
    // A backup before the first secret has the key that secret will be sealed to.
    await loadServerKey(thread.installDir);
    const key = Buffer.from(publicKey, "base64url");
    const sealed = await sealKeyFiles(thread.installDir, thread.serverFqdn, key);
    return ok({ sealed: sealed.toString("base64") });
  },
});
