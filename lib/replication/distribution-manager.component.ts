import { and, eq } from "drizzle-orm";
import { earliest, Minute, untilNext } from "@/lib/clock";
import type { EventTopic } from "@/lib/db/events";
import { contentDistributions } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ComponentDefinition, ThreadContext } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { retireVersions } from "../updates/easy-setup/retire-versions";
import { createMinijobs } from "./create-minijobs";
import { readDistributions } from "./distribution";
import { forgetUnwanted } from "./forget-unwanted";
import { markReplicated } from "./mark-replicated";
import { parentSiteOf } from "./parent-site";
import { removeRetired } from "./remove-retired";
import { takeSnapshot } from "./take-snapshot";
import { validateStoredContent } from "./validate-stored-content";

/** SMS_DISTRIBUTION_MANAGER: adds packages to the content library, sends them on their way, and keeps them whole. */
export const distributionManager: ComponentDefinition = {
  name: "SMS_DISTRIBUTION_MANAGER",
  logFile: COMPONENT_LOG_FILES.SMS_DISTRIBUTION_MANAGER,
  type: 0,
  runsOn: "site-server",
  async run(thread) {
    while (!thread.signal.aborted) {
      const isTopLevel = (await parentSiteOf(thread)) === null;
      const nextAttempt = await takeSnapshots(thread);
      await markReplicated(thread);
      await createMinijobs(thread);
      if (isTopLevel) await asOwner(thread, (tx) => retireVersions(tx, thread.clock.now()));
      await removeRetired(thread);
      await forgetUnwanted(thread);
      // Looking at stored bytes takes longest and hurries least.
      const nextValidation = await validateStoredContent(thread);
      await thread.setNextScheduled(nextValidation);
      const next = earliest(nextAttempt, nextValidation);
      // The top-level site decides for all what is wanted; the others hear of it as replication.
      const topics: EventTopic[] = isTopLevel ? ["replication", "updates"] : ["replication"];
      await thread.wait(topics, untilNext(next, thread.clock.now(), Minute.ms));
    }
  },
};

/** @returns when a snapshot that failed is tried again */
async function takeSnapshots(thread: ThreadContext): Promise<Date | null> {
  const read = () =>
    readDistributions(
      thread.db,
      and(eq(contentDistributions.siteCode, thread.siteCode), eq(contentDistributions.state, "snapshot")),
    );
  for (const row of await read()) {
    if (thread.signal.aborted) return null;
    if (row.nextAttemptAt === null || row.nextAttemptAt <= thread.clock.now())
      await takeSnapshot(thread, row);
  }
  const waiting = await read();
  return earliest(...waiting.map(({ nextAttemptAt }) => nextAttemptAt));
}
