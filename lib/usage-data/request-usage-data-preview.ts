import { z } from "zod";
import { ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { usageDataLevel } from "./model";
import { requestAudit, requestRun } from "./request-run";

/** Collects what would leave at a level, to be looked at: it is never sent. */
export const requestUsageDataPreview = defineCommand({
  name: "request-usage-data-preview",
  action: "usage-data.collect",
  input: z.object({ level: usageDataLevel }),
  async run(ctx, { level }) {
    return ok(await requestRun(ctx, { purpose: "preview", level }));
  },
  audit: (_input, requested) => requestAudit(requested),
});
