import { defineCommand } from "@/lib/use-case";
import { packageInput } from "./package-input";
import { auditOfWish, wishDownload } from "./wish-download";

/** Stops a download and keeps what it has. */
export const pauseDownload = defineCommand({
  name: "pause-download",
  action: "updates.download",
  input: packageInput,
  run: (ctx, { packageGuid }) =>
    wishDownload(ctx, packageGuid, {
      desired: "pause",
      from: ["queued", "downloading", "waiting", "verifying"],
      event: "download-pause-requested",
    }),
  audit: (_input, wished) => auditOfWish("pause", wished),
});
