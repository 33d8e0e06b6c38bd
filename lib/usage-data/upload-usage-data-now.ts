import { z } from "zod";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { findOpenUpload, hurryUpload } from "./upload/upload-store";

/** Sends the batch that waits now instead of at its next attempt. */
export const uploadUsageDataNow = defineCommand({
  name: "upload-usage-data-now",
  action: "usage-data.collect",
  input: z.object({}).optional(),
  async run({ db }) {
    const refusal = await whyNotOnline(db);
    if (refusal) return fail(refusal);
    const open = await findOpenUpload(db);
    if (!open) return fail("usage-data-nothing-waits");
    await hurryUpload(db);
    return ok({ runId: open.runId });
  },
  audit: (_input, { runId }) => ({
    messageId: 60005,
    objectType: "usage-data-run",
    objectId: runId,
    strings: ["upload"],
  }),
});
