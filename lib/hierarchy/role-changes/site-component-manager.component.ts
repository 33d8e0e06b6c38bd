import { Minute } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { workVerifications } from "./verification/work-verifications";
import { workRoleChanges } from "./work-role-changes";

/**
 * SMS_SITE_COMPONENT_MANAGER: installs, moves and removes the role on the hierarchy's site systems, from the server of the
 * top-level site (reference/role.md §16, sitecomp.log).
 */
export const siteComponentManager: ComponentDefinition = {
  name: "SMS_SITE_COMPONENT_MANAGER",
  logFile: COMPONENT_LOG_FILES.SMS_SITE_COMPONENT_MANAGER,
  type: 0,
  runsOn: "top-level-site-server",
  async run(thread) {
    while (!thread.signal.aborted) {
      await workRoleChanges(thread);
      await workVerifications(thread);
      await thread.wait(["role-changes"], Minute.ms);
    }
  },
};
