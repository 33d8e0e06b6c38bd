import type { ComponentDefinition } from "@/lib/executive/component-thread";

/** SMS_HIERARCHY_MANAGER: judges which packages of the catalogue apply to this hierarchy. */
export const hierarchyManager: ComponentDefinition = {
  name: "SMS_HIERARCHY_MANAGER",
  logFile: "hman.log",
  type: 0,
  runsOn: "top-level-site-server",
  async run(thread) {
    while (!thread.signal.aborted) await thread.wait(["role", "updates"], 60_000);
  },
};
