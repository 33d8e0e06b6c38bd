import { and, eq, sql } from "drizzle-orm";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { contentDistributions } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { changeDistribution, publishReplication, readDistributions } from "./distribution";

/**
 * Removes versions that are not wanted any more from this site's content library. It waits while another version is
 * on its way here: what the two share must not travel again.
 */
export async function removeRetired(thread: ThreadContext): Promise<void> {
  const { siteCode, clock, log } = thread;
  const nothingArrives = sql`not exists (select 1 from content_distributions arriving
    where arriving.site_code = ${siteCode}
      and arriving.state in ('snapshot', 'pending', 'scheduled', 'sending', 'storing'))`;
  const leaving = await readDistributions(
    thread.db,
    and(
      eq(contentDistributions.siteCode, siteCode),
      eq(contentDistributions.state, "removing"),
      nothingArrives,
    ),
  );
  for (const row of leaving) {
    const { packageId, version, packageGuid } = row;
    await new ContentLibrary(thread.installDir).removeVersion(packageId, version);
    await asOwner(thread, async (tx) => {
      const removed = {
        state: "removed",
        nextValidationAt: null,
        validationRequestedAt: null,
        updatedAt: clock.now(),
      } as const;
      await changeDistribution(tx, row, ["removing"], removed);
      await publishReplication(tx, packageGuid);
    });
    log.info(`Removed version ${version} of package ${packageId} from the content library`, { packageGuid });
  }
}
