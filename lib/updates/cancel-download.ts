import { defineCommand } from "@/lib/use-case";
import { packageInput } from "./package-input";
import { auditOfWish, wishDownload } from "./wish-download";

/** Stops a download and removes what it has; the package is available to download again. */
export const cancelDownload = defineCommand({
  name: "cancel-download",
  action: "updates.download",
  input: packageInput,
  run: (ctx, { packageGuid }) =>
    wishDownload(ctx, packageGuid, {
      desired: "cancel",
      from: ["queued", "downloading", "waiting", "verifying", "paused"],
      event: "download-cancel-requested",
    }),
  audit: (_input, wished) => auditOfWish("cancel", wished),
});
