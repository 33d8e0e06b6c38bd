import { and, eq, inArray } from "drizzle-orm";
import { Minute } from "@/lib/clock";
import { contentDistributions } from "@/lib/db/schema";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { readDistributions } from "./distribution";
import { receiveContent } from "./receive-content";

/** SMS_DESPOOLER: receives the content of send requests to its site, verifies it and stores it. */
export const despooler: ComponentDefinition = {
  name: "SMS_DESPOOLER",
  logFile: COMPONENT_LOG_FILES.SMS_DESPOOLER,
  type: 0,
  runsOn: "child-site-server",
  async run(thread) {
    while (!thread.signal.aborted) {
      // What a kill left half done comes first: it is the oldest.
      const sent = await readDistributions(
        thread.db,
        and(
          eq(contentDistributions.siteCode, thread.siteCode),
          inArray(contentDistributions.state, ["scheduled", "sending", "storing"]),
        ),
      );
      for (const row of sent) {
        if (thread.signal.aborted) return;
        await receiveContent(thread, row);
      }
      await thread.wait(["replication"], Minute.ms);
    }
  },
};
