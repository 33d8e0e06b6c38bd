import { Minute, untilNext } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { scheduleJobs } from "./schedule-jobs";

/** SMS_SCHEDULER: turns minijobs into send requests when the route is open. */
export const scheduler: ComponentDefinition = {
  name: "SMS_SCHEDULER",
  logFile: COMPONENT_LOG_FILES.SMS_SCHEDULER,
  type: 0,
  runsOn: "site-server",
  async run(thread) {
    const said = new Map<string, string>();
    while (!thread.signal.aborted) {
      const next = await scheduleJobs(thread, said);
      await thread.setNextScheduled(next);
      await thread.wait(["replication", "sites"], untilNext(next, thread.clock.now(), Minute.ms));
    }
  },
};
