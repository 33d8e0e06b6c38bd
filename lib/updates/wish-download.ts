import { and, eq, inArray, ne } from "drizzle-orm";
import { actorName, type Ctx } from "@/lib/context";
import { updateDownloads, updatePackages } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import type { UpdateEventCode } from "./events";
import type { DownloadPhase } from "./model";
import { recordEvent } from "./move-state";

interface Wish {
  desired: "run" | "pause" | "cancel";
  /** Phases in which the wish makes sense. */
  from: readonly DownloadPhase[];
  event: UpdateEventCode;
}

export interface WishedDownload {
  packageGuid: string;
  name: string;
}

/**
 * Writes down what the administrator wants of a download; SMS_DMP_DOWNLOADER sees it within half a second, or
 * when it starts. The database decides whether the wish still makes sense.
 */
export async function wishDownload(
  ctx: Ctx,
  packageGuid: string,
  { desired, from, event }: Wish,
): Promise<Result<WishedDownload, "download-not-found" | "download-not-possible-now">> {
  const at = ctx.clock.now();
  const [found] = await ctx.db
    .select({ name: updatePackages.name, phase: updateDownloads.phase })
    .from(updateDownloads)
    .innerJoin(updatePackages, eq(updatePackages.packageGuid, updateDownloads.packageGuid))
    .where(eq(updateDownloads.packageGuid, packageGuid));
  if (!found) return fail("download-not-found");
  const wished = await ctx.db
    .update(updateDownloads)
    .set({
      desired,
      updatedAt: at,
      ...(desired === "run" ? { phase: "queued", attempts: 0, nextAttemptAt: null } : {}),
    })
    .where(
      and(
        eq(updateDownloads.packageGuid, packageGuid),
        inArray(updateDownloads.phase, [...from]),
        // The files of a canceled download may be going already: it cannot be taken back.
        desired === "cancel" ? undefined : ne(updateDownloads.desired, "cancel"),
      ),
    )
    .returning({ packageGuid: updateDownloads.packageGuid });
  if (wished.length === 0) return fail("download-not-possible-now", { params: { phase: found.phase } });
  await recordEvent(ctx.db, { packageGuid, time: at, code: event, actor: actorName(ctx.actor) });
  return ok({ packageGuid, name: found.name });
}

/** The three wishes are of one audit message: an update's download was changed by its administrator. */
export const auditOfWish = (
  operation: "pause" | "resume" | "cancel",
  { packageGuid, name }: WishedDownload,
) => ({
  messageId: 60011,
  objectType: "update-package",
  objectId: packageGuid,
  strings: [packageGuid, name, operation],
});
