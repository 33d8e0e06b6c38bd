import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { announceServerKey } from "@/lib/secrets/server-key";
import { SERVER_TASK_KINDS } from "./kinds";
import { followServerTasks } from "./work-server-tasks";

/**
 * SMS_SERVER_BOOTSTRAP: what a site system server does for the site by itself, on every server and also while
 * SMS_EXECUTIVE is stopped (reference/role.md §14, SrvBoot.log). It tells the others the key secrets for this server are
 * sealed to.
 */
export const serverBootstrap: ComponentDefinition = {
  name: "SMS_SERVER_BOOTSTRAP",
  logFile: COMPONENT_LOG_FILES.SMS_SERVER_BOOTSTRAP,
  type: 0,
  runsOn: "every-server",
  ownService: true,
  async run(thread) {
    await announceServerKey(thread);
    await followServerTasks(thread, SERVER_TASK_KINDS);
  },
};
