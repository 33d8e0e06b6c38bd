import { Minute } from "@/lib/clock";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { advanceOnSite } from "./advance-on-site";
import { SupersededError } from "./installation";
import { Patience } from "./patience";
import { removeStaging } from "./remove-staging";
import { rollBackAbandoned } from "./roll-back-installation";
import { readSiteWork } from "./site-work";

/** How often the site's rows are looked at when nobody announces a change; the product takes ten minutes. */
const LOOK_INTERVAL_MS: number = Minute.ms;

/**
 * CONFIGURATION_MANAGER_UPDATE: unpacks, checks and installs updates at its site (reference/updates.md §4.3, §5).
 * A service of its own, because it stops SMS_EXECUTIVE to replace its files.
 */
export const cmUpdate: ComponentDefinition = {
  name: "CONFIGURATION_MANAGER_UPDATE",
  logFile: COMPONENT_LOG_FILES.CONFIGURATION_MANAGER_UPDATE,
  type: 0,
  runsOn: "site-server",
  ownService: true,
  async run(thread) {
    const patience = new Patience(thread);
    while (!thread.signal.aborted) {
      const waitMs = await look(thread, patience);
      await thread.setNextScheduled(new Date(thread.clock.now().getTime() + waitMs));
      if ((await thread.wait(["updates", "sites"], waitMs)) === "timeout") patience.beginCycle();
    }
  },
};

/** @returns milliseconds until the next look */
async function look(thread: ThreadContext, patience: Patience): Promise<number> {
  const works = await readSiteWork(thread);
  await rollBackAbandoned(thread, works);
  await removeStaging(thread, works);
  let waitMs = LOOK_INTERVAL_MS;
  for (const work of works) {
    if (thread.signal.aborted) break;
    const left = await patience.leftFor(work);
    if (left !== null) {
      waitMs = Math.min(waitMs, left);
      continue;
    }
    try {
      const wait = await advanceOnSite(thread, work);
      patience.remember(work, wait);
      waitMs = Math.min(waitMs, wait?.ms ?? waitMs);
    } catch (error) {
      if (thread.signal.aborted) break;
      // The next look sees what became of it.
      if (!(error instanceof SupersededError)) throw error;
      thread.log.warning(`WARNING: ${error.message}`, { packageGuid: work.packageGuid });
    }
  }
  return waitMs;
}
