import { Hour } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";

/** SMS_DISTRIBUTION_MANAGER: adds packages to the content library and sends them on their way. */
export const distributionManager: ComponentDefinition = {
  name: "SMS_DISTRIBUTION_MANAGER",
  logFile: COMPONENT_LOG_FILES.SMS_DISTRIBUTION_MANAGER,
  type: 0,
  runsOn: "site-server",
  async run(thread) {
    while (!thread.signal.aborted) await thread.wait([], Hour.ms);
  },
};
