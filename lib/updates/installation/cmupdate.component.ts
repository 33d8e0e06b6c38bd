import { Hour } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";

/** CONFIGURATION_MANAGER_UPDATE: extracts, checks and installs updates at its site. */
export const cmUpdate: ComponentDefinition = {
  name: "CONFIGURATION_MANAGER_UPDATE",
  logFile: COMPONENT_LOG_FILES.CONFIGURATION_MANAGER_UPDATE,
  type: 0,
  runsOn: "site-server",
  ownService: true,
  async run(thread) {
    while (!thread.signal.aborted) await thread.wait([], Hour.ms);
  },
};
