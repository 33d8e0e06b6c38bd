import { Hour } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";

/** SMS_SCHEDULER: turns minijobs into send requests when the route is open. */
export const scheduler: ComponentDefinition = {
  name: "SMS_SCHEDULER",
  logFile: COMPONENT_LOG_FILES.SMS_SCHEDULER,
  type: 0,
  runsOn: "site-server",
  async run(thread) {
    while (!thread.signal.aborted) await thread.wait([], Hour.ms);
  },
};
