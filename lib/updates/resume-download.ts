import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { enqueueJob } from "@/lib/jobs/queue";
import { fail } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { packageInput } from "./package-input";
import { auditOfWish, wishDownload } from "./wish-download";

/** Goes on with a paused download, or ends the waiting time of one that failed for the moment. */
export const resumeDownload = defineCommand({
  name: "resume-download",
  action: "updates.download",
  input: packageInput,
  async run(ctx, { packageGuid }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    const wished = await wishDownload(ctx, packageGuid, {
      desired: "run",
      from: ["paused", "waiting"],
      event: "download-requested",
    });
    if (wished.ok)
      await enqueueJob(ctx.db, "updates.download", { packageGuid }, { singletonKey: packageGuid });
    return wished;
  },
  audit: (_input, wished) => auditOfWish("resume", wished),
});
