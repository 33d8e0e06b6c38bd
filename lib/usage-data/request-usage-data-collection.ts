import { z } from "zod";
import { ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { requestAudit, requestRun } from "./request-run";
import { readUsageDataSettings } from "./settings";

/** Collects usage data now, at the level that is set, to be uploaded or carried; the weekly times stay as they are. */
export const requestUsageDataCollection = defineCommand({
  name: "request-usage-data-collection",
  action: "usage-data.collect",
  input: z.object({}).optional(),
  async run(ctx) {
    const { level } = await readUsageDataSettings(ctx.db);
    return ok(await requestRun(ctx, { purpose: "requested", level }));
  },
  audit: (_input, requested) => requestAudit(requested),
});
