import { isNull } from "drizzle-orm";
import { Minute, untilNext } from "@/lib/clock";
import { sites } from "@/lib/db/schema";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { collectUsageData } from "./collect-usage-data";
import { findWaitingRun, queueScheduledRun, takeUpLeftRuns } from "./collection-runs";
import { outdatedRunQueue } from "./queue-outdated-run";
import { collectionTimes } from "./schedule";

/** How often the clock and the queue are looked at when nobody announces anything. */
const LOOK_INTERVAL = Minute.ms;

/**
 * SMS_DATABASE_NOTIFICATION_MONITOR: the thread next to the site database. Here it collects usage data: every week and
 * when somebody asks. All sites share one database, so that the top-level site collects for all of them.
 */
export const databaseNotificationMonitor: ComponentDefinition = {
  name: "SMS_DATABASE_NOTIFICATION_MONITOR",
  logFile: COMPONENT_LOG_FILES.SMS_DATABASE_NOTIFICATION_MONITOR,
  type: 0,
  runsOn: "top-level-site-server",
  async run(thread) {
    await takeUpLeftRuns(thread);
    const queueWhatIsOutdated = outdatedRunQueue(thread);
    let shown: number | undefined;
    while (!thread.signal.aborted) {
      const next = await queueWhatIsDue(thread);
      await queueWhatIsOutdated();
      if (next?.getTime() !== shown) {
        shown = next?.getTime();
        await thread.setNextScheduled(next);
      }
      const run = await findWaitingRun(thread.db);
      if (run) {
        await collectUsageData(thread, run);
        continue;
      }
      await thread.wait(["usage-data", "sites"], untilNext(next, thread.clock.now(), LOOK_INTERVAL));
    }
  },
};

/** @returns the next weekly time; null while there is no site */
async function queueWhatIsDue(thread: ThreadContext): Promise<Date | null> {
  const [site] = await thread.db
    .select({ installedAt: sites.installedAt })
    .from(sites)
    .where(isNull(sites.parentSiteCode))
    .limit(1);
  if (!site) return null;
  const { last, next } = collectionTimes(site.installedAt, thread.clock.now());
  if (last) await queueScheduledRun(thread, last);
  return next;
}
