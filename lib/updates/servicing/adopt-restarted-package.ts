import { and, eq, inArray, ne } from "drizzle-orm";
import { sites, updatePackageSiteStatus } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { UPDATE_STATE } from "../state-machine";
import { openRun, readLatestRun, readOpenRun } from "./run";
import { lockPackage, SECONDARY_SITE } from "./site-facts";

const UNDER_WAY = [
  UPDATE_STATE.CONTENT_REPLICATING,
  UPDATE_STATE.CONTENT_REPLICATION_SUCCESS,
  UPDATE_STATE.PREREQ_IN_PROGRESS,
] as const;

/**
 * A retried transfer sets a package going whose run has ended. It is decided on only inside a run: as soon as no
 * other package is being processed, it gets one with the choices of its latest.
 */
export async function adoptRestartedPackage(thread: ThreadContext): Promise<void> {
  if (await readOpenRun(thread.db)) return;
  const [waiting] = await thread.db
    .selectDistinct({ packageGuid: updatePackageSiteStatus.packageGuid })
    .from(updatePackageSiteStatus)
    .innerJoin(sites, eq(sites.siteCode, updatePackageSiteStatus.siteCode))
    .where(and(ne(sites.type, SECONDARY_SITE), inArray(updatePackageSiteStatus.state, [...UNDER_WAY])))
    .limit(1);
  if (!waiting) return;
  const { packageGuid } = waiting;
  await asOwner(thread, async (tx) => {
    if (!(await lockPackage(tx, packageGuid))) return;
    const latest = await readLatestRun(tx, packageGuid);
    if (latest?.finishedAt == null) return;
    const { prereqFlag, features, clientOption, requestedBy } = latest;
    const run = { packageGuid, prereqFlag, features, clientOption, requestedBy };
    await openRun(tx, { ...run, requestedAt: thread.clock.now() });
  });
}
