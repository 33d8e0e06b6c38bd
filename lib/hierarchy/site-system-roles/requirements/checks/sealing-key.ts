import { eq } from "drizzle-orm";
import { sealingKeys } from "@/lib/db/schema";
import { fingerprintOf } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import { failed, passed, type Requirement } from "../model";

/** Secrets are sealed to the key it announced; with another one in its file none of them would open. */
export const sealingKey: Requirement = {
  id: "sealing-key",
  severity: "error",
  async run({ db, serverId, installDir }) {
    const [announced] = await db
      .select({ fingerprint: sealingKeys.fingerprint })
      .from(sealingKeys)
      .where(eq(sealingKeys.serverId, serverId));
    const own = await loadServerKey(installDir).catch(() => null);
    const fingerprint = own && fingerprintOf(own.publicKey);
    const params = {
      own: fingerprint?.slice(0, 16) ?? "",
      announced: announced?.fingerprint.slice(0, 16) ?? "",
    };
    return fingerprint !== null && fingerprint === announced?.fingerprint ? passed(params) : failed(params);
  },
};
