import { eq } from "drizzle-orm";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { actorName } from "@/lib/context";
import { updateDownloads, updatePackages } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { packageInput } from "./package-input";
import { queueDownload } from "./queue-download";
import { type UpdateStateName, updateStateName } from "./state-machine";

const DOWNLOADABLE: ReadonlySet<UpdateStateName> = new Set(["APPLICABILITY_SUCCESS", "DOWNLOAD_FAILED"]);
const UNDER_WAY: ReadonlySet<string> = new Set(["queued", "downloading", "waiting", "verifying", "paused"]);

/** **Download**: fetches an applicable package, or tries a failed download again. */
export const downloadUpdate = defineCommand({
  name: "download-update",
  action: "updates.download",
  input: packageInput,
  async run(ctx, { packageGuid }) {
    const refusal = await whyNotOnline(ctx.db);
    if (refusal) return fail(refusal);
    const [pack] = await ctx.db
      .select({
        name: updatePackages.name,
        state: updatePackages.state,
        withdrawnAt: updatePackages.withdrawnAt,
        source: updatePackages.source,
      })
      .from(updatePackages)
      .where(eq(updatePackages.packageGuid, packageGuid))
      .for("no key update");
    if (!pack) return fail("update-not-found");
    if (pack.source === "out-of-band") return fail("imported-update-not-downloadable");
    if (pack.withdrawnAt) return fail("update-withdrawn");
    const [download] = await ctx.db
      .select({ phase: updateDownloads.phase })
      .from(updateDownloads)
      .where(eq(updateDownloads.packageGuid, packageGuid));
    if (download?.phase === "removing") return fail("content-being-removed");
    if (download && UNDER_WAY.has(download.phase)) return fail("already-downloading");
    const state = updateStateName(pack.state) ?? "UNKNOWN";
    if (!DOWNLOADABLE.has(state)) return fail("update-not-downloadable", { params: { state } });
    await queueDownload(ctx.db, { packageGuid, at: ctx.clock.now(), by: actorName(ctx.actor) });
    return ok({ packageGuid, name: pack.name });
  },
  audit: ({ packageGuid }, { name }) => ({
    messageId: 60011,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name],
  }),
});
