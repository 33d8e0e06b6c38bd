import { Hour } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";

/** SMS_DESPOOLER: receives content, verifies it and stores it in the content library. */
export const despooler: ComponentDefinition = {
  name: "SMS_DESPOOLER",
  logFile: COMPONENT_LOG_FILES.SMS_DESPOOLER,
  type: 0,
  runsOn: "child-site-server",
  async run(thread) {
    while (!thread.signal.aborted) await thread.wait([], Hour.ms);
  },
};
