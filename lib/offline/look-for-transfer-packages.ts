import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { publish } from "@/lib/db/events";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

/** Has SMS_DMP_DOWNLOADER look into its transfer folders now, e.g. because a stick was plugged in. */
export const lookForTransferPackages = defineCommand({
  name: "look-for-transfer-packages",
  action: "offline.import",
  input: z.object({}),
  async run({ db }) {
    const refusal = await whyNotOnline(db);
    if (refusal === null) return fail("offline-mode-required");
    if (refusal !== "role-offline") return fail(refusal);
    await publish(db, { topic: "offline", key: "transfer-folders" });
    return ok({});
  },
  // Looking changes nothing.
  audit: () => null,
});
