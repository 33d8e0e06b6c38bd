import { rm } from "node:fs/promises";
import { and, eq } from "drizzle-orm";
import { updateDownloads, updatePackageFiles } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { recordEvent } from "./move-state";
import { packageFolder } from "./run-download";
import { logGuid } from "./state-messages";

/**
 * Removes the folders of packages whose content was deleted or reset. It is no business with the cloud, so it also
 * happens offline; killed in its middle, it begins again.
 * @param active packages whose download has yet to notice that it is over; their turn comes then
 */
export async function removeUnwantedContent(
  thread: ThreadContext,
  active: ReadonlySet<string> = new Set(),
): Promise<void> {
  const unwanted = await thread.db
    .select({ packageGuid: updateDownloads.packageGuid })
    .from(updateDownloads)
    .where(eq(updateDownloads.phase, "removing"));
  for (const { packageGuid } of unwanted) {
    if (!active.has(packageGuid)) await removeContent(thread, packageGuid);
  }
}

async function removeContent(thread: ThreadContext, packageGuid: string): Promise<void> {
  const { clock, component, installDir, log } = thread;
  await rm(packageFolder(installDir, packageGuid), { recursive: true, force: true });
  const at = clock.now();
  await asOwner(thread, async (tx) => {
    const isRemoving = and(
      eq(updateDownloads.packageGuid, packageGuid),
      eq(updateDownloads.phase, "removing"),
    );
    const [download] = await tx
      .select({ desired: updateDownloads.desired })
      .from(updateDownloads)
      .where(isRemoving)
      .for("update");
    if (!download) return;
    await tx
      .update(updatePackageFiles)
      .set({ bytesDone: 0, verifiedAt: null })
      .where(eq(updatePackageFiles.packageGuid, packageGuid));
    if (download.desired === "run") await tx.delete(updateDownloads).where(isRemoving);
    else {
      await tx
        .update(updateDownloads)
        .set({ phase: "canceled", finishedAt: at, updatedAt: at })
        .where(isRemoving);
    }
    await recordEvent(tx, { packageGuid, time: at, code: "content-deleted", actor: component });
  });
  log.info(`Content of package ${logGuid(packageGuid)} is deleted`, { packageGuid });
}
